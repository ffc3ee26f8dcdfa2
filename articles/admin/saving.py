"""A save of words: only what changed, only on the version it began from, and no text is lost.

Hides how two texts are compared and merged, and where the losing one is kept. A page that saves
carries what was stored when it was drawn (`carried`); what comes back is only ever compared.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_plus

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import merging
from articles.models import Revision, Stale, Story, day
from articles.models.publishing import snapshot
from newsroom import html

TEXTS = (*merging.LINES, "standfirst", "body", "lead_caption")
LONGEST_BASE = 1_200_000  # bytes as a form sends them: beside the text itself they must fit in one

PLAN = ("owner", "assignee", "due_on")  # no part of the words, so of no revision


@dataclass
class Draft:
    """What a person sent: the story as loaded, what was stored then, and the checked forms."""

    story: Story
    stored: dict
    form: object
    bylines: object
    user: object

    @property
    def version(self) -> int:
        """The version that the typed text began from."""
        return self.form.cleaned_data["version"]

    @cached_property
    def sent(self) -> dict:
        """The typed words and links, in a revision's shape."""
        content = contents(self.story)
        content["bylines"] = self.bylines.credits()
        content["tags"] = self.form.cleaned_data["tags"]
        return content

    def take_names_as_choice(self) -> None:
        """Who names authors has chosen: only an undecided byline is set by that."""
        if not self.story.byline_choice and self.bylines.credits():
            self.story.byline_choice = Story.BylineChoice.NAMED

    def changed(self) -> list[str]:
        sent = self.sent
        return [key for key, old in self.stored.items() if not merging.is_same(key, old, sent[key])]

    def merged(self, base: str) -> merging.Merge | None:
        """Return the typed text merged with what is stored; None without a readable base."""
        was = _read_base(base, self.version, self.stored)
        return was and merging.merge(was, self.sent, self.stored)

    def take(self, content: dict) -> None:
        """Let a merged content be what is saved, onto the version that is stored now.

        Raises ValidationError, with a sentence, for a body that cannot be stored.
        """
        content = content | {"body": html.clean(content["body"])}
        for key, value in content.items():
            is_row = key in ("bylines", "tags")
            if not is_row and not merging.is_same(key, value, self.sent[key]):
                self.story.set_value(key, value)
        self.sent = content
        self.form.cleaned_data["version"] = self.story.version

    @transaction.atomic
    def save(self, keep_theirs: bool = False) -> bool:
        """Save what changed and say whether anything did. Raises `Stale`, and then saves nothing.

        With `keep_theirs` the stored words, about to be overwritten on purpose, go to the history.
        """
        changed = self.changed()
        if not changed:
            return False
        story = self.story
        story.claim(self.user, self.version, ", ".join(map(_named, changed)))
        if keep_theirs:
            story.keep(Revision.Kind.CONFLICT, self.user, content=words_only(self.stored))
        # Only the form's own columns: a verb may have moved the others since the story was read.
        story.save(update_fields=self.form.own_fields())
        if "bylines" in changed:
            story.credit(self.sent["bylines"])
        if "tags" in changed:
            story.tags.set(self.sent["tags"])
        story.link_photos()
        if "assignee" in changed and story.assignee:
            day.mark(story, [story.assignee], day.Mark.Kind.ASSIGNED, self.user)
        return True

    def set_aside(self) -> None:
        """Keep what was typed in the history, once, before anything else can happen to it."""
        sent = words_only(self.sent)
        kept = self.story.revisions.filter(kind=Revision.Kind.CONFLICT, made_by=self.user)
        if not any(revision.content == sent for revision in kept[:5]):
            self.story.keep(Revision.Kind.CONFLICT, self.user, content=sent)


def carried(story: Story, stored: dict) -> str:
    """Return what a page carries of the stored text it began from; nothing if it is too long."""
    text = json.dumps(stored | {"version": story.version}, ensure_ascii=False)
    return text if len(quote_plus(text)) <= LONGEST_BASE else ""


def contents(story: Story) -> dict:
    """Return everything a form can change: the revision's words, and whose story it is."""
    due_on = story.due_on and story.due_on.isoformat()
    values = (story.owner_id, story.assignee_id, due_on)
    return snapshot(story) | dict(zip(PLAN, values, strict=True))


def words_only(content: dict) -> dict:
    return {key: value for key, value in content.items() if key not in PLAN}


def differing(draft: Draft) -> dict:
    """Return {field: what is stored now} for each field that the typed text differs in."""
    return {key: draft.stored[key] for key in draft.changed()}


def stale(story: Story, version: int) -> Stale | None:
    """Return what is in the way of a save from `version`, as far as a look can tell."""
    is_fresh = story.version == version and story.status != Story.Status.SPIKED
    return None if is_fresh else Stale(story, version)


def _named(key: str) -> str:
    return key.removesuffix("_id").replace("_", " ")


def _read_base(text: str, version: int, stored: dict) -> dict | None:
    """Return what a page carried, if it is of this version and whole; it is no more than claimed.

    An older base would call gone what its writer brought back since.
    """
    try:
        base = json.loads(text)
        if base["version"] != version or not all(_is_like(key, base[key]) for key in stored):
            return None
        json.dumps(base, ensure_ascii=False).encode()
        return base | {"body": html.clean(base["body"])}
    except (ValueError, TypeError, KeyError, RecursionError, ValidationError):
        return None


def _is_like(key: str, value) -> bool:
    if key == "bylines":
        return all(isinstance(row["author_id"], int) and "role" in row for row in value)
    if key == "tags":
        return isinstance(value, list) and all(isinstance(tag, str) for tag in value)
    if key in TEXTS:
        return isinstance(value, str)
    return value is None or isinstance(value, str | int)
