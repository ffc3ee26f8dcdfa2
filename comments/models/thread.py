"""On which terms an article is talked about: the paper's default, an article's own, listed words.

Terms are no part of a revision: what is chosen holds at once. A story without an article can have
its own already; the database hands the row over when the article is made (migration 0002).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import OuterRef, Subquery

from articles.models import Article, Story
from articles.models.article import PublicLinks
from newsroom.database import Now
from newsroom.prepared import Prepared

LONGEST_DAYS = 3650


class Mode(models.TextChoices):
    OPEN = "open", "Open"
    PREMODERATED = "premoderated", "Each comment is read first"
    CLOSED = "closed", "Closed"


class Choice(models.Model):
    """A mode, and for how many days after publication comments are taken."""

    mode = models.CharField(max_length=12, choices=Mode, default=Mode.OPEN)
    closes_after = models.PositiveSmallIntegerField(
        "closes after",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)],
        help_text="Days after publication. Left empty, it never closes by itself.",
    )

    class Meta:
        abstract = True


class Policy(Choice):
    """The paper's own rules: one row, for every article without terms of its own."""

    longest = models.PositiveIntegerField(
        "longest comment",
        default=5000,
        validators=[MinValueValidator(100), MaxValueValidator(20_000)],
        help_text="In characters.",
    )
    most_links = models.PositiveSmallIntegerField(
        "links without a look", default=2, help_text="A comment with more of them is held."
    )
    per_address = models.PositiveIntegerField(
        "comments from one address",
        default=10,
        validators=[MinValueValidator(1)],
        help_text="In ten minutes. Many readers can share one address.",
    )
    per_article = models.PositiveIntegerField(
        "comments on one article",
        default=300,
        validators=[MinValueValidator(1)],
        help_text="In ten minutes.",
    )

    class Meta:
        verbose_name = "house rules"
        verbose_name_plural = "house rules"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="policy_one_row")]

    def __str__(self):
        return "House rules"

    @classmethod
    def current(cls) -> "Policy":
        """Return the one row; an emptied table gives the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Thread(Choice):
    """An article's own terms. Without a row the paper's rules hold."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="+", editable=False)
    article = models.OneToOneField(
        Article, models.CASCADE, null=True, related_name="+", editable=False
    )

    objects = PublicLinks()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"

    def __str__(self):
        return self.get_mode_display()

    @classmethod
    def choose(cls, story: Story, mode: str, closes_after: int | None) -> "Thread":
        """Give a story's conversation terms of its own, from now on."""
        with transaction.atomic():
            # A publication of the same story waits, so that its article is never missed.
            row = Story.objects.select_for_update().only("article_id").get(pk=story.pk)
            terms = {"mode": mode, "closes_after": closes_after, "article_id": row.article_id}
            return cls.all_objects.update_or_create(story=row, defaults=terms)[0]

    @classmethod
    def follow_the_paper(cls, story: Story) -> None:
        """Take the own terms away: the paper's rules hold from now on."""
        cls.all_objects.filter(story=story).delete()

    choose.alters_data = follow_the_paper.alters_data = True


@dataclass(frozen=True)
class Terms:
    """What holds for one public article at one moment."""

    mode: Mode
    closes_at: datetime | None
    is_closed: bool
    count: int = 0  # the comments that readers see

    @classmethod
    def of(cls, article: int, counted: bool = False) -> "Terms | None":
        """Return the terms of a public article, in one query; None if it is not public.

        Only a page needs the comments counted, which takes as long as there are comments.
        """
        rows = _counted(article=article) if counted else _terms(article=article)
        return cls.from_choices(*rows[0]) if rows else None

    @classmethod
    def from_choices(cls, published_at, own_mode, own_days, mode, days, now, count=0) -> "Terms":
        mode = Mode(own_mode or mode or Mode.OPEN)
        days = own_days if own_mode else days
        closes_at = published_at + timedelta(days=days) if days else None
        is_over = closes_at is not None and closes_at <= now
        return cls(mode, closes_at, mode == Mode.CLOSED or is_over, count or 0)


def _columns(article):
    thread = Thread.objects.filter(article=OuterRef("pk"))
    policy = Policy.objects.filter(pk=1)
    columns = {
        "own_mode": Subquery(thread.values("mode")),
        "own_days": Subquery(thread.values("closes_after")),
        "mode": Subquery(policy.values("mode")),
        "days": Subquery(policy.values("closes_after")),
        "now": Now(),
    }
    found = Article.objects.filter(pk=article).annotate(**columns)
    return found.values_list("published_at", *columns)


@Prepared
def _terms(article):
    return _columns(article)


@Prepared
def _counted(article):
    from comments.models.comment import Comment  # it needs this module's models

    readable = Comment.objects.filter(article=OuterRef("pk")).order_by().values("article")
    count = Subquery(readable.annotate(n=models.Count("pk")).values("n"))
    return _columns(article).annotate(count=count)


class ListedWord(models.Model):
    """A word or phrase that makes a moderator look, or that is not taken at all."""

    class Action(models.TextChoices):
        HOLD = "hold", "Hold for a moderator"
        REFUSE = "refuse", "Refuse, and say so"

    word = models.CharField(
        "word or phrase",
        max_length=80,
        unique=True,
        help_text="Found as a whole word, whatever its case and accents.",
    )
    action = models.CharField(max_length=6, choices=Action, default=Action.HOLD)

    class Meta:
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(word=""), name="listed_word_not_empty")
        ]

    def __str__(self):
        return self.word
