"""The readers' side. Each default manager here yields only what is public now.

Public means: published, its time come, not withdrawn, not expired, by the database's clock. The
condition is written once, in `visible`; no page, feed, count or search has its own.
"""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import pgettext_lazy
from taggit.models import ItemBase

from articles.models.dated import Dated
from articles.models.piece import Credit, Piece, Section, Tag
from authors.models import Author
from newsroom.database import Now, RegConfigField, Vector
from newsroom.database import now as database_now
from newsroom.models import Photo
from newsroom.pages import path_to


def visible(prefix: str = "") -> models.Q:
    """Return the condition under which an article, reached through `prefix`, is public now."""
    stays = models.Q(**{f"{prefix}expires_at__isnull": True})
    return models.Q(
        stays | models.Q(**{f"{prefix}expires_at__gt": Now()}),
        **{f"{prefix}published_at__lte": Now(), f"{prefix}withdrawn_at__isnull": True},
    )


NEVER_LEADS = (Piece.Kind.OBITUARY, Piece.Kind.OPINION, Piece.Kind.ADVERTISEMENT)


class ArticleQuerySet(models.QuerySet):
    def for_cards(self):
        """Leave the long columns in the database; bring what a card shows along."""
        return self.select_related("section", "lead_photo").defer("body", "body_text", "search")

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def to_suggest(self):
        """What a page may offer beside another article. A sensitive one is found, never offered."""
        return self.filter(is_sensitive=False)

    def latest_news(self):
        """What was first published here: an older piece that came later is no news."""
        return self.filter(first_publication=Article.FirstPublication.HERE).newest()

    def able_to_lead(self):
        """Those of which `may_lead` is true."""
        return self.exclude(kind__in=NEVER_LEADS).exclude(section__never_leads=True)

    def pinnable(self):
        """What is public, or will be when its time comes: the desk may give it a place."""
        stays = models.Q(expires_at=None) | models.Q(expires_at__gt=Now())
        return self.nameable().filter(stays, published_at__isnull=False, withdrawn_at=None)

    def nameable(self):
        """What the desk may name to anybody there: a sensitive one only while readers see it."""
        return self.filter(models.Q(is_sensitive=False) | visible())

    def coming(self):
        return self.filter(published_at__gt=Now())

    def before(self, moment, pk: int):
        """The keyset of a page: what stands after the given row in `newest` order."""
        older = models.Q(published_at__lt=moment) | models.Q(published_at=moment, pk__lt=pk)
        return self.filter(older)


class PublicArticles(models.Manager.from_queryset(ArticleQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(visible())


class PublicLinks(models.Manager):
    """Rows that hang on an article: public when it is."""

    def get_queryset(self):
        return super().get_queryset().filter(visible("article__"))


class OverArticles(models.Manager):
    """What was public until its date. Readers are told that date, and nothing else of it."""

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .filter(published_at__lte=Now(), expires_at__lte=Now(), withdrawn_at__isnull=True)
        )


class Article(Dated, Piece):
    """What readers see, or will see when its time comes. Only a story's verbs write it."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    day = models.DateField(help_text="The date in its address, in the zone of that moment.")
    withdrawn_at = models.DateTimeField(null=True)
    is_hidden = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Withdrawn, and nothing is said of it: a court or somebody’s safety asks for it.",
    )
    is_sensitive = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The story’s, kept in step by triggers. It stands in no automatic list.",
    )
    expires_at = models.DateTimeField(null=True)
    embargoed_until = models.DateTimeField(
        null=True, help_text="The story’s, while it is to come: triggers keep it in step."
    )
    developing_until = models.DateTimeField(
        null=True, help_text="Until then pages say “Developing”, if it was not ended before."
    )
    related_ids = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], help_text="As chosen, in order."
    )
    summary = models.TextField(help_text="The standfirst, or the first paragraph’s beginning.")
    body_text = models.TextField()
    search_config = RegConfigField(max_length=63)
    search = models.GeneratedField(
        expression=Vector("search_config", "headline", "standfirst", "body_text"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    pin = None  # its place on a front page, where an editor gave it one
    desk = None  # what the desk shows under its card while a front page is arranged

    objects = PublicArticles()
    over = OverArticles()
    all_objects = models.Manager.from_queryset(ArticleQuerySet)()

    class Meta:
        default_manager_name = "objects"
        permissions = [
            ("publish_article", "Can publish own stories"),
            ("schedule_article", "Can schedule, and give an earlier first publication"),
            ("withdraw_article", "Can withdraw and reinstate, and change an address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "slug"],
                name="article_address_unique",
                violation_error_message="Another article of that day has this address.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(published_at__isnull=False),
                name="article_withdrawn_was_published",
            ),
            models.CheckConstraint(
                condition=models.Q(is_hidden=False) | models.Q(withdrawn_at__isnull=False),
                name="article_hidden_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("published_at")),
                name="article_expires_after_publication",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=False)
                | models.Q(embargoed_until__isnull=True)
                | models.Q(published_at__isnull=True)
                | models.Q(published_at__gte=models.F("embargoed_until")),
                name="article_keeps_embargo",
                violation_error_message="It is under embargo: nothing goes out before its time.",
            ),
            models.CheckConstraint(
                condition=~models.Q(slug="") & ~models.Q(headline=""),
                name="article_has_headline_and_slug",
            ),
        ]
        indexes = [
            # the front page, archives, sitemaps
            models.Index(fields=["published_at", "id"], name="article_newest"),
            # the front page, which leaves out what was published earlier elsewhere
            models.Index(
                fields=["published_at", "id"],
                name="article_news",
                condition=models.Q(first_publication="here"),
            ),
            # the front page's sections
            models.Index(
                fields=["section", "published_at", "id"],
                name="article_news_by_section",
                condition=models.Q(first_publication="here"),
            ),
            # a section's page
            models.Index(fields=["section", "published_at", "id"], name="article_by_section"),
            GinIndex("search", name="article_search"),
            # what is kept from readers and from most of the desk
            models.Index(
                fields=["id"],
                name="article_sensitive",
                condition=models.Q(is_sensitive=True),
            ),
            # the next moment at which a page changes by itself
            models.Index(
                fields=["expires_at"],
                name="article_expiring",
                condition=models.Q(expires_at__isnull=False),
            ),
            # the same, for the word “Developing”
            models.Index(
                fields=["developing_until"],
                name="article_developing",
                condition=models.Q(developing_until__isnull=False),
            ),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        yyyy, mm, dd = self.day.isoformat().split("-")
        return path_to("articles:article", yyyy, mm, dd, self.slug)

    def get_changes_url(self):
        return f"{self.get_absolute_url()}changes/"

    @property
    def may_lead(self) -> bool:
        """Whether it may become the front page's lead by itself. An editor may pin anything."""
        return self.kind not in NEVER_LEADS and not self.section.never_leads

    @property
    def card_headline(self) -> str:
        return (self.pin and self.pin.headline) or super().card_headline

    @property
    def card_kicker(self) -> str:
        """What its place says instead of its section's name."""
        return self.pin.kicker if self.pin else ""

    def is_developing(self, now) -> bool:
        return self.developing_until is not None and self.developing_until > now

    def may_be_seen_by(self, user) -> bool:
        """Whether the desk may name it to anybody: a sensitive one only once readers see it."""
        return not self.is_sensitive or self.is_public(database_now())

    def is_public(self, now) -> bool:
        """The twin of `visible` for a row in hand, at a time of the newsroom's clock."""
        has_come = self.published_at is not None and self.published_at <= now
        is_over = self.expires_at is not None and self.expires_at <= now
        return has_come and not is_over and self.withdrawn_at is None


class Byline(Credit):
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    published_at = models.DateTimeField(null=True)

    objects = PublicLinks()
    all_objects = models.Manager()

    class Meta(Credit.Meta):
        default_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_author_once")
        ]
        indexes = [
            # an author's page
            models.Index(fields=["author", "published_at", "article"], name="byline_by_author")
        ]


class ArticleTag(ItemBase):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="article_tags")
    content_object = models.ForeignKey(
        Article, models.CASCADE, related_name="article_tags", db_column="article_id"
    )
    published_at = models.DateTimeField(null=True)

    class Links(models.Manager):
        def get_queryset(self):
            return super().get_queryset().filter(visible("content_object__"))

    objects = Links()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="article_tag_once")
        ]
        indexes = [
            # a tag's page
            models.Index(fields=["tag", "published_at", "content_object"], name="article_by_tag")
        ]


class ArticlePhoto(models.Model):
    """A picture inside an article's body: what the picture view and deletion ask."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="article_photos")

    objects = PublicLinks()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="article_photo_once")
        ]


class Correction(models.Model):
    """What a reader is told was wrong: dated, on the article, never taken back in silence."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", pgettext_lazy("what was done", "Correction")
        CLARIFICATION = "clarification", pgettext_lazy("what was done", "Clarification")
        UPDATE = "update", pgettext_lazy("what was done", "Update")

    # What comes as an array beside an article's row.
    ROW = {"id": "pk", "kind": "kind", "text": "text", "made_at": "made_at", "amends_id": "amends"}

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField()
    made_at = models.DateTimeField()
    amends = models.OneToOneField("self", models.CASCADE, null=True, related_name="amendment")

    objects = PublicLinks()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_something"),
            models.CheckConstraint(
                condition=models.Q(amends__isnull=True) | ~models.Q(amends=models.F("pk")),
                name="correction_amends_another",
            ),
        ]
        indexes = [
            # the page of all corrections
            models.Index(fields=["made_at", "id"], name="correction_newest")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}"

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#correction-{self.pk}"

    @classmethod
    def of_rows(cls, rows: list[dict]) -> list["Correction"]:
        return [cls(**{**row, "made_at": datetime.fromisoformat(row["made_at"])}) for row in rows]


class Address(models.Model):
    """What a public path leads to when no article lives there any more."""

    class Kind(models.TextChoices):
        GONE = "gone", "Withdrawn (410)"
        MOVED = "moved", "Moved (301)"

    path = models.CharField(max_length=200)
    kind = models.CharField(max_length=5, choices=Kind)
    article = models.ForeignKey(Article, models.CASCADE, related_name="addresses")
    reason = models.TextField(blank=True, help_text="What readers are told.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]  # gone before moved
        constraints = [
            models.UniqueConstraint(fields=["path", "kind"], name="address_leads_one_way"),
            models.CheckConstraint(
                condition=~models.Q(kind="gone") | ~models.Q(reason=""),
                name="address_gone_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.path} ({self.get_kind_display()})"
