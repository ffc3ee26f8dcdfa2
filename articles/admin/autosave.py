"""Autosave: the writing page's fields every few seconds, by the same compare-and-set as a save.

A field that cannot be stored stays as it was and is named in a sentence; it keeps nothing else from
being saved. An autosave makes no revision. The answers are JSON, for `static/js/desk/autosave.js`.
"""

from functools import cached_property

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from articles.admin import conflicts, forms, history, saving
from articles.models import Stale, Story
from newsroom.photo_access import visible_to
from newsroom.typed import REASONS

WORDS = (*forms.WRITING, "working_title", "short_headline", "share_title", "place", "lead_caption")
TOGETHER = (forms.DATES,)  # fields that the database checks against each other
OTHER_PERSON = "Somebody else is signed in here now. This text was not saved under their name."
NO_VERSION = "It does not say which version it began from. Open the story again."
BY_HAND = "Press “Save” to take this picture in."
SPIKED = "The story is spiked. Restore it first; your text stays here."
MOVED = "The story changed since this page was opened."
BOTH = "Press “Save” to see both texts; neither is lost."
OWN = "You also have this story open in another tab, which saved at {}."


class Part(saving.Draft):
    """A draft of which only what was sent and is valid counts; the rest stays as it is stored."""

    @cached_property
    def sent(self) -> dict:
        content = saving.contents(self.story)
        content["tags"] = self.form.cleaned_data.get("tags", self.stored["tags"])
        is_valid = _has_rows(self.form) and self.bylines.is_valid()
        content["bylines"] = self.bylines.credits() if is_valid else self.stored["bylines"]
        return content


def autosave(admin, request, pk: int):
    if request.method != "POST":
        told = "Only the writing page saves here. Open the story instead."
        return HttpResponseNotAllowed(["POST"], told, content_type="text/plain")
    if request.POST.get("_person", str(request.user.pk)) != str(request.user.pk):
        return _problem("other_person", OTHER_PERSON, 403)
    try:
        story = admin.story(request, pk)
    except Http404:
        return _problem("gone", REASONS["gone"][2], 404)
    part, wrong = _part(request, story)
    if "version" not in part.form.cleaned_data:
        return _problem("unreadable", NO_VERSION, 400)
    try:
        part.save(keep_theirs=conflicts.was_chosen(request))
    except Stale as stale:
        return _stale(stale, request.user)
    return _saved(story, wrong)


def _part(request, story: Story) -> tuple[Part, list[dict]]:
    """Return the draft with only what can be stored, and what cannot, each with its sentence."""
    data, stored = request.POST, saving.contents(story)
    form = forms.StoryForm(data, instance=story, user=request.user, photos=visible_to(request.user))
    by_hand = "lead_address" if data.get("lead_address", "").strip() else ""
    _leave_out_what_was_not_sent(form)
    before = {name: getattr(story, name) for name in form.own_fields()}
    form.is_valid()
    _put_back(story, before, form)
    part = Part(story, stored, form, forms.bylines(story, data), request.user)
    if _has_rows(form) and part.bylines.is_valid():
        part.take_names_as_choice()
    wrong = _wrong(form, part.bylines if _has_rows(form) else ())
    return part, [*wrong, *([_said(form, by_hand, BY_HAND)] if by_hand else [])]


def _leave_out_what_was_not_sent(form) -> None:
    """A field that is not in the request is no emptied one. An address is taken in by hand."""
    for name, field in list(form.fields.items()):
        is_out = field.widget.value_omitted_from_data(form.data, form.files, name)
        if name == "lead_address" or (is_out and name != "version"):
            del form.fields[name]


def _put_back(story: Story, before: dict, form) -> None:
    """Checking the form left what it read in the story; take back what cannot be stored."""
    wrong = set(form.errors)
    for group in TOGETHER:
        wrong |= set(group) if wrong & set(group) else set()
    if NON_FIELD_ERRORS in wrong:  # fields that do not fit together: only words are beyond doubt
        wrong |= before.keys() - set(WORDS)
    for name in wrong & before.keys():
        setattr(story, name, before[name])


def _has_rows(form) -> bool:
    return "bylines-TOTAL_FORMS" in form.data


def _wrong(form, bylines) -> list[dict]:
    found = [_said(form, name, text) for name, texts in form.errors.items() for text in texts]
    rows = [text for row in bylines for texts in row.errors.values() for text in texts]
    if bylines:
        rows += bylines.non_form_errors()
    return found + [{"field": "bylines", "label": "Byline", "sentence": text} for text in rows]


def _said(form, name: str, text: str) -> dict:
    label = form[name].label if name in form.fields else "Lead picture"
    return {"field": name, "label": "" if name == NON_FIELD_ERRORS else label, "sentence": text}


def _saved(story: Story, wrong: list[dict]) -> JsonResponse:
    now = timezone.localtime()
    answer = {"version": story.version, "saved_at": f"{now:%H:%M}", "wrong": wrong}
    if story.is_sensitive:
        answer["journal"] = "no"  # a page that was open before keeps no copy from now on
    answer["base"] = saving.carried(story, saving.contents(story))  # what a later save began from
    return JsonResponse(answer | {"now": int(now.timestamp() * 1000), "state": story.state.label})


def _stale(stale: Stale, user) -> JsonResponse:
    """Say who was faster; a person's own other tab is never somebody else."""
    story, since = stale.story, stale.since
    is_spiked = story.status == Story.Status.SPIKED
    is_own = not is_spiked and story.changed_by_id == user.pk
    is_own = is_own and all(row.made_by_id == user.pk and row.verb == "edit" for row in since)
    who = [_who(row) for row in since]
    if is_own:
        sentence = f"{OWN.format(_time(story.changed_at))} {BOTH}"
    else:
        sentence = " ".join([*who[:3], SPIKED] if is_spiked else [*(who[:3] or [MOVED]), BOTH])
    more = {"version": story.version, "since": who, "own": is_own}
    return _problem("spiked" if is_spiked else "stale", sentence, 409, **more)


def _who(row) -> str:
    return f"{row.made_by} {history.said(row)}, {_time(row.made_at)}."


def _time(moment) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _problem(why: str, sentence: str, status: int, **more) -> JsonResponse:
    return JsonResponse({"why": why, "sentence": sentence, **more}, status=status)
