"""A verb's page: what will happen, what is missing, what must be said, and the doing of it.

Hides how a verb is called and explained. The rules themselves are the story's.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin import history, seen, sensitive, sheet, taking_down
from articles.admin.verb_form import VerbForm
from articles.admin.verb_forms import FORMS, SheetForm
from articles.models import Article, Problem, Refused, Stale, Story
from articles.models.transitions import LIVE, State
from newsroom.photo_access import editable_by
from newsroom.typed import typed


@dataclass(frozen=True)
class Words:
    """How a verb is called on its button, and what will happen, in a sentence."""

    label: str
    happens: str
    done: str
    needs_all: bool = False  # only with everything that publication needs
    effects: tuple[str, ...] = ()  # all that will happen, line by line


VERBS = {
    "submit": Words(
        "Submit for review",
        "An editor reads this version, then approves it or sends it back with a note.",
        "It waits for review now.",
    ),
    "send_back": Words(
        "Send back",
        "The story is a draft again, and its writer reads your note.",
        "It went back to its writer.",
    ),
    "approve": Words(
        "Approve",
        "You say that this version may go out. A change to it after that asks for a new review.",
        "It is approved.",
    ),
    "publish": Words(
        "Publish",
        "Readers see this version at once.",
        "Readers see it now.",
        needs_all=True,
    ),
    "schedule": Words(
        "Schedule",
        "Readers see this version from the time you choose. "
        "Writing can go on: what goes out stays as it is until you update it.",
        "It is scheduled.",
        needs_all=True,
    ),
    "update_scheduled": Words(
        "Update what goes out",
        "The story was changed since it was scheduled. This version goes out instead, "
        "at the time that was set.",
        "This version goes out now when its time comes.",
        needs_all=True,
    ),
    "unschedule": Words(
        "Take from the schedule",
        "It will not go out. The story stays here as it is.",
        "It is no longer scheduled.",
    ),
    "correct": Words(
        "Add a correction",
        "Readers see your words with today’s date on the article, at once. They stay there.",
        "Readers see the correction now.",
    ),
    "develop": Words(
        "Mark as developing",
        "For twelve hours readers see “Developing” on the article and its cards, "
        "and under its standfirst the dated lines that you add.",
        "It says “Developing” for the next twelve hours.",
    ),
    "take_back": Words(
        "Take back",
        "The article is gone from readers, without a word, and the story is a draft again. "
        "Links that were shared of it end. "
        "Its writer can do this within ten minutes of publication, an editor always.",
        "It was taken back. Readers who ask for it find nothing there.",
    ),
    "withdraw": Words(
        "Withdraw",
        "The article is gone from readers. At its address they read the date and the reason you "
        "give here. Links that were shared of it end.",
        "It is withdrawn. Its address tells readers why.",
    ),
    "hide": Words(
        "Take down without a word",
        "The article is gone from readers, and nothing is said at its address. "
        "Links that were shared of it end.",
        "It is taken down. Readers who ask for it find nothing there.",
    ),
    "expire": Words(
        "Set its end",
        "From then on the article is gone from readers, and they are told until when it was "
        "available. Left empty, it is over now, and links that were shared of it end.",
        "Its end is set.",
    ),
    "reinstate": Words(
        "Reinstate",
        "Readers see the article again, with the words it had.",
        "Readers see it again.",
    ),
    "move": Words(
        "Change the address",
        "The article gets another address. The old one leads readers to the new one.",
        "It has its new address.",
    ),
    "spike": Words(
        "Spike",
        "The story leaves all lists but “Spiked”. "
        "It can be restored for 30 days; then it is erased.",
        "It is spiked. You find it in the list “Spiked” for 30 days.",
    ),
    "restore": Words("Restore", "The story is a draft again.", "It is a draft again."),
    "embargo": Words(
        "Set the embargo",
        "Before the time you choose nobody can bring anything of it to readers. "
        "You can always move it later. An earlier time, or none, takes two editors; "
        "your own slip you mend alone, within ten minutes.",
        "Its embargo is as you said.",
    ),
    "ask_release": Words(
        "Ask for early release",
        "Another editor reads your reason and decides. Until then nothing goes out.",
        "Another editor has to release it now.",
    ),
    "release_embargo": Words(
        "Release the embargo",
        "The story may go out at any time from now on. Nothing goes out by this alone.",
        "Its embargo is released.",
    ),
    "hold": Words(
        "Put on legal hold",
        "Nothing of it goes out, and nothing of it is erased: no text, no kept version, no "
        "picture. Its words are kept as they are now. Only those you name can release it.",
        "It is on legal hold.",
    ),
    "release_hold": Words(
        "Release the legal hold",
        "The story may go out and be erased again. Nothing goes out by this alone.",
        "Its legal hold is released.",
    ),
    "mark_sensitive": Words(
        "Make sensitive",
        "From then on only the people you name here see the story, with you and its owner. "
        "All this happens at once:",
        "It is sensitive. Only those whom you named see it.",
        effects=sensitive.EFFECTS,
    ),
    "name_people": Words(
        "Choose who may see it",
        "Whom you add may read and change the story, and is told. Whom you take off loses it at "
        "once; what they have read already nobody can take back.",
        "The list is as you said.",
    ),
    "clear_sensitive": Words(
        "Clear the mark “sensitive”",
        "Colleagues see the story again as their roles allow, with its whole history. Comments "
        "stay as they are now. Links that ended, wordings that were hidden and originals that "
        "were destroyed do not come back.",
        "It is sensitive no more.",
    ),
}
NEXT = ("submit", "approve", "publish", "update_scheduled")
ARTICLE_WORDS = {  # what the same verb means for an article that readers see or wait for
    ("publish", State.CHANGED): "Readers see this version at once, in place of the last one.",
    ("publish", State.SCHEDULED): "Readers see this version at once, not at the time that was set.",
    ("publish", State.WITHDRAWN): "Readers see this version at once, at the old address.",
    ("hold", State.SCHEDULED): "It is taken from the schedule and does not go out. "
    + VERBS["hold"].happens,
    ("hold", State.PUBLISHED): "Readers go on seeing the article as it is; to take it from them, "
    "withdraw it. " + VERBS["hold"].happens,
    ("publish", State.HIDDEN): "Readers see this version at once, at the old address.",
    ("reinstate", State.EXPIRED): "Readers see the article again, with the words it had. "
    "Unless the story says another, it has no end.",
    ("schedule", State.SCHEDULED): "It goes out at the time you choose now, in this version.",
}


def story_verb(admin, request, story: Story, verb: str):
    """GET says what will happen; POST does it, once, on the version that was read."""
    if verb not in VERBS:
        raise Http404
    if not story.may(request.user, verb):
        return _forbidden(admin, request, story, verb)
    form = _form(request, story, verb)
    parts = sheet.parts(admin, request, story) if isinstance(form, SheetForm) else []
    if request.method == "POST":
        return _do(admin, request, story, form, parts)
    if form.initial["version"] != story.version or verb not in story.verbs_for(request.user):
        return _stale(admin, request, verb, Stale(story, form.initial["version"]))
    return _page(admin, request, story, form, parts)


def buttons(story: Story, user) -> list[tuple[str, str, bool]]:
    """Return (verb, label, whether it is a usual next step) of what this person may do now."""
    elsewhere = (*taking_down.DOWN, "develop")  # these have pages of their own
    verbs = [verb for verb in story.verbs_for(user) if verb not in elsewhere]
    return [(verb, VERBS[verb].label, verb in NEXT) for verb in verbs]


def _form(request, story: Story, verb: str) -> VerbForm:
    kind = FORMS.get((verb, story.state)) or FORMS.get(verb, VerbForm)
    if request.method == "POST":
        form = kind(request.POST)
    else:
        asked = request.GET.get("version", "")
        version = int(asked[:9]) if asked.isdecimal() else story.version
        state = story.state.value
        form = kind(initial={"version": version, "state": state, **_present(story, verb)})
    form.verb = verb
    form.meet(story, request.user)
    return form


def _present(story: Story, verb: str) -> dict:
    """Return what a form begins with."""
    article = story.article
    until = story.embargoed_until if story.is_embargoed else None
    if verb == "embargo":
        return {"at": until}
    if verb == "release_embargo":
        return {"request": story.release_request and story.release_request.pk}
    if verb == "release_hold":
        return {"hold": story.open_hold and story.open_hold.pk}
    if verb == "expire":
        return {"at": article and article.expires_at}
    at = article.published_at if article else None
    if until and (at is None or at < until):
        at = until
    return {"at": at, "slug": article.slug if article else ""}


def _do(admin, request, story: Story, form: VerbForm, parts: list):
    are_valid = [each.is_valid() for each in (form, *parts)]
    if not all(are_valid):
        return _page(admin, request, story, form, parts)
    verb, version = form.verb, form.cleaned_data["version"]
    if form.cleaned_data["state"] not in ("", story.state):
        # A withdrawal moves no version: what was pressed was meant for what readers had then.
        return _stale(admin, request, verb, Stale(story, version), (form, *parts))
    try:
        with transaction.atomic():
            form.do(story, request.user)
            for part in parts:
                part.save(request)
    # What was done before a refusal is undone in the database alone: the story is read anew.
    except Stale:
        return _stale(admin, request, verb, Stale(story.as_stored(), version), (form, *parts))
    except Refused as refused:
        return _page(admin, request, story.as_stored(), form, parts, refused.problems)
    except PermissionDenied:
        return _forbidden(admin, request, story.as_stored(), verb)
    done = _done(story, verb)
    if verb in seen.SEEN:
        done = format_html("{}{}", done, seen.notice(admin.address("seen", story.pk)))
    messages.success(request, done)
    is_gone = verb in taking_down.DOWN and story.state not in LIVE
    if is_gone:
        return HttpResponseRedirect(admin.address("taken_down", story.pk))
    return HttpResponseRedirect(_back(admin, request, story))


def _page(admin, request, story: Story, form: VerbForm, parts=(), refused: list[Problem] = ()):
    verb = form.verb
    needed = story.missing() if VERBS[verb].needs_all else []
    context = {
        **_context(admin, request, story, verb),
        "form": form,
        "parts": parts,
        "effects": VERBS[verb].effects,
        "happens": happens(story, verb),
        "refused": bool(refused),
        "address": sheet.address(story, verb),
        "zone": timezone.get_current_timezone_name(),
    }
    if isinstance(form, SheetForm):
        context |= sheet.context(story, form, happens)
    problems = list(refused) or story.obstacles(verb) + needed
    context["problems"] = [_linked(admin, request, story, form, each) for each in problems]
    return TemplateResponse(request, form.template, context)


def happens(story: Story, verb: str) -> str:
    """Return what the verb does to this story, in a sentence."""
    return ARTICLE_WORDS.get((verb, story.state), VERBS[verb].happens)


def _stale(admin, request, verb: str, stale: Stale, forms=()):
    """Say who was faster, what they did, and how to go on; what was typed stays to be read."""
    story = stale.story
    _know(request, story)
    changed = [form for form in forms if form.has_changed()]
    fields = [field for form in changed for field in form.visible_fields()]
    words = [{"label": field.label, "text": _chosen(field)} for field in fields]
    context = {
        **_context(admin, request, story, verb),
        "since": [(row, history.said(row)) for row in stale.since],
        "may_again": verb in story.verbs_for(request.user),
        "typed": [field for field in words if field["text"]],
    }
    template = "admin/articles/story/stale.html"
    return TemplateResponse(request, template, context, status=409)


def _know(request, story: Story) -> None:
    """Whoever was shut out a moment ago is told nothing, not even by whom."""
    if not story.may_be_seen_by(request.user):
        raise Http404


def _forbidden(admin, request, story: Story, verb: str):
    _know(request, story)
    context = _context(admin, request, story, verb)
    context["typed"] = typed(list(request.POST.items()))[0]
    template = "admin/articles/story/forbidden.html"
    return TemplateResponse(request, template, context, status=403)


def _context(admin, request, story: Story, verb: str) -> dict:
    back = _back(admin, request, story)
    return {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "story": story,
        "verb": verb,
        "label": VERBS[verb].label,
        "title": VERBS[verb].label,
        "back": back,
        "may_read": back != reverse("admin:index"),
    }


def _back(admin, request, story: Story) -> str:
    """Return where to go on; who may only release a hold has no page of the story."""
    may_read = admin.get_queryset(request).filter(pk=story.pk).exists()
    return admin.address("change", story.pk) if may_read else reverse("admin:index")


def _linked(admin, request, story: Story, form: VerbForm, problem: Problem) -> tuple[str, str]:
    """Return (sentence, where it can be mended): here, at the picture, or on the writing page."""
    if problem.field in form.fields:
        return problem.sentence, f"#id_{problem.field}"
    if problem.field == "story":
        return problem.sentence, ""
    if problem.photo and editable_by(request.user).filter(pk=problem.photo.pk).exists():
        picture = reverse("admin:newsroom_photo_change", args=[problem.photo.pk])
        return problem.sentence, f"{picture}#id_{problem.lack}"
    return problem.sentence, f"{admin.address('change', story.pk)}#field-{problem.field}"


def _chosen(field) -> str:
    """Return what stands in a field, as a person reads it."""
    value, labels = field.value(), dict(getattr(field.field, "choices", ()))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(each, each)) for each in values if each not in (None, ""))


def _done(story: Story, verb: str):
    """Return what to say, with the way to the article if readers can follow it."""
    sentence = f"“{story}”: {VERBS[verb].done}"
    article = story.article
    if article is None or not Article.objects.filter(pk=article.pk).exists():
        return sentence
    return format_html(
        '{} <a href="{}">See it as readers do</a>', sentence, article.get_absolute_url()
    )
