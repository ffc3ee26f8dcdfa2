"""What a page says when somebody else saved first: what was merged, and what must be chosen.

Hides how conflicts are asked about in a plain form, and how people are named: one's own second tab
is never somebody else.
"""

from django.template.response import TemplateResponse
from django.utils.text import get_text_list

from articles import blocks, worddiff
from articles.admin import history
from articles.merging import SIDES, Conflict, Merge
from articles.models import Stale, Story
from articles.models.versions import OF_WORDS
from newsroom.models import User

OWN_TAB = "your other tab"
PREFIX = "choice-"


def choices(sent, merged: Merge) -> dict:
    """Return {conflict's name: side} as far as the form that was sent says."""
    found = {each.name: sent.get(f"{PREFIX}{each.name}", "") for each in merged.conflicts}
    return {
        each.name: _possible(each, found[each.name])
        for each in merged.conflicts
        if found[each.name] in SIDES
    }


def was_chosen(request) -> bool:
    """Whether the typed text was chosen over one that is stored, which it may never have known."""
    return request.POST.get("_keep") == "mine"


def loses_theirs(merged: Merge, chosen: dict) -> bool:
    """Whether a choice sets aside words that are stored now."""
    return any(chosen.get(each.name) == "mine" for each in merged.conflicts)


def who(story: Story, version: int, user) -> str:
    """Return whose changes came since `version`, as a sentence names them."""
    rows = story.transitions.filter(verb__in=OF_WORDS, version__gt=version)
    people = User.objects.filter(pk__in=rows.order_by().values("made_by")).order_by("first_name")
    names = [OWN_TAB if person.pk == user.pk else str(person) for person in people]
    return get_text_list(names, "and") or "somebody else"


def said(merged: Merge, others: str) -> str:
    """Return what came from whom and fits together, such as “your headline, Ada Berg’s tags”."""
    own, other = _listed(merged.mine), _listed(merged.theirs)
    parts = [f"your {own}"] * bool(own) + [f"{_whose(others)} {other}"] * bool(other)
    return ", ".join(parts)


def page(admin, request, draft, merged: Merge, stale: Stale, version: int):
    """Show each place that both changed, with a choice; one press saves the result."""
    story = admin.story(request, stale.story.pk)  # the form left the typed words in the other
    others = who(story, version, draft.user)
    clashes = [_clash(each, merged) for each in merged.conflicts]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": str(story),
        "story": story,
        "others": others,
        "whose": _whose(others),
        "clashes": clashes,
        "merged": said(merged, others),
        "since": [(row, history.said(row)) for row in stale.since if row.version > version],
        "form": draft.form,
        "bylines": draft.bylines,
        "base": request.POST.get("base", ""),
        "was_chosen": was_chosen(request),
    }
    template = "admin/articles/story/conflict.html"
    return TemplateResponse(request, template, context, status=409)


def _possible(conflict: Conflict, side: str) -> str:
    return "mine" if side == "both" and not _offers_both(conflict) else side


def _offers_both(conflict: Conflict) -> bool:
    if conflict.is_body or not conflict.can_take_both():
        return conflict.is_body
    longest = Story._meta.get_field(conflict.keys[0]).max_length or 2000
    return len(conflict.taken("both")[0]) <= longest


def _clash(conflict: Conflict, merged: Merge) -> dict:
    offers_both = _offers_both(conflict)
    return {
        "name": f"{PREFIX}{conflict.name}",
        "label": _label(conflict, merged),
        "mine": _drawn(conflict, conflict.mine),
        "theirs": _drawn(conflict, conflict.theirs),
        "offers_both": offers_both,
        "checked": "both" if conflict.is_body else "mine",
    }


def _label(conflict: Conflict, merged: Merge) -> str:
    if not conflict.is_body:
        return " and ".join(history.label(key) for key in conflict.keys)
    at = merged.pieces.index(conflict)
    before = next((p for p in reversed(merged.pieces[:at]) if isinstance(p, str)), "")
    beginning = " ".join(worddiff.plain(before).split()[:8])
    return f"Text, after “{beginning}…”" if beginning else "Text, at the beginning"


def _drawn(conflict: Conflict, side: list):
    """Return one side's text with its changes to what both began from."""
    if conflict.is_body:
        old, new = blocks.joined(conflict.base), blocks.joined(side)
        return worddiff.compared(old, new) or worddiff.plain(new)
    key, text = conflict.keys[0], isinstance(side[0], str)
    if text and isinstance(conflict.base[0], str) and len(conflict.keys) == 1:
        was, now = (history.worded(key, value) for value in (conflict.base[0], side[0]))
        return worddiff.compared_text(was, now)
    shown = [history.worded(key, value) for key, value in zip(conflict.keys, side, strict=True)]
    return ", ".join(part for part in shown if part)


def _whose(others: str) -> str:
    return f"{others}’s"


def _listed(counts: dict) -> str:
    names = [_counted(key, count) for key, count in counts.items()]
    return get_text_list(sorted(names), "and")


def _counted(key: str, count: int) -> str:
    if key == "body":
        return f"{count} paragraph{'s' if count > 1 else ''}"
    return history.label(key).lower()
