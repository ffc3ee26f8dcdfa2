"""What may be done to a story, by whom, in which state; and that only one of two people does it.

Every verb carries the version it was pressed on. The story's row is claimed by one UPDATE that
names that version and the status; zero rows, or a state that no longer allows the verb, means that
someone was faster: `Stale` says who did what. Nothing else assigns a status.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

from articles.models import changing, day, publishing
from articles.models.article import Article
from articles.models.changing import Change
from articles.models.edition import Edition
from articles.models.history import Revision, Transition
from articles.models.transitions import (
    EDIT_ANY,
    KEEP_STATUS,
    PUBLISH_FROM,
    STATUSES,
    TAKE_BACK_MINUTES,
    TRANSITIONS,
    WITHDRAW,
    State,
    Status,
)
from newsroom import database
from newsroom.models import Photo


@dataclass(frozen=True)
class Problem:
    """What is missing, in a sentence, and the field where it can be mended; a picture's own words
    are mended at the picture, in the field that `lack` names.
    """

    field: str
    sentence: str
    photo: Photo | None = None
    lack: str = ""


class Refused(Exception):
    """A verb could not be done; everything that stands in its way, at once."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(" ".join(problem.sentence for problem in problems))


class Stale(Exception):
    """Someone was faster: the story is no longer what the verb was pressed on."""

    def __init__(self, story, version: int):
        self.story = story
        # A verb is pressed on the version it records; an edit records the version it made.
        later = models.Q(version__gt=version) | models.Q(version=version) & ~models.Q(verb="edit")
        since = Transition.objects.filter(later, story=story.pk).select_related("made_by")
        self.since = list(since[:20])
        super().__init__("The story changed since this page was opened.")


class Workflow(models.Model):
    """A story's status and version, and the verbs that move them."""

    Status = Status
    State = State

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    published_version = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def state(self) -> State:
        return self._state_of(self.status)

    @property
    def has_unpublished_changes(self) -> bool:
        return self.article_id is not None and self.version != self.published_version

    @property
    def is_fresh(self) -> bool:
        """Published so lately that its writer can undo it."""
        age = database.now() - self.article.published_at
        return age.total_seconds() <= TAKE_BACK_MINUTES * 60

    def may(self, user, verb: str) -> bool:
        """Whether the roles let this user do it to this story, whatever its state."""
        allowed = user.has_perm(TRANSITIONS[verb].permission)
        return allowed and (user.has_perm(EDIT_ANY) or self.is_own(user))

    def verbs_for(self, user) -> list[str]:
        """Return what this user can do to the story now, in the table's order."""
        state = self.state
        verbs = [verb for verb in TRANSITIONS if self._allows(verb, state, self.status)]
        return [
            verb for verb in verbs if self.may(user, verb) and self._may_from(user, verb, state)
        ]

    def missing(self) -> list[Problem]:
        """Return all that publication still needs; a draft needs nothing."""
        return [Problem(*each) for each in publishing.missing(self)]

    def obstacles(self, verb: str) -> list[Problem]:
        """Return what forbids a verb whatever the words are: `Embargo` and `Holding` add to it."""
        return []

    def claim(self, by, version: int, fields: str = "", verb: str = "edit") -> None:
        """Take the right to save new words: the first statement of every save.

        Raises `Stale`. A story changed after its approval goes back into review. `verb` is what
        the history calls it. The saves of one person’s sitting share
        a row of the history (`TransitionQuerySet.edited`).
        """
        approved = models.When(status=Status.APPROVED, then=models.Value(Status.IN_REVIEW))
        rows = type(self).objects.filter(pk=self.pk, version=version).exclude(status=Status.SPIKED)
        claimed = rows.update(
            version=models.F("version") + 1,
            status=models.Case(approved, default=models.F("status")),
            changed_at=database.Now(),
            changed_by=by,
        )
        if not claimed:
            raise Stale(self.as_stored(), version)
        before = self.status
        fresh = self.as_stored()
        self.version, self.status = fresh.version, fresh.status
        self.changed_at, self.changed_by = fresh.changed_at, by
        self._learn(fresh, by)
        if verb == "edit":
            Transition.objects.edited(self, by, before, fields)
        else:
            self._record(verb, by, before, fields)

    claim.alters_data = True

    def keep(self, kind: str, by, name: str = "", content: dict | None = None) -> Revision:
        """Keep a snapshot of the words as they are, or of the given ones."""
        content = publishing.snapshot(self) if content is None else content
        return self.revisions.create(
            kind=kind, name=name, version=self.version, content=content, made_by=by
        )

    keep.alters_data = True

    def submit(self, by, version: int, note: str = "") -> None:
        with self._doing("submit", by, version, note) as done:
            done.revision = self.keep(Revision.Kind.HANDED_OVER, by)

    def send_back(self, by, version: int, note: str) -> None:
        with self._doing("send_back", by, version, note):
            _need(note.strip(), "note", "Say what should change, so that the writer can go on.")

    def approve(self, by, version: int, note: str = "") -> None:
        with self._doing("approve", by, version, note) as done:
            done.revision = self.keep(Revision.Kind.APPROVED, by)

    def spike(self, by, version: int, note: str = "") -> None:
        with self._doing("spike", by, version, note):
            sentence = "This story was public once; it stays as a draft."
            _need(self.article_id is None, "story", sentence)
            self.share_links.open().end()

    def restore(self, by, version: int, note: str = "") -> None:
        with self._doing("restore", by, version, note):
            pass

    def publish(
        self,
        by,
        version: int,
        note: str = "",
        change: str = "update",
        text: str = "",
        hidden_because: str = "",
        confirmed: bool = False,
    ) -> None:
        """Bring the words to readers now: the first time, as a change, or after a withdrawal.

        What is said of a change (its kind, what readers are told, why they may not see the earlier
        wording any more, that a small fix is one) counts only where there is something to change.
        """
        with self._doing("publish", by, version, note) as done:
            self._refuse_unless_complete()
            if self.is_sensitive:
                hidden_because = hidden_because or Edition.Reason.SAFETY
            said = Change(change, text.strip(), hidden_because, confirmed)
            is_change = self.state == State.CHANGED
            if is_change:
                self._refuse_unless_fits(said)
                done.note = "\n".join(filter(None, (f"{said}.", done.note)))
            done.revision = self.keep(Revision.Kind.PUBLISHED, by)
            if is_change:
                changing.publish(self, database.now(), said)
            else:
                publishing.publish(self, database.now())

    def schedule(self, by, version: int, at, note: str = "") -> None:
        """Bring the words to readers at a time to come. Editing goes on in the working copy."""
        with self._doing("schedule", by, version, note) as done:
            self._refuse_unless_complete()
            _need(at > database.now(), "at", "Choose a time that is still to come.")
            self._refuse_early(at)
            older = "A piece first published earlier goes out at once: publish it now."
            _need(self.earlier_date is None, "at", older)
            over = "It would be over before it begins: move “public until”."
            _need(self.expires_at is None or at < self.expires_at, "at", over)
            done.revision = self.keep(Revision.Kind.PUBLISHED, by)
            publishing.schedule(self, at)

    def update_scheduled(self, by, version: int, note: str = "") -> None:
        """Let what goes out be the working copy as it is now."""
        with self._doing("update_scheduled", by, version, note) as done:
            self._refuse_unless_complete()
            done.revision = self.keep(Revision.Kind.PUBLISHED, by)
            publishing.schedule(self, self.article.published_at)

    def unschedule(self, by, version: int, note: str = "") -> None:
        with self._doing("unschedule", by, version, note):
            publishing.unschedule(self)

    def correct(self, by, version: int, kind: str, text: str, amends: int | None = None) -> None:
        """Tell readers what was wrong, on the article, at once, or tell them better than before."""
        with self._doing("correct", by, version, text):
            _need(text.strip(), "text", "Say what was wrong and what is right.")
            earlier = changing.amended(self.article, amends) if amends else None
            gone = "Somebody amended it meanwhile. Choose again what this text replaces."
            _need(earlier or not amends, "amends", gone)
            self.article.corrections.create(
                kind=kind, text=text.strip(), made_at=database.now(), amends=earlier
            )

    def take_back(self, by, version: int, note: str = "") -> None:
        """Undo a publication by mistake: a draft again, and 404. Late, it takes an editor."""
        with self._taking_down("take_back", by, version, note):
            late = "It has been public for more than ten minutes. An editor can take it down."
            _need(self.is_fresh or by.has_perm(WITHDRAW), "story", late)
            publishing.take_back(self)

    def withdraw(self, by, version: int, reason: str) -> None:
        """Take the article from readers and tell them why, at its address."""
        with self._taking_down("withdraw", by, version, reason):
            _need(reason.strip(), "reason", "Tell readers why the article is gone.")
            publishing.withdraw(self.article, reason.strip())

    def hide(self, by, version: int, reason: str) -> None:
        """Take the article from readers without a word. Only the history's editors read why."""
        with self._taking_down("hide", by, version, reason):
            _need(reason.strip(), "reason", "Say why. Editors alone read it, in the history.")
            publishing.hide(self.article)

    def expire(self, by, version: int, at=None, note: str = "") -> None:
        """Set until when readers see the article; without a time, it is over now."""
        now = database.now()
        with self._doing("expire", by, version, note):
            _need(at is None or at > now, "at", "Choose a time to come, or leave it empty for now.")
            publishing.set_end(self, at or now)
            if at is None:
                self.share_links.open().end()

    def reinstate(self, by, version: int, note: str = "") -> None:
        with self._doing("reinstate", by, version, note):
            publishing.reinstate(self)

    def move(self, by, version: int, slug: str) -> None:
        """Give the article another slug; the old address leads to the new one."""
        with self._doing("move", by, version) as done:
            done.note = f"{self.article.slug} → {slug}"
            problem = publishing.move(self.article, slug)
            _need(not problem, "slug", problem)

    for _verb in (submit, send_back, approve, spike, restore, publish, schedule, correct, move):
        _verb.alters_data = True
    for _verb in (update_scheduled, unschedule, take_back, withdraw, hide, expire, reinstate):
        _verb.alters_data = True
    del _verb

    @contextmanager
    def _doing(self, verb: str, by, version: int, note: str = ""):
        """Check who, claim the row, check the state on the claimed row, record the transition."""
        if not self.may(by, verb):
            raise PermissionDenied
        note = note.strip()
        with _rules_in_words(), transaction.atomic():
            before = self.status
            after = before if verb in KEEP_STATUS else TRANSITIONS[verb].to
            if not (self._may_try(verb) and self._known_rows(version).update(status=after)):
                raise Stale(self.as_stored(), version)
            self.refresh_from_db()
            self.__dict__.pop("newsroom_time", None)  # a list's clock is too old to decide by
            self._check_state(verb, by, version, before)
            if problems := self.obstacles(verb):
                raise Refused(problems)
            done = Transition(verb=verb, story=self, before=before, after=after, note=note)
            yield done
            done.version, done.made_by = self.version, by
            done.save()
            day.mark_after(self, verb, by)

    @contextmanager
    def _taking_down(self, verb: str, by, version: int, note: str):
        """Who reads the story by a link without an account loses it with the readers."""
        with self._doing(verb, by, version, note) as done:
            yield done
            self.share_links.open().end()

    def _may_try(self, verb: str) -> bool:
        return self._allows(verb, self.state, self.status)

    def _known_rows(self, version: int):
        """The story's row, if it is still as this object knows it."""
        return type(self).objects.filter(
            pk=self.pk,
            version=version,
            status=self.status,
            article=self.article_id,
            published_version=self.published_version,
        )

    def _check_state(self, verb: str, by, version: int, status: str) -> None:
        state = self._state_of(status)
        if not self._allows(verb, state, status):
            raise Stale(self.as_stored(), version)
        if not self._may_from(by, verb, state):
            raise PermissionDenied

    def _allows(self, verb: str, state: State, status: str) -> bool:
        statuses = STATUSES.get(verb)
        if verb == "submit" and state == State.PUBLISHED:
            return False  # there is nothing new to read
        if verb == "spike" and self.article_id:
            return False
        if verb == "update_scheduled" and not self.has_unpublished_changes:
            return False
        return state in TRANSITIONS[verb].states and (statuses is None or status in statuses)

    def _may_from(self, user, verb: str, state: State) -> bool:
        permission = PUBLISH_FROM.get(state) if verb == "publish" else None
        return permission is None or user.has_perm(permission)

    def _state_of(self, status: str) -> State:
        article = self.article
        if article is None or article.published_at is None or status == Status.SPIKED:
            return State(status)
        if article.withdrawn_at:
            return State.HIDDEN if article.is_hidden else State.WITHDRAWN
        now = getattr(self, "newsroom_time", None) or database.now()
        if article.published_at > now:
            return State.SCHEDULED
        if not article.is_public(now):
            return State.EXPIRED
        return State.CHANGED if self.has_unpublished_changes else State.PUBLISHED

    def _refuse_unless_complete(self) -> None:
        if problems := self.missing():
            raise Refused(problems)

    def _refuse_unless_fits(self, change: Change) -> None:
        if problems := changing.problems(self, change):
            raise Refused([Problem(field, sentence) for field, sentence in problems])

    def _record(self, verb: str, by, before: str, note: str = "") -> None:
        self.transitions.create(
            verb=verb, version=self.version, before=before, after=self.status, note=note, made_by=by
        )

    def _learn(self, fresh, by) -> None:
        """Take over what may have come over the story since it was read: `Sensitive` adds to it."""

    def as_stored(self):
        """Return the story as the database has it."""
        return type(self).objects.select_related("article", "changed_by").get(pk=self.pk)


def _need(condition, field: str, sentence: str) -> None:
    if not condition:
        raise Refused([Problem(field, sentence)])


@contextmanager
def _rules_in_words():
    """What the database refuses by a rule of ours is a refusal like any other."""
    try:
        yield
    except IntegrityError as error:
        sentence = database.sentence_of(error, Article)
        if not sentence:
            raise
        raise Refused([Problem("story", sentence)]) from error
