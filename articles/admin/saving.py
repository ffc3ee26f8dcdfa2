"""A save of words: only what changed, only on the version it began from, and no text is lost.

Hides how two texts are compared and where the losing one is kept.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from articles.models import Revision, Stale, Story, StoryByline, day
from articles.models.publishing import snapshot

PLAN = ("owner", "assignee", "due_on")  # no part of the words, so of no revision


@dataclass
class Draft:
    """What a person sent: the story as loaded, what was stored then, and the checked forms."""

    story: Story
    stored: dict
    form: object
    bylines: object
    user: object

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
        return [key for key, old in self.stored.items() if not _same(key, old, sent[key])]

    @transaction.atomic
    def save(self, keep_theirs: bool = False) -> bool:
        """Save what changed and say whether anything did. Raises `Stale`, and then saves nothing.

        With `keep_theirs` the stored words, about to be overwritten on purpose, go to the history.
        """
        changed, credits = self.changed(), self.sent["bylines"]
        if not changed:
            return False
        story, version = self.story, self.form.cleaned_data["version"]
        story.claim(self.user, version, ", ".join(map(_named, changed)))
        if keep_theirs:
            story.keep(Revision.Kind.CONFLICT, self.user, content=words_only(self.stored))
        # Only the form's own columns: a verb may have moved the others since the story was read.
        story.save(update_fields=self.form.own_fields())
        if "bylines" in changed:
            _replace_bylines(story, credits)
        if "tags" in changed:
            story.tags.set(self.form.cleaned_data["tags"])
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


def contents(story: Story) -> dict:
    """Return everything a form can change: the revision's words, and whose story it is."""
    values = (story.owner_id, story.assignee_id, story.due_on)
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


def _same(key: str, old, new) -> bool:
    if key == "tags":
        return sorted(map(str.casefold, old)) == sorted(map(str.casefold, new))
    if key == "bylines":
        return _credits(old) == _credits(new)
    return old == new


def _credits(rows: list[dict]) -> list[tuple]:
    """The order's numbers do not matter, only the order."""
    return [(row["author_id"], row["role"]) for row in rows]


def _replace_bylines(story: Story, credits: list[dict]) -> None:
    story.bylines.all().delete()
    StoryByline.objects.bulk_create(StoryByline(story=story, **credit) for credit in credits)
