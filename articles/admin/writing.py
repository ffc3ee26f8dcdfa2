"""The writing page: the form, the save, and what happens when somebody else saved first.

A save is claimed by its first statement (`saving`). What comes too late is merged with what is
stored, if the two changed different places; else it is answered 409 with both texts on the page
(`conflicts`), and the own one is in the history already.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.admin import (
    checking,
    conflicts,
    forms,
    history,
    measures,
    notes,
    pasting,
    presence,
    relating,
    saving,
    verbs,
)
from articles.models import Presence, Stale, Story
from articles.models.transitions import LIVE
from articles.models.versions import OF_WORDS
from newsroom.choices import RIGHT_TO_LEFT
from newsroom.editor import with_nonce
from newsroom.photo_access import visible_to

SIDE = (
    ("Where and what", ("section", "kind", "place", "language", "tags", "related")),
    ("Other titles", ("working_title", "short_headline", "share_title", "commissioned_length")),
    ("Whose, and when", ("owner", "assignee", "due_on")),
    ("Dates", ("earlier_date", "earlier_time", "expires_at")),
)
RACES = 5  # a save that loses so many looks at the new state each time; then it asks


def story_form(admin, request, pk: int):
    """Show the form, or save it; a save that loses a race sees the new state and answers to it."""
    if request.method != "POST":
        story = admin.story(request, pk)
        story.marks.see(request.user, story)
        return _page(admin, request, _draft(admin, request, story))
    for _ in range(RACES):
        try:
            return _save(admin, request, admin.story(request, pk))
        except Stale:
            continue
    return _save(admin, request, admin.story(request, pk), may_merge=False)


def _draft(admin, request, story: Story, data=None) -> saving.Draft:
    stored = saving.contents(story)
    photos = visible_to(request.user)
    form = forms.StoryForm(
        data, instance=story, user=request.user, photos=photos, initial=_kept(request, story)
    )
    return saving.Draft(story, stored, form, forms.bylines(story, data), request.user)


def _save(admin, request, story: Story, may_merge: bool = True):
    draft = _draft(admin, request, story, request.POST)
    is_valid = draft.form.is_valid()
    if not draft.bylines.is_valid() or not is_valid:
        return _page(admin, request, draft)
    draft.take_names_as_choice()
    differing = saving.differing(draft)
    if not differing:
        messages.info(request, f"Nothing to save: version {story.version} is what is stored.")
        return _go_on(admin, request, story)
    if stale := saving.stale(story, draft.version):
        done = _merge(admin, request, draft, stale) if may_merge else None
        if done is None:
            draft.set_aside()
        return done or _page(admin, request, draft, stale, differing)
    draft.save(keep_theirs=conflicts.was_chosen(request))
    messages.success(request, f"Saved. This is version {story.version}.")
    return _go_on(admin, request, story)


def _merge(admin, request, draft: saving.Draft, stale: Stale):
    """Save the typed text merged with what is stored; ask where both changed the same place.

    Returns None where nothing can be merged: without a base, or into a spiked story.
    """
    story, version = draft.story, draft.version
    is_spiked = story.status == Story.Status.SPIKED
    merged = None if is_spiked else draft.merged(request.POST.get("base", ""))
    if merged is None:
        return None
    chosen = conflicts.choices(request.POST, merged)
    if merged.conflicts:
        draft.set_aside()
    if merged.open(chosen):
        return conflicts.page(admin, request, draft, merged, stale, version)
    others = conflicts.who(story, version, draft.user)
    try:
        draft.take(merged.content(chosen))
    except ValidationError:
        return None  # together they are too long; each alone is kept
    draft.save(keep_theirs=conflicts.was_chosen(request) or conflicts.loses_theirs(merged, chosen))
    done = f"Merged: {conflicts.said(merged, others)}. This is version {story.version}."
    if merged.conflicts:
        done = f"Saved as you chose. This is version {story.version}. The rest is in the history."
    messages.success(request, done)
    return HttpResponseRedirect(admin.address("change", story.pk))


def _go_on(admin, request, story: Story):
    """Go where the button said: to a verb's page, or back to the form."""
    if not admin.get_queryset(request).filter(pk=story.pk).exists():
        messages.warning(request, "The story is somebody else’s now, so it left your lists.")
        return HttpResponseRedirect(admin.address("changelist"))
    verb = request.POST.get("_then", "")
    if verb == "preview":
        return HttpResponseRedirect(admin.address("preview", story.pk))
    if verb.startswith(checking.MEND):
        checking.mend(request, admin.story(request, story.pk), verb.removeprefix(checking.MEND))
    if verb in verbs.VERBS:
        address = admin.address("verb", story.pk, verb)
        return HttpResponseRedirect(f"{address}?version={story.version}")
    return HttpResponseRedirect(admin.address("change", story.pk))


def _page(admin, request, draft: saving.Draft, stale: Stale | None = None, differing=None):
    """Draw the form; after a conflict, with what is stored beside each field that differs."""
    form, story = draft.form, draft.story
    version = form["version"].value()
    if form.is_bound:
        # Checking the form left the typed words in the story; what is said of it is stored.
        story = admin.story(request, story.pk)
        version = draft.story.version if stale else version
    _set_beside(draft, differing or {})
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": str(story),
        "story": story,
        "is_live": story.state in LIVE,
        "form": form,
        "bylines": draft.bylines,
        "side": _side(form),
        "stale": stale,
        "since": [(row, history.said(row)) for row in stale.since] if stale else [],
        "version": version,
        "base": _base(request, draft, stale),
        "whose": conflicts.who(story, draft.version, request.user) if stale else "",
        "presence": presence.sentence(Presence.objects.others(story, request.user)),
        "note": _note(story),
        "is_whole": pasting.is_whole(story),
        **checking.context(story),
        **measures.headline(story, request.site),
        "lead_picture": form.chosen_picture,
        "right_to_left": " ".join(sorted(RIGHT_TO_LEFT)),
        "notes": story.notes.select_related("made_by")[: notes.SHOWN],
        "buttons": verbs.buttons(story, request.user),
        "authors": forms.author_names(),
        "named": relating.named(form["related"].value() or ""),
        "zone": timezone.get_current_timezone_name(),
        "media": with_nonce(form.media, request),
        "has_errors": form.is_bound and not (form.is_valid() and draft.bylines.is_valid()),
    }
    template = "admin/articles/story/change_form.html"
    return TemplateResponse(request, template, context, status=409 if stale else 200)


def _set_beside(draft: saving.Draft, differing: dict) -> None:
    for key, value in differing.items():
        name = key.removesuffix("_id")
        place = draft.form[name] if name in draft.form.fields else draft.bylines
        place.theirs = history.drawn(value) if key == "body" else history.worded(key, value)
        place.theirs = place.theirs or "(nothing)"


def _base(request, draft: saving.Draft, stale: Stale | None) -> str:
    """Return the text that the page's version stands for: the base of a merge to come."""
    if draft.form.is_bound and not stale:
        return request.POST.get("base", "")
    return saving.carried(draft.story, draft.stored)


def _note(story: Story):
    """Return the note with which the story was sent back, while it is a draft for that."""
    if story.status != Story.Status.DRAFT:
        return None
    last = story.transitions.exclude(verb__in=OF_WORDS).select_related("made_by").first()
    return last if last and last.verb == "send_back" else None


def _side(form) -> list[tuple[str, list]]:
    """Return the side panel's groups of fields."""
    there = form.fields.keys()
    groups = [(title, [form[name] for name in names if name in there]) for title, names in SIDE]
    return [(title, fields) for title, fields in groups if fields]


def _kept(request, story: Story) -> dict:
    """Return the words of a kept text, if the form is to be opened with one."""
    asked = request.GET.get("revision", "")
    kept = story.revisions.filter(pk=asked).first() if asked.isdecimal() else None
    if kept is None:
        return {}
    content = kept.content
    return {key: content[key] for key in (*forms.WRITING, "working_title") if key in content}
