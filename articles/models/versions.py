"""Versions that a person keeps by name, and old words made the working copy again.

Hides what of an old version can still be had: what is gone since is told in sentences.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from articles.models.history import Revision
from articles.models.piece import Section
from articles.models.publishing import KEPT, snapshot
from articles.models.transitions import SCHEDULE
from articles.models.workflow import Problem, Refused, Stale
from authors.models import Author
from newsroom import html
from newsroom.models import Photo

DATES = ("earlier_date", "earlier_time", "expires_at")
# What moves no story on: the words alone are meant.
OF_WORDS = ("edit", "name", "bring_back")


class Versions(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def name_version(self, by, version: int, name: str) -> Revision:
        """Keep the words as they are, under a name. Raises `Stale` if they are others by now."""
        if not name.strip():
            sentence = "Give the version a name by which you will find it, such as “To the lawyer”."
            raise Refused([Problem("name", sentence)])
        known = type(self).objects.select_for_update().filter(pk=self.pk, version=version)
        if not known.exists():
            raise Stale(self.as_stored(), version)
        kept = self.keep(Revision.Kind.NAMED, by, name=name.strip())
        self.transitions.create(
            verb="name",
            version=version,
            before=self.status,
            after=self.status,
            note=kept.name,
            revision=kept,
            made_by=by,
        )
        return kept

    @transaction.atomic
    def bring_back(self, by, version: int, revision: Revision) -> list[str]:
        """Make a kept version's words the working copy, and return what could not be had again.

        What is replaced is kept first. The live article stays as it is. Raises `Stale`.
        """
        before = snapshot(self)
        content, sentences = _what_is_left(self, revision.content, by)
        if content == {key: before[key] for key in content}:
            raise Refused([Problem("story", "These are the words that the story has now.")])
        self.claim(by, version, f"{revision}", verb="bring_back")
        kept = self.revisions.create(
            kind=Revision.Kind.RESTORED, version=version, content=before, made_by=by
        )
        self.transitions.filter(verb="bring_back", version=self.version).update(revision=kept)
        self._write(content)
        return sentences

    def set_value(self, key: str, value) -> None:
        """Set a column to a value as a revision holds it."""
        field = type(self)._meta.get_field(key.removesuffix("_id"))
        setattr(self, field.attname, field.to_python(value))

    for _verb in (name_version, bring_back, set_value):
        _verb.alters_data = True
    del _verb

    def _write(self, content: dict) -> None:
        columns = [key for key in content if key in KEPT]
        for key in columns:
            self.set_value(key, content[key])
        self.save(update_fields=[key.removesuffix("_id") for key in columns])
        if "bylines" in content:
            self.credit(content["bylines"])
        if "tags" in content:
            self.tags.set(content["tags"])
        self.link_photos()


def _what_is_left(story, content: dict, by) -> tuple[dict, list[str]]:
    """Return what of a kept content can be set by this person, and sentences about the rest."""
    content = {key: value for key, value in content.items() if key in (*KEPT, "bylines", "tags")}
    sentences = []
    if not by.has_perm(SCHEDULE):
        sentences += _leave_dates(story, content)
    sentences += _leave_gone(content)
    if "body" in content:
        try:
            content["body"] = html.clean(content["body"])
        except ValidationError as error:
            raise Refused([Problem("body", error.message)]) from error
        there = Photo.objects.values_list("token", flat=True)
        tokens = set(html.photo_tokens(content["body"]))
        if tokens - set(there.filter(token__in=tokens)):
            sentences.append("A picture in its text is no longer there: put another in its place.")
    return content, sentences


def _leave_dates(story, content: dict) -> list[str]:
    """Dates are an editor's: nobody sets them by bringing words back."""
    now = snapshot(story)
    old = {key: content.pop(key) for key in DATES if key in content}
    if all(now[key] == value for key, value in old.items()):
        return []
    return ["The dates of publication stayed as they are: an editor sets them."]


def _leave_gone(content: dict) -> list[str]:
    sentences = []
    if not _is_there(Section, content.get("section_id")):
        del content["section_id"]
        sentences.append("The section it had is no longer there: the present one stays.")
    if not _is_there(Photo, content.get("lead_photo_id")):
        content["lead_photo_id"], content["lead_caption"] = None, ""
        sentences.append("Its lead picture is no longer there: choose another.")
    if "bylines" in content:
        credits = content["bylines"]
        there = Author.objects.in_bulk([credit["author_id"] for credit in credits])
        content["bylines"] = [credit for credit in credits if credit["author_id"] in there]
        if len(content["bylines"]) < len(credits):
            sentences.append("An author it named is no longer there: look the byline over.")
    return sentences


def _is_there(model, pk: int | None) -> bool:
    return pk is None or model.objects.filter(pk=pk).exists()
