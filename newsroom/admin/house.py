"""The site's one row: straight to its form, never another one, never none."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from newsroom.admin.base import DeskAdmin, Links
from newsroom.models import FollowLink, Site


class FollowLinks(Links):
    model = FollowLink


@admin.register(Site)
class SiteAdmin(DeskAdmin):
    nav_order = 80
    inlines = [FollowLinks]
    fieldsets = [
        (None, {"fields": ("name", "tagline", "language", "zone")}),
        ("Under each article", {"fields": ("follow_sentence",)}),
        ("When an article was changed", {"fields": ("shown_changes",)}),
        ("At the foot of every page", {"fields": ("about", "contact_email", "footer_line")}),
    ]

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(self._form())

    def response_change(self, request, obj):
        super().response_change(request, obj)  # says that it is saved
        return HttpResponseRedirect(self._form())

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def _form(self) -> str:
        return reverse("admin:newsroom_site_change", args=[1])
