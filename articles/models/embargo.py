"""An embargo: the time before which nothing of a story reaches readers, whoever presses what.

The database holds it, too. The article carries the time while it is still to come; a CHECK refuses
a publication before it, and a trigger an earlier time that two editors did not agree on (migration
`0003_holding`).
"""

from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from articles.models.transitions import State
from articles.models.workflow import Problem, Refused, _need
from newsroom import database
from newsroom.models import Site

MINUTES_FOR_A_SLIP = 10  # the migration's trigger knows it, too
EARLY = ("publish", "reinstate")  # what goes out at once


class EarlyRelease(models.Model):
    """One editor's wish to release an embargo before its time, and another's yes.

    It is open while `until` is still the story's time: any other time ends it.
    """

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="early_releases")
    until = models.DateTimeField(help_text="The embargo it is about.")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=database.Now())
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                name="early_release_one_open",
                condition=models.Q(released_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True, released_at__isnull=True)
                | models.Q(released_by__isnull=False, released_at__isnull=False)
                & ~models.Q(released_by=models.F("asked_by")),
                name="early_release_takes_two",
                violation_error_message="An early release takes two different editors.",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="early_release_says_why"),
        ]

    def __str__(self):
        return f"Early release asked by {self.asked_by}"


class Embargo(models.Model):
    """The story's side of it: the time, who set it, and the verbs."""

    embargoed_until = models.DateTimeField(null=True, editable=False)
    # Who set it where none stood, and when; empty once somebody else has moved it.
    embargo_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    embargo_set_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_embargoed(self) -> bool:
        if self.embargoed_until is None:
            return False
        return self.embargoed_until > (getattr(self, "newsroom_time", None) or database.now())

    @cached_property
    def release_request(self) -> EarlyRelease | None:
        """The open wish to release the embargo early."""
        open_ones = self.early_releases.filter(released_at=None, until=self.embargoed_until)
        return open_ones.select_related("asked_by").first()

    def embargo(self, by, version: int, until, note: str) -> None:
        """Set the time, move it later, or mend one's own slip; `until=None` lifts it."""
        with self._doing("embargo", by, version, note) as done:
            _need(note.strip(), "note", "Say why, for the history.")
            self._check_embargo(by, until)
            done.note = f"{_until(until)}. {note.strip()}"
            self.early_releases.all().delete()
            self._save_embargo(until, *self._setter(by, until))

    def ask_release(self, by, version: int, note: str) -> None:
        """Ask another editor to release the embargo before its time."""
        with self._doing("ask_release", by, version, note) as done:
            _need(note.strip(), "note", "Say why it should go out early.")
            until = self.embargoed_until
            self.early_releases.all().delete()
            self.early_releases.create(until=until, reason=done.note, asked_by=by)
            self._forget()

    def release_embargo(self, by, version: int, request: int, note: str = "") -> None:
        """Say yes, as another editor, to the very request that was read."""
        with self._doing("release_embargo", by, version, note) as done:
            wish = self.release_request
            other = "The request changed since this page was opened. Read it anew, then decide."
            _need(wish.pk == request, "story", other)
            alone = "You asked for it yourself. Another editor has to release it."
            _need(wish.asked_by_id != by.pk, "story", alone)
            wish.released_by, wish.released_at = by, database.now()
            wish.save(update_fields=["released_by", "released_at"])
            done.note = f"{wish.asked_by} asked: {wish.reason}\n{done.note}".strip()
            self._save_embargo(None)

    for _verb in (embargo, ask_release, release_embargo):
        _verb.alters_data = True
    del _verb

    def obstacles(self, verb: str) -> list[Problem]:
        found = super().obstacles(verb)
        if verb in EARLY and self.is_embargoed:
            found.append(Problem("story", f"{self.embargo_sentence} Schedule it for then."))
        return found

    @property
    def embargo_sentence(self) -> str:
        return f"It is under embargo until {moment(self.embargoed_until)}."

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._forget()

    def _allows(self, verb: str, state: State, status: str) -> bool:
        if verb == "ask_release" and not (self.is_embargoed and self.release_request is None):
            return False
        if verb == "release_embargo" and not (self.is_embargoed and self.release_request):
            return False
        return super()._allows(verb, state, status)

    def _refuse_early(self, at) -> None:
        """Refuse a time before the embargo's."""
        if self.is_embargoed and at < self.embargoed_until:
            raise Refused(
                [Problem("at", f"{self.embargo_sentence} Choose that time or a later one.")]
            )

    def _check_embargo(self, by, until) -> None:
        present = self.embargoed_until if self.is_embargoed else None
        _need(until or present, "at", "Choose the time before which nothing goes out.")
        _need(until is None or until > database.now(), "at", "Choose a time that is still to come.")
        _need(until != present, "at", "That is its time already.")
        is_earlier = present and (until is None or until < present)
        two = "An earlier time, or none, takes two editors: choose “Ask for early release”."
        _need(not is_earlier or self._is_own_slip(by), "at", two)
        if until and self.state == State.SCHEDULED and self.article.published_at < until:
            goes_out = f"It goes out {moment(self.article.published_at)}, before that."
            sentence = f"{goes_out} Schedule it later, or take it from the schedule first."
            raise Refused([Problem("at", sentence)])

    def _is_own_slip(self, by) -> bool:
        """Whether this person set it, where none stood, only just now."""
        if self.embargo_set_by_id != by.pk or self.embargo_set_at is None:
            return False
        return database.now() - self.embargo_set_at < timedelta(minutes=MINUTES_FOR_A_SLIP)

    def _setter(self, by, until) -> tuple:
        if until is None:
            return None, None
        if not self.is_embargoed:
            return by, database.now()
        is_same = self.embargo_set_by_id == by.pk
        return (by, self.embargo_set_at) if is_same else (None, None)

    def _save_embargo(self, until, set_by=None, set_at=None) -> None:
        columns = {"embargoed_until": until, "embargo_set_by": set_by, "embargo_set_at": set_at}
        type(self).objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)
        self._forget()

    def _forget(self) -> None:
        self.__dict__.pop("release_request", None)


def moment(at) -> str:
    """A time as a sentence says it, in the site's zone: `24 November 2026, 06:00 CET`."""
    local = at.astimezone(ZoneInfo(Site.current().zone))
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def _until(at) -> str:
    return f"Until {moment(at)}" if at else "Lifted"
