"""Links by which somebody without an account reads a story, and what they say of it.

Only a hash of a link's token is stored, so that nobody who reads the database can follow one. Of a
visit only its hour is kept, as a count: no address, no browser.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils.translation import pgettext_lazy

from articles import passages
from articles.models.history import Revision
from articles.models.publishing import snapshot
from articles.models.workflow import Stale
from newsroom.database import Now

MOST_DAYS = 30
MOST_ANSWERS = 100  # through one link


class Over(Exception):
    """The link ended while somebody was writing an answer."""


class Changed(Exception):
    """The words are no longer those that were read, so that nobody may say they are cleared."""


class TooManyAnswers(Exception):
    """A link has taken all the answers it takes."""


class ShareLinkQuerySet(models.QuerySet):
    def open(self):
        """Neither ended by somebody nor over by its time."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=Now())

    def end(self) -> int:
        return self.update(revoked_at=Now())

    end.alters_data = True

    def by_token(self, token: str):
        """Return the open link, asked by its hash alone: nothing of a story is read to find it."""
        return self.open().filter(token_hash=hash_of(token)).first()


class ShareLink(models.Model):
    """A way for one reader outside to a story's present words, to one version, or to passages."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="share_links")
    label = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    revision = models.ForeignKey(
        Revision,
        models.CASCADE,  # never SET_NULL: a link to one version must not widen to all to come
        null=True,
        related_name="+",
        help_text="Without one, the link shows the present words.",
    )
    passages = ArrayField(models.CharField(max_length=10), default=list, db_default=[])
    is_watermarked = models.BooleanField(default=False)
    may_answer = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(label=""), name="share_link_has_label"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at"))
                & models.Q(expires_at__lte=models.F("created_at") + timedelta(days=MOST_DAYS)),
                name="share_link_ends_within_30_days",
            ),
            # In other words the same numbers would be other passages.
            models.CheckConstraint(
                condition=models.Q(passages=[]) | models.Q(revision__isnull=False),
                name="share_link_passages_of_a_version",
            ),
        ]

    def __str__(self):
        return self.label

    @classmethod
    def make(cls, story, by, token: str, days: int, of: Revision | int | None = None, **choices):
        """Make a link, or return the one this very token made: a second press makes no second.

        `of` says what it shows: a revision; the present version, by its number, which is kept as a
        revision; or without it the present words, whatever they become. Raises `Stale` when the
        story is no longer of that version, or spiked, or sensitive: its row is locked, so that no
        link is born while it is being spiked, shut or taken down.
        """
        with transaction.atomic():
            story = type(story).objects.select_for_update(of=("self",)).get(pk=story.pk)
            if made := cls.objects.filter(token_hash=hash_of(token)).first():
                return made
            is_moved = isinstance(of, int) and of != story.version
            if is_moved or story.is_sensitive or story.status == story.Status.SPIKED:
                raise Stale(story, of if is_moved else story.version)
            link = cls(story=story, token_hash=hash_of(token), created_by=by, **choices)
            link.revision = link.kept(of)
            link.expires_at = Now() + timedelta(days=days)
            link.save()
            link.note("share", by)
        link.refresh_from_db()
        return link

    make.__func__.alters_data = True

    def kept(self, of: Revision | int | None) -> Revision | None:
        """Return the kept words that the link stays with; of the present version it keeps them."""
        if not isinstance(of, int):
            return of
        return self.story.keep(Revision.Kind.NAMED, self.created_by, f"Shared as “{self.label}”")

    kept.alters_data = True

    def end(self, by) -> bool:
        """End it at once; return whether it was still open."""
        with transaction.atomic():
            ended = type(self).objects.open().filter(pk=self.pk).end()
            if ended:
                self.note("end_share", by)
        return bool(ended)

    end.alters_data = True

    def note(self, verb: str, by) -> None:
        """Record in the story's history who shared it, or no longer does."""
        story = self.story
        story.transitions.create(
            verb=verb,
            version=story.version,
            before=story.status,
            after=story.status,
            note=self.label,
            made_by=by,
        )

    note.alters_data = True

    def content(self) -> dict:
        """Return what the link shows, as a revision holds it: nothing else of the story."""
        whole = self.revision.content if self.revision else snapshot(self.story)
        return passages.chosen(whole, self.passages)

    def answer(self, read: str, verdict: str, note: str) -> "ShareAnswer":
        """Keep an answer with the words it was given to, which `read` names.

        The link's row is locked: a second press finds the first one's answer, and a link that is
        just being ended takes none. Raises Over, Changed, or TooManyAnswers.
        """
        with transaction.atomic():
            link = type(self).objects.open().select_for_update().filter(pk=self.pk).first()
            if link is None:
                raise Over
            if passages.fingerprint(link.content()) != read:
                raise Changed
            given = {"read": read, "verdict": verdict, "note": note}
            if known := link.answers.filter(**given).first():
                return known
            if link.answers.count() >= MOST_ANSWERS:
                raise TooManyAnswers
            return link.answers.create(revision=link.words_read(read), **given)

    answer.alters_data = True

    def words_read(self, read: str) -> Revision:
        """Return the kept text that was read; of the present words one is kept now."""
        if self.revision:
            return self.revision
        earlier = self.answers.filter(read=read).select_related("revision").first()
        if earlier:
            return earlier.revision
        return self.story.keep(Revision.Kind.NAMED, self.created_by, f"Read by “{self.label}”")

    words_read.alters_data = True


class ShareVisit(models.Model):
    """How often a link was opened within an hour. Nothing else is known of a visit."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="visits")
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-hour"]
        constraints = [
            models.UniqueConstraint(fields=["link", "hour"], name="share_visit_hour_once")
        ]

    @classmethod
    def count_one(cls, link: ShareLink) -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ONE, [link.pk])

    count_one.__func__.alters_data = True


COUNT_ONE = """
    INSERT INTO articles_sharevisit AS visit (link_id, hour, count)
    VALUES (%s, date_trunc('hour', newsroom_now(), 'UTC'), 1)
    ON CONFLICT (link_id, hour) DO UPDATE SET count = visit.count + 1
"""


class ShareAnswer(models.Model):
    """What somebody outside said of exactly the words that stood before them."""

    class Verdict(models.TextChoices):
        CLEARED = "cleared", pgettext_lazy("answer to a shared text", "Cleared")
        NOT_CLEARED = "not_cleared", pgettext_lazy("answer to a shared text", "Not cleared")
        NOTE = "note", pgettext_lazy("answer to a shared text", "Note")

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="answers")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    read = models.CharField(max_length=64, help_text="The fingerprint of the words that were read.")
    verdict = models.CharField(max_length=11, choices=Verdict)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="note") | ~models.Q(note=""),
                name="share_answer_note_says_something",
            )
        ]

    def __str__(self):
        return f"{self.link}: {self.get_verdict_display()}"

    def has_changed(self, present: dict) -> bool:
        """Whether the story's present words (a `snapshot`) differ from what was read."""
        return passages.differ(self.revision.content, present, self.link.passages)


def hash_of(token: str) -> str:
    """Return what is stored of a token. It has 256 random bits: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
