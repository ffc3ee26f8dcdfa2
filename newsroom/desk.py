"""The desk: Django's admin as the newsroom's own house.

Hides how one comes in (one login for everybody), what happens to a form that was sent after the
login had ended, and where the home page gets its questions: any registered admin may answer some.
"""

import logging
from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse

from newsroom import palette
from newsroom.database import DATABASE_FAILS
from newsroom.typed import given_back, not_stored, refused

logger = logging.getLogger(__name__)

SIGNED_OUT = "You are signed out."
NAV_FITS = 7  # entries in the head's row; with more, the last are behind one word


class DeskSite(admin.AdminSite):
    """The one admin site."""

    enable_nav_sidebar = False
    index_title = "The desk"

    def __init__(self, name="admin"):
        super().__init__(name)
        # What is gone must say where it was used: each model's own page does that, one by one.
        self.disable_action("delete_selected")

    def each_context(self, request):
        site = getattr(request, "site", None)
        name = site.name if site else self.site_header
        context = super().each_context(request)
        nav = self._nav(request, context["available_apps"])
        row = len(nav) if len(nav) <= NAV_FITS else NAV_FITS - 1
        return {
            **context,
            "site_header": name,
            "site_title": f"{name} desk",
            "nav": nav,
            "nav_row": nav[:row],
            "nav_more": nav[row:],
        }

    def index(self, request, extra_context=None):
        """Show what waits for this person: every admin's own panels, in the apps' order."""
        admins = [each for each in self._registry.values() if hasattr(each, "panels")]
        panels = [panel for each in admins for panel in each.panels(request)]
        context = {**self.each_context(request), "title": self.index_title, "panels": panels}
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context | (extra_context or {}))

    def go_view(self, request):
        """Lead anywhere on the desk from a few letters."""
        context = self.each_context(request)
        words, admins = request.GET.get("q", ""), self._registry.values()
        groups = palette.found(request, words, admins, context["nav"])
        context |= {"title": "Go to", "words": words[: palette.LONGEST], "groups": groups}
        return TemplateResponse(request, "admin/go.html", context)

    def app_index(self, request, app_label, extra_context=None):
        """The home page says it all."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_log_entries(self, request):
        """Stories keep a history of their own; nothing shows this one."""
        return super().get_log_entries(request).none()

    def admin_view(self, view, cacheable=False):
        """Give what was typed back when the login had ended, or the database cannot store it."""
        inner = super().admin_view(view, cacheable)

        def answer(request, *args, **kwargs):
            if request.method != "POST":
                return inner(request, *args, **kwargs)
            try:
                if not self.has_permission(request):
                    return self._signed_out(request)
                return inner(request, *args, **kwargs)
            except DATABASE_FAILS as problem:
                logger.error("A form could not be stored: %s", problem)
                return not_stored(request)
            except Http404:
                return refused(request, "gone")
            except PermissionDenied:
                return refused(request, "forbidden")

        return update_wrapper(answer, inner)

    def login(self, request, extra_context=None):
        """Lead to the one login; somebody who is signed in but has no desk is told so."""
        next_page = request.GET.get("next", "")
        if not next_page.startswith("/") or next_page.startswith(("//", "/\\")):
            next_page = reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(next_page)
        if request.user.is_authenticated:
            return render(request, "admin/no_desk.html", status=403)
        return redirect_to_login(next_page, reverse("account_login"))

    def logout(self, request, extra_context=None):
        return LogoutView.as_view(next_page="account_login")(request)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def view_on_site(self, request, content_type_id, object_id):
        """Lead to an object's page, only if this person may see the object at the desk."""
        from django.contrib.contenttypes.models import ContentType  # needs the app registry

        if not content_type_id.isdecimal() or not object_id.isdecimal():
            raise Http404
        kind = get_object_or_404(ContentType, pk=content_type_id)
        own = self._registry.get(kind.model_class())
        has_page = hasattr(kind.model_class(), "get_absolute_url")
        if own is None or not has_page or not own.has_view_permission(request):
            raise Http404
        found = get_object_or_404(own.get_queryset(request), pk=object_id)
        return HttpResponseRedirect(found.get_absolute_url())

    def get_urls(self):
        from django.urls import path  # as Django's own: this module loads before the apps

        address = "r/<path:content_type_id>/<path:object_id>/"
        view = self.admin_view(self.view_on_site)
        own = [
            path(address, view, name="view_on_site"),
            path("go/", self.admin_view(self.go_view), name="go"),
        ]
        return [*own, *super().get_urls()]

    def _nav(self, request, apps) -> list[dict]:
        """Return the models with a list, by their admin's `nav_order`, then by name."""
        entries = [entry for app in apps for entry in app["models"] if entry["admin_url"]]
        for entry in entries:
            entry["is_current"] = request.path.startswith(entry["admin_url"])
            entry["begins"] = getattr(self._registry[entry["model"]], "begins_at_once", False)
        return sorted(entries, key=lambda entry: self._place(entry))

    def _place(self, entry) -> tuple:
        return getattr(self._registry[entry["model"]], "nav_order", 50), entry["name"]

    def _signed_out(self, request):
        if request.path == reverse("admin:logout"):
            return HttpResponseRedirect(reverse("account_login"))
        return given_back(request, "admin/signed_out.html", 403, "signed_out", SIGNED_OUT)
