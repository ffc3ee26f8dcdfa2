"""A mistake that a reader reports: under which wording, what became of it, and what they are told.

`Report.objects` yields those of articles that are public now. A verb names the state it starts
from in its UPDATE: zero rows mean that somebody was faster.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from articles.models import Article, Correction, Edition, Story
from articles.models.article import PublicLinks
from articles.models.day import Note
from comments.models.comment import DAYS_TO_KEEP_ADDRESSES
from newsroom.database import Now

QUOTED = 600  # characters of a passage that go into the story's note


def new_token() -> str:
    return secrets.token_hex(16)


class Settled(Exception):
    """Somebody was faster: the report is not open any more."""

    def __init__(self, report: "Report"):
        self.report = report
        super().__init__(f"This report is settled already: {report.get_state_display().lower()}.")


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Report.State.OPEN)

    def known_to(self, user):
        """Of stories that this person may work on: a sensitive one only if it names them."""
        stories = Story.objects.editable_by(user).filter(article__isnull=False)
        return self.filter(article__in=stories.values("article"))

    def forget_addresses(self) -> int:
        """Erase the e-mail addresses that have served their time; return how many."""
        since = Now() - timedelta(days=DAYS_TO_KEEP_ADDRESSES)
        return self.exclude(email="").filter(made_at__lt=since).update(email="")

    forget_addresses.alters_data = True


class PublicReports(PublicLinks.from_queryset(ReportQuerySet)):
    """Of articles that are public now."""


class Report(models.Model):
    """What a reader says is wrong. Staff settle it and never edit it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CORRECTED = "corrected", "Corrected"
        NO_CHANGE = "no_change", "No change"

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    wording = models.PositiveIntegerField(default=1)  # the edition that the reader saw
    passage = models.TextField(blank=True)
    text = models.TextField()
    email = models.EmailField(blank=True)  # for a question; editors alone see it, for 30 days
    fingerprint = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True)  # a correction was begun for it
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why nothing changed, as the reader is told
    correction = models.ForeignKey(Correction, models.SET_NULL, null=True, related_name="+")

    objects = PublicReports()
    all_objects = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        default_manager_name = "objects"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "fingerprint"], name="report_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="report_says_something"),
            models.CheckConstraint(
                condition=~models.Q(state="no_change") | ~models.Q(reason=""),
                name="report_unchanged_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at__isnull=True)
                | ~models.Q(state="open") & models.Q(settled_at__isnull=False),
                name="report_settled_at_a_time",
            ),
        ]
        indexes = [
            # what waits, and what waits under one article
            models.Index(
                fields=["article", "id"], name="report_open", condition=models.Q(state="open")
            ),
            # what is to be erased
            models.Index(
                fields=["made_at"], name="report_with_email", condition=~models.Q(email="")
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return reverse("comments:receipt", args=[self.token])

    @classmethod
    def take_in(cls, article: Article, wording: int, passage: str, text: str, email: str):
        """Keep a report; the same one sent again is the first one.

        The fingerprint is keyed: nobody can try addresses on it once the e-mail is erased.
        """
        sent = f"{email.lower()}\n{passage}\n{text}"
        fingerprint = salted_hmac("comments.report", sent, algorithm="sha256").hexdigest()
        words = {"passage": passage, "text": text, "email": email, "wording": wording}
        key = {"article": article, "fingerprint": fingerprint}
        report, is_new = cls.all_objects.get_or_create(**key, defaults=words)
        if is_new:
            cls.all_objects.forget_addresses()
        return report

    def start(self, by, story: Story) -> None:
        """Begin a correction: the story's notes say what for, and the next correction is linked.

        The note calls nobody, whatever names the reader wrote.
        """
        is_first = self._open().filter(started_at=None)
        if is_first.update(started_by=by, started_at=Now()):
            quoted = f"“{self.passage[:QUOTED]}”\n" if self.passage else ""
            said = f"A reader reports a mistake:\n{quoted}{self.text[:QUOTED]}"
            Note.objects.create(story=story, text=said, made_by=by)
        elif not self._open().exists():
            raise Settled(self.as_stored())

    def leave(self, by, reason: str) -> None:
        """Settle it without a change; the reader reads why."""
        self._settle(by, self.State.NO_CHANGE, reason=reason)

    def answer(self, by, correction: Correction) -> None:
        """Settle it by a correction that is there already."""
        self._settle(by, self.State.CORRECTED, correction=correction)

    def as_stored(self) -> "Report":
        return Report.all_objects.get(pk=self.pk)

    def as_read(self) -> Edition | Article | None:
        """Return the words as the reader saw them; None if they were hidden since."""
        editions = Edition.all_objects.of(self.article)
        found = editions.filter(number=self.wording).first()
        if found:
            return found if found.is_shown else None
        return Article.all_objects.only("headline", "standfirst", "body").get(pk=self.article_id)

    def _settle(self, by, state: str, **said) -> None:
        words = {"settled_by": by, "settled_at": Now(), **said}
        if not self._open().update(state=state, **words):
            raise Settled(self.as_stored())

    def _open(self):
        return Report.all_objects.filter(pk=self.pk).open()

    for _verb in (start, leave, answer):
        _verb.alters_data = True
    del _verb
    take_in.__func__.alters_data = True


def latest_wording(article: Article) -> int:
    """Return the number of the wording that readers see now."""
    return Edition.objects.of(article).aggregate(number=models.Max("number"))["number"] or 1
