"""The pages beside the one that is arranged: a place's words, the lead at once, the history."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from articles import arranging
from articles.admin.front_forms import FindForm, LeadForm, SlotForm, WhereForm
from articles.admin.front_places import label_of
from articles.models import Article, Front, FrontDraft, FrontPin, Overtaken, Section
from articles.search import Unanswered, search

SHOWN = 30
WIDTHS = ("phone", "desktop")
OVERTAKEN = "{name} put another front page live meanwhile ({changes}). Look again, then press."


def section_of(request) -> Section | None:
    """Return the section whose page is arranged; none is the paper's front page."""
    form = WhereForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["section"]


def context_of(admin, request, title: str, section=None) -> dict:
    return {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": title,
        "where": section,
        "asked": f"?section={section.slug}" if section else "",
        "edit": admin.address("changelist", section),
    }


@csp_replace({"frame-src": [SELF]})
def at(admin, request):
    """The page that is arranged, in a frame as wide as a phone or a desktop's window."""
    section, width = section_of(request), request.GET.get("width")
    context = context_of(admin, request, "Front page", section)
    context["width"] = width if width in WIDTHS else WIDTHS[0]
    return TemplateResponse(request, "admin/articles/front/at.html", context)


def find(admin, request):
    """Find a story that the page does not show: one that is to come, or an older one."""
    section = section_of(request)
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    try:
        found = search(words) if words else []
    except Unanswered:
        found = []
    coming = Article.all_objects.pinnable().coming().for_cards().order_by("published_at", "pk")
    if section:
        found = [each for each in found if each.section_id == section.pk]
        coming = coming.filter(section=section)
    context = context_of(admin, request, "Find a story", section)
    context |= {"form": form, "words": words, "found": found, "coming": coming[:SHOWN]}
    return TemplateResponse(request, "admin/articles/front/find.html", context)


def slot(admin, request, article: int):
    """What a pinned story's place says otherwise, and until when; it pins what only stood there."""
    section = section_of(request)
    slots = FrontDraft.of(section, request.user).arranged
    place = arranging.places_of(slots).get(article)
    story = Article.all_objects.nameable().for_cards().filter(pk=article).first()
    if place is None or story is None:
        raise Http404
    form = SlotForm(request.POST) if request.method == "POST" else SlotForm.of(slots[place])
    if form.is_valid():
        FrontDraft.change(section, request.user, lambda slots: _said(slots, article, form))
        messages.success(request, "It says so in your working copy.")
        return HttpResponseRedirect(f"{admin.address('changelist', section)}#place-{place}")
    context = context_of(admin, request, label_of(place), section)
    context |= {"form": form, "story": story, "slot": slots[place]}
    return TemplateResponse(request, "admin/articles/front/slot.html", context)


def _said(slots, article: int, form: SlotForm):
    place = arranging.places_of(slots).get(article)
    return slots if place is None else slots | {place: form.changed(slots[place])}


def lead(admin, request, article: int):
    """Make a story the lead of what is live, in one press; no working copy goes along."""
    story = Article.all_objects.pinnable().for_cards().filter(pk=article).first()
    if story is None:
        raise Http404
    live, problem = Front.objects.live(None), ""
    form = LeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            Front.pin(story, request.user, data["number"], data["hours"])
        except Overtaken as other:
            live, problem = other.live, _overtaken(other.live)
        else:
            messages.success(request, f"“{story}” is the lead.")
            return HttpResponseRedirect(admin.address("changelist"))
    context = context_of(admin, request, "Make it the lead")
    context |= {"form": form, "story": story, "problem": problem, "now": _lead(live)}
    context["number"] = live.number if live else 0
    status = 409 if problem else 200
    return TemplateResponse(request, "admin/articles/front/lead.html", context, status=status)


def _overtaken(live: Front | None) -> str:
    return OVERTAKEN.format(name=live.made_by, changes=live.changes) if live else ""


def _lead(live: Front | None) -> Article | None:
    """Return the story that is pinned as the lead now."""
    pins = FrontPin.objects.filter(front=live, place=arranging.LEAD) if live else ()
    return next((pin.article for pin in pins), None)


class LikeForm(forms.Form):
    like = forms.IntegerField(min_value=1, max_value=2**31 - 1)


def history(admin, request):
    """What was put live, by whom, when; any of it can be taken into the working copy."""
    section = section_of(request)
    form = LikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fronts = Front.objects.of(section)
        front = fronts.filter(number=form.cleaned_data["like"]).first()
        if front is None:
            raise Http404
        FrontDraft.change(section, request.user, lambda slots: front.again())
        messages.success(request, f"Your working copy is arranged as it was in number {front}.")
        return HttpResponseRedirect(admin.address("changelist", section))
    context = context_of(admin, request, "What was put live", section)
    fronts = Front.objects.of(section).select_related("made_by")
    context |= {"fronts": fronts[:SHOWN]}
    return TemplateResponse(request, "admin/articles/front/history.html", context)
