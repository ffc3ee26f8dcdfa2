"""A sensitive story: seen by the people it names, and for everybody else it is not there.

What a user may see is decided in one place, `StoryQuerySet.open_to`; `may_be_seen_by` is its twin.
Triggers hold what code could forget: that the owner is always named, that no link leads outside,
that the article carries the mark (migration `0012_sensitive`), and that comments are read first or
closed (migration `0004_sensitive` of comments).
"""

from functools import cached_property

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from articles.models import day
from articles.models.article import Article
from articles.models.edition import Edition
from articles.models.presence import Presence
from articles.models.transitions import LET_IN, State
from articles.models.workflow import Problem, Refused, _need
from newsroom import database, html
from newsroom.models import Photo, User

WRITE = "articles.change_story"


class StoryPerson(models.Model):
    """Somebody who may see a sensitive story. There are rows only while it is one."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(db_default=database.Now())

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["story", "user"], name="story_person_once")]

    def __str__(self):
        return str(self.user)


class Sensitive(models.Model):
    """The story's side of it: the switch, what was chosen with it, and the verbs."""

    class Comments(models.TextChoices):
        """As the modes of a thread, which this storey does not know."""

        HELD = "premoderated", "Each comment is read first"
        CLOSED = "closed", "Closed"

    is_sensitive = models.BooleanField(default=False, db_default=False, editable=False)
    comments_while_sensitive = models.CharField(
        max_length=12, choices=Comments, blank=True, db_default="", editable=False
    )
    originals_kept_because = models.TextField(blank=True, db_default="", editable=False)

    class Meta:
        abstract = True

    @cached_property
    def people(self) -> list[User]:
        """Who may see it, in the order in which they were named."""
        return [row.user for row in self.named.select_related("user")]

    def may_be_seen_by(self, user) -> bool:
        """The twin of `open_to` for a row in hand. Mail asks it, too."""
        return not self.is_sensitive or any(user.pk == person.pk for person in self.people)

    def mark_sensitive(
        self, by, version: int, people, comments: str, note: str = "", kept_because: str = ""
    ) -> None:
        """Shut the story to all but these people, its owner and who says so, in one transaction.

        Readers lose its earlier wordings and every shared link ends, for good. The originals of
        its pictures go, unless there is a reason to keep them.
        """
        with self._doing("mark_sensitive", by, version, note) as done:
            known = comments in self.Comments.values
            _need(known, "comments", "Choose whether comments are read first or closed.")
            self._name({by, self.owner, *people}, by)
            self._save_sensitive(True, comments, kept_because.strip())
            self.share_links.open().end()
            if self.article:
                Edition.all_objects.of(self.article).hide(Edition.Reason.SAFETY)
            self._forget_others()
            self.guard_photos(of_history=True)
            done.note = "\n".join(filter(None, (*self._said(), done.note)))

    def name_people(self, by, version: int, added=(), removed=(), note: str = "") -> None:
        """Name more people, or fewer. The owner stays; whom to add the page offers."""
        with self._doing("name_people", by, version, note) as done:
            added = [user for user in added if not self.may_be_seen_by(user)]
            removed = [user for user in removed if self.may_be_seen_by(user)]
            _need(added or removed, "added", "Tick who comes to the list, or who leaves it.")
            owner = "It is the owner’s story: give it to somebody else first."
            _need(self.owner not in removed, "removed", owner)
            said = [f"Added: {_listed(added)}."] * bool(added)
            said += [f"Taken off: {_listed(removed)}."] * bool(removed)
            self.named.filter(user__in=removed).delete()
            self._name(added, by)
            self._forget_others()
            done.note = "\n".join(filter(None, (*said, done.note)))

    def clear_sensitive(self, by, version: int, note: str) -> None:
        """Let colleagues see it again. What was ended, hidden or destroyed stays so."""
        with self._doing("clear_sensitive", by, version, note) as done:
            _need(note.strip(), "note", "Say why it is sensitive no more, for the history.")
            done.note = f"It was seen by {_listed(self.people)}.\n{done.note}"
            self._save_sensitive(False)
            self.named.all().delete()
            self._forget_people()
            others = type(self).objects.filter(is_sensitive=True)
            leads = others.filter(lead_photo=models.OuterRef("pk"))
            inside = others.filter(story_photos__photo=models.OuterRef("pk"))
            free = self.photos(of_history=True).exclude(models.Exists(leads))
            free.exclude(models.Exists(inside)).update(is_confidential=False)

    def let_in(self, by, reason: str) -> None:
        """Name an administrator who asks for it. It is recorded, and those who are named are told.

        So a newsroom is never locked out of its own story, and nobody gets in unseen.
        """
        if not by.has_perm(LET_IN):
            raise PermissionDenied
        _need(reason.strip(), "reason", "Say why. Everybody who is named reads it.")
        with transaction.atomic():
            closed = type(self).objects.select_for_update(of=("self",)).filter(is_sensitive=True)
            story = closed.filter(pk=self.pk).first()
            if story is None or story.may_be_seen_by(by):
                return
            before = story.people
            story.named.create(user=by, named_by=by)
            story._forget_people()
            story._record("let_in", by, story.status, reason.strip())
            day.mark(story, before, day.Mark.Kind.LET_IN, by)
        self._forget_people()

    for _verb in (mark_sensitive, name_people, clear_sensitive, let_in):
        _verb.alters_data = True
    del _verb

    def photos(self, of_history: bool = False):
        """The pictures of the working copy and of the article; with all kept versions if asked."""
        contents = [{"body": self.body, "lead_photo_id": self.lead_photo_id}]
        if self.article_id:
            rows = Article.all_objects.filter(pk=self.article_id)
            contents += rows.values("body", "lead_photo_id")
        if of_history:
            contents += self.revisions.values_list("content", flat=True)
        tokens = {t for each in contents for t in html.photo_tokens(each.get("body") or "")}
        leads = {each.get("lead_photo_id") for each in contents} - {None}
        return Photo.objects.filter(models.Q(pk__in=leads) | models.Q(token__in=tokens))

    def guard_photos(self, of_history: bool = False) -> None:
        """Take its pictures from the library of everybody else, and destroy their originals."""
        photos = self.photos(of_history)
        photos.filter(is_confidential=False).update(is_confidential=True)
        if not self.originals_kept_because:
            photos.destroy_originals()

    guard_photos.alters_data = True

    def may(self, user, verb: str) -> bool:
        """Nobody does anything to a story that they may not see, whatever their role."""
        return self.may_be_seen_by(user) and super().may(user, verb)

    def hold(self, by, version: int, releasers, note: str) -> None:
        releasers = list(releasers)
        if not all(map(self.may_be_seen_by, releasers)):
            sentence = "The story is sensitive: name only people who may see it."
            raise Refused([Problem("releasers", sentence)])
        super().hold(by, version, releasers, note)

    def release_hold(self, by, version: int, hold: int, note: str) -> None:
        """What the hold kept of its pictures goes now."""
        with transaction.atomic():
            super().release_hold(by, version, hold, note)
            if self.is_sensitive:
                self.guard_photos(of_history=True)

    hold.alters_data = release_hold.alters_data = True

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._forget_people()

    def _allows(self, verb: str, state: State, status: str) -> bool:
        if verb in ("name_people", "clear_sensitive") and not self.is_sensitive:
            return False
        if verb == "mark_sensitive" and self.is_sensitive:
            return False
        return super()._allows(verb, state, status)

    def _check_state(self, verb: str, by, version: int, status: str) -> None:
        """Somebody may have shut it while this person's page was open."""
        if not self.may_be_seen_by(by):
            raise PermissionDenied
        super()._check_state(verb, by, version, status)

    def _learn(self, fresh, by) -> None:
        """A save that was under way when the story was shut guards its pictures, or is refused."""
        super()._learn(fresh, by)
        self.is_sensitive = fresh.is_sensitive
        self.originals_kept_because = fresh.originals_kept_because
        self._forget_people()
        if not self.may_be_seen_by(by):
            raise PermissionDenied

    def _name(self, people, by) -> None:
        rows = [StoryPerson(story=self, user=user, named_by=by) for user in people]
        self.named.bulk_create(sorted(rows, key=lambda row: row.user_id), ignore_conflicts=True)
        self._forget_people()
        day.mark(self, people, day.Mark.Kind.NAMED, by)

    def _save_sensitive(self, is_it: bool, comments: str = "", kept_because: str = "") -> None:
        columns = {"is_sensitive": is_it, "comments_while_sensitive": comments}
        columns["originals_kept_because"] = kept_because
        type(self).objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)

    def _forget_others(self) -> None:
        """Nothing calls or shows those who may not see it any more."""
        others = ~models.Q(user__in=[person.pk for person in self.people])
        self.marks.filter(others, seen_at=None).delete()
        Presence.objects.filter(others, story=self).delete()

    def _said(self) -> list[str]:
        comments = self.Comments(self.comments_while_sensitive).label.lower()
        kept = self.originals_kept_because
        originals = f"Originals kept: {kept}" if kept else "Originals of its pictures destroyed."
        return [f"Seen by {_listed(self.people)}.", f"Comments: {comments}.", originals]

    def _forget_people(self) -> None:
        self.__dict__.pop("people", None)


def _listed(people) -> str:
    return ", ".join(map(str, people))
