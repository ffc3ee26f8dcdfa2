"""A legal hold: nothing of a story goes out or is erased until a named person says so.

Triggers hold it as well (migration `0003_holding`), so that no command, shell or SQL gets around
it. What readers see already stays as it is; it can be withdrawn.
"""

from functools import cached_property

from django.conf import settings
from django.db import models

from articles.models import publishing
from articles.models.history import Revision
from articles.models.transitions import State
from articles.models.workflow import Problem, _need
from newsroom import database

# What brings something to readers.
FROZEN = ("publish", "schedule", "update_scheduled", "reinstate", "correct", "move", "develop")


class LegalHold(models.Model):
    """Why a story is held, who set it, and who may release it: nobody else may."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="holds")
    note = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=database.Now())
    releasers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    release_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                name="legal_hold_one_open",
                condition=models.Q(released_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True, released_by__isnull=True)
                | models.Q(released_at__isnull=False, released_by__isnull=False)
                & ~models.Q(release_note=""),
                name="legal_hold_released_with_a_note",
            ),
            models.CheckConstraint(condition=~models.Q(note=""), name="legal_hold_says_why"),
        ]

    def __str__(self):
        return f"Legal hold set by {self.set_by}"

    @cached_property
    def named(self) -> list:
        return list(self.releasers.order_by("pk"))

    @property
    def names(self) -> str:
        return ", ".join(map(str, self.named))


class Holding(models.Model):
    """The story's side of it."""

    class Meta:
        abstract = True

    @cached_property
    def open_hold(self) -> LegalHold | None:
        return self.holds.filter(released_at=None).select_related("set_by").first()

    @property
    def is_on_hold(self) -> bool:
        """A list brings the answer along (`newsroom_hold`)."""
        known = getattr(self, "newsroom_hold", None)
        return self.open_hold is not None if known is None else known

    def hold(self, by, version: int, releasers, note: str) -> None:
        """Hold the story as it is now: the words are kept, and what was scheduled stays here."""
        with self._doing("hold", by, version, note) as done:
            _need(note.strip(), "note", "Say why, for those who come after you.")
            releasers = list(releasers)
            may = bool(releasers) and all(user.is_active and user.is_staff for user in releasers)
            _need(may, "releasers", "Name at least one colleague who may release it.")
            if self.state == State.SCHEDULED:
                publishing.unschedule(self)
                self._record("unschedule", by, self.status, "The legal hold took it from there.")
            done.revision = self.keep(Revision.Kind.HELD, by)
            hold = self.holds.create(note=done.note, set_by=by)
            hold.releasers.set(releasers)
            self.forget_hold()
            done.note = f"{done.note}\nTo be released by {hold.names} only."

    def release_hold(self, by, version: int, hold: int, note: str) -> None:
        """Let the story go on: the very hold that was read, by somebody whom it names."""
        with self._doing("release_hold", by, version, note) as done:
            held, hold = hold, self.open_hold
            other = "Another hold was set since this page was opened. Read it first."
            _need(hold.pk == held, "story", other)
            _need(note.strip(), "note", "Say why it may go on.")
            hold.released_by, hold.released_at = by, database.now()
            hold.release_note = done.note
            hold.save(update_fields=["released_by", "released_at", "release_note"])
            self.forget_hold()

    hold.alters_data = release_hold.alters_data = True

    def may(self, user, verb: str) -> bool:
        """A hold is released by those it names, whatever their role; by no other."""
        if verb == "release_hold":
            hold = self.open_hold
            is_there = user.is_active and user.is_staff
            return is_there and hold is not None and user in hold.named
        return super().may(user, verb)

    def obstacles(self, verb: str) -> list[Problem]:
        found = super().obstacles(verb)
        if verb in FROZEN and self.open_hold:
            who = f"To be released by {self.open_hold.names} only."
            found.append(Problem("story", f"It is on legal hold: nothing of it goes out. {who}"))
        return found

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self.forget_hold()

    def forget_hold(self) -> None:
        for name in ("open_hold", "newsroom_hold"):
            self.__dict__.pop(name, None)

    def _allows(self, verb: str, state: State, status: str) -> bool:
        if verb in ("hold", "release_hold") and (self.open_hold is None) != (verb == "hold"):
            return False
        return super()._allows(verb, state, status)
