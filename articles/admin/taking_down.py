"""Taking an article down: the page that asks which of four ways, and what to do after it.

Each way is a verb of the story with a page of its own. What readers, machines and other sites have
copied nobody can recall from here; the second page says what that is and whom to ask.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.models import Story
from articles.models.transitions import LIVE, WITHDRAW, State
from newsroom import dates


@dataclass(frozen=True)
class Way:
    """One of the four, as the desk reads it."""

    verb: str
    label: str
    readers: str


WAYS = (
    Way(
        "take_back",
        "Published by mistake",
        "The story is a draft again. At its address there is nothing, as if it had never been.",
    ),
    Way(
        "withdraw",
        "Withdrawn, with a reason",
        "At its address readers find the date and the reason you give, and nothing else.",
    ),
    Way(
        "hide",
        "A court or somebody’s safety asks for it",
        "At its address there is nothing, and nothing is said. Editors read why in the history.",
    ),
    Way(
        "expire",
        "Over by its date",
        "From the time you choose, or now, readers are told until when it was available.",
    ),
)
DOWN = tuple(way.verb for way in WAYS)
AFTER = (State.WITHDRAWN, State.HIDDEN, State.EXPIRED)
NOT_YOURS = "An editor can do this."
TOO_LATE = "You can do this within ten minutes of publication. An editor always can."
NOT_NOW = "This does not fit how it was taken down already."
LETTER = """\
Dear colleagues,

on {at} we took down an article that was at this address:
{address}

{request}

{name}{contact}
"""
REQUEST = (
    "Please take down every copy, preview, headline and picture of it that you hold or show, and "
    "do not pass it on. Please write to us when that is done."
)


def choose(admin, request, story: Story):
    """Ask which way; each leads to its verb's own page, on the version that is read here."""
    if story.article is None or story.state not in (*LIVE, *AFTER):
        raise Http404
    context = {
        **_context(admin, request, story),
        "title": "Take down",
        "ways": [(way, _against(story, request.user, way.verb)) for way in WAYS],
    }
    return TemplateResponse(request, "admin/articles/story/take_down.html", context)


def after(admin, request, story: Story):
    """Tell what cannot be recalled, with a letter to those who may hold a copy."""
    at = _taken_down_at(story)
    if at is None:
        raise Http404
    address = settings.NEWSROOM_URL + story.article.get_absolute_url()
    context = {
        **_context(admin, request, story),
        "title": "What cannot be recalled",
        "address": address,
        "letter": _letter(request.site, address, at),
        "at": at,
    }
    return TemplateResponse(request, "admin/articles/story/taken_down.html", context)


def _taken_down_at(story: Story):
    """Return since when readers no longer have it, if they ever had."""
    if story.article is None or story.state in LIVE:
        return None
    if story.state == State.EXPIRED:
        return story.article.expires_at
    done = story.transitions.filter(verb__in=DOWN).first()
    return done and done.made_at


def _against(story: Story, user, verb: str) -> str:
    """Return why this person cannot do it now, or nothing."""
    if not story.may(user, verb):
        return NOT_YOURS
    if verb not in story.verbs_for(user):
        return NOT_NOW
    is_late = verb == "take_back" and not user.has_perm(WITHDRAW) and not story.is_fresh
    return TOO_LATE if is_late else ""


def _letter(site, address: str, at) -> str:
    local = timezone.localtime(at)
    return LETTER.format(
        at=dates.moment(local),
        address=address,
        request=REQUEST,
        name=site.name,
        contact=f"\n{site.contact_email}" if site.contact_email else "",
    )


def _context(admin, request, story: Story) -> dict:
    return {**admin.admin_site.each_context(request), "opts": admin.opts, "story": story}
