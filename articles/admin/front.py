"""Arranging a front page on the page itself: the readers' template with the desk's controls.

Every press changes the editor's own working copy; “Put live” takes it to readers. The forms work
without a script, which only spares the journey (`static/js/desk/front.js`).
"""

import re

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import arranging
from articles.admin import front_breaking, front_pages
from articles.admin.front_forms import MOVE, ActForm
from articles.admin.front_offer import OfferForm
from articles.admin.front_places import drawn, label_of, size_of
from articles.arranging import Slot
from articles.models import Article, Banner, Front, FrontDraft, Overtaken, Rearranged, Story
from articles.models.front import ARRANGE

TEMPLATES = {False: "admin/articles/front/front.html", True: "admin/articles/front/section.html"}
PUT = "It is live. Readers see it now."
SAME = "Nothing differs from what is live, so nothing was put live."
MOVED = "“{article}”: {place}, in your working copy."
NOT_UNDERSTOOD = "That was not understood, so nothing was changed. Press again."
GONE = "That story is not published and will not be by itself, so it cannot be pinned."
ELSEWHERE = "You arranged it further in another window. Look at it below, then put it live."
ELSE_SECTION = "That story is in another section now, so this page does not show it."
FULL = "There is no such place on this page."


@admin.register(Front)
class FrontAdmin(admin.ModelAdmin):
    """Django's admin gives the entry in the desk's list; the pages are the desk's own."""

    nav_order = 5

    def get_urls(self):
        pages = [
            ("", "changelist", self.edit_view),
            ("at/", "at", self.at_view),
            ("find/", "find", self.find_view),
            ("history/", "history", self.history_view),
            ("breaking/", "breaking", self.breaking_view),
            ("slot/<int:article>/", "slot", self.slot_view),
            ("lead/<int:article>/", "lead", self.lead_view),
        ]
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(way, self.admin_site.admin_view(self.allowed(view)), name=f"{name}_{page}")
            for way, page, view in pages
        ]

    def allowed(self, view):
        def answer(request, *args, **kwargs):
            if not request.user.has_perm(ARRANGE):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    def address(self, page: str, section=None, *args) -> str:
        asked = f"?section={section.slug}" if section else ""
        return reverse(f"admin:articles_front_{page}", args=args) + asked

    def has_module_permission(self, request):
        return request.user.has_perm(ARRANGE)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(ARRANGE)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """None has such a page; but a section may take its fronts along when it goes."""
        return request.user.has_perm(ARRANGE)

    def on_the_sheet(self, request, story: Story) -> OfferForm | None:
        """What the sheet that publishes a story offers of the front page."""
        if not request.user.has_perm(ARRANGE):
            return None
        return OfferForm(request.POST if request.method == "POST" else None, story=story)

    def edit_view(self, request):
        return edit(self, request)

    def at_view(self, request):
        return front_pages.at(self, request)

    def find_view(self, request):
        return front_pages.find(self, request)

    def history_view(self, request):
        return front_pages.history(self, request)

    def slot_view(self, request, article):
        return front_pages.slot(self, request, article)

    def lead_view(self, request, article):
        return front_pages.lead(self, request, article)

    def breaking_view(self, request):
        return front_breaking.breaking(self, request)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def edit(admin, request):
    """Show the page with its controls; POST is one press on one of them."""
    section = front_pages.section_of(request)
    if request.method != "POST":
        return page(admin, request, section)
    form = ActForm(request.POST)
    if not form.is_valid():
        return page(admin, request, section, NOT_UNDERSTOOD, status=400)
    data = form.cleaned_data
    try:
        if data["move"]:
            return _move(admin, request, section, data["move"])
        if data["off"]:
            return _off(admin, request, section, data["off"])
        return _do(admin, request, section, data)
    except Rearranged:
        return page(admin, request, section, ELSEWHERE, status=409)
    except Overtaken:
        return page(admin, request, section, status=409)


def _move(admin, request, section, move: str):
    found = re.fullmatch(MOVE, move)
    article, to = int(found["article"]), int(found["to"])
    seen_at = None if found["seen_at"] is None else int(found["seen_at"])
    story = (
        Article.all_objects.pinnable()
        .only("headline", "short_headline", "section")
        .filter(pk=article)
        .first()
    )
    size = size_of(section)
    if story is None:
        return page(admin, request, section, GONE, status=409)
    if section and story.section_id != section.pk:
        return page(admin, request, section, ELSE_SECTION, status=409)
    if to >= size or (seen_at or 0) >= size:
        return page(admin, request, section, FULL, status=400)

    def how(slots):
        slot = slots.get(arranging.places_of(slots).get(article), Slot(article))
        return arranging.moved(slots, slot, to, size, seen_at)

    FrontDraft.change(section, request.user, how)
    messages.success(request, MOVED.format(article=story.card_headline, place=label_of(to).lower()))
    return _back(admin, section, to)


def _off(admin, request, section, article: int):
    FrontDraft.change(section, request.user, lambda slots: arranging.without(slots, article))
    messages.success(request, "Its place fills itself, in your working copy.")
    return _back(admin, section)


def _do(admin, request, section, data: dict):
    """Put live, undo, begin again, or go on after somebody else was faster."""
    draft = FrontDraft.of(section, request.user)
    if data["do"] == "put":
        front = FrontDraft.put_live(section, request.user, data["seen"])
        messages.success(request, PUT if front.number > draft.base else SAME)
    elif data["do"] == "undo":
        Front.undo(section, request.user, data["number"] or 0)
        messages.success(request, "Undone: what was live before is live again.")
    elif data["do"] == "again":
        draft.drop()
        messages.success(request, "Your working copy shows what is live.")
    else:
        draft.go_on()
        messages.success(request, "Compare, then put yours live.")
    return _back(admin, section)


def _back(admin, section, place: int | None = None):
    anchor = "" if place is None else f"#place-{place}"
    return HttpResponseRedirect(admin.address("changelist", section) + anchor)


def page(admin, request, section, problem: str = "", status: int = 200):
    """Draw the page as readers would see the working copy now."""
    draft = FrontDraft.of(section, request.user)
    context, waiting = drawn(draft, request)
    context |= {
        "banner": Banner.objects.current(),
        "draft": draft,
        "waiting": [(label_of(each.place), each) for each in waiting],
        "where": section,
        "problem": problem,
        "asked": f"?section={section.slug}" if section else "",
    }
    return TemplateResponse(request, TEMPLATES[bool(section)], context, status=status)
