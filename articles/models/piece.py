"""What both sides of a piece share: its words, where it belongs, who stands in its byline."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from authors.models import Author
from newsroom.choices import direction, label, languages
from newsroom.models import Photo
from newsroom.pages import path_to
from newsroom.slugs import slugify

# First path segments that lead elsewhere; a test compares them with the resolver and the contract.
RESERVED_SLUGS = (
    "about",
    "accounts",
    "admin",
    "authors",
    "comments",
    "corrections",
    "feed",
    "favicon-ico",
    "healthz",
    "media",
    "news-sitemap",
    "readyz",
    "robots-txt",
    "search",
    "share",
    "sitemap",
    "static",
    "tags",
)


class Section(models.Model):
    """A part of the paper. One that is in use cannot be deleted."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")
    never_leads = models.BooleanField(
        "never leads by itself",
        default=False,
        db_default=False,
        help_text="For death notices, say: its articles lead the front page only where an editor "
        "pins them there.",
    )

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS)
                & ~models.Q(slug__regex=r"^[0-9]{4}$")
                & ~models.Q(slug=""),
                name="section_slug_leads_nowhere_else",
                violation_error_message=(
                    "This address is taken by another part of the site. Choose another slug."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("articles:section", self.slug)

    def merge_into(self, other: "Section", by, reason: str) -> None:
        """Move all it has to another section and go; its addresses lead there. Raises `Refused`."""
        from articles.models.sections import merge  # it needs the models that need this one

        merge(self, other, by, reason)

    merge_into.alters_data = True


class Tag(TagBase):
    """A subject that runs through sections. Its slug is never empty, whatever its script.

    One that is a series holds its parts together: each leads to the others.
    """

    is_series = models.BooleanField(
        "a series",
        default=False,
        db_default=False,
        help_text="Articles with this tag are its parts: a box on each leads to the others.",
    )

    class Meta:
        ordering = ["name"]

    def get_absolute_url(self):
        return path_to("articles:tag", self.slug)

    def slugify(self, tag, i=None):
        slug = slugify(tag)
        return slug if i is None else f"{slug}-{i}"


class Piece(models.Model):
    """The words of a piece and what is said about them."""

    class Kind(models.TextChoices):
        # Translators: kinds of articles, as words that stand over a headline.
        NEWS = "news", _("News")
        ANALYSIS = "analysis", _("Analysis")
        OPINION = "opinion", _("Opinion")
        INTERVIEW = "interview", _("Interview")
        REVIEW = "review", _("Review")
        EXPLAINER = "explainer", _("Explainer")
        LIVE = "live", pgettext_lazy("kind of article", "Live")
        OBITUARY = "obituary", _("Obituary")
        ADVERTISEMENT = "advertisement", _("Advertisement")

    headline = models.CharField(max_length=300, blank=True)
    short_headline = models.CharField(
        max_length=120, blank=True, help_text="For cards. Left empty, the headline is used."
    )
    share_title = models.CharField(
        max_length=160,
        blank=True,
        help_text="For search engines and shared links. Left empty, the headline is used.",
    )
    standfirst = models.TextField(
        blank=True, help_text="Left empty, cards use the first paragraph."
    )
    body = models.TextField(blank=True)
    place = models.CharField("place line", max_length=80, blank=True)
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NEWS)
    language = models.CharField(max_length=12, choices=languages, default="en")
    lead_photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lead picture"
    )
    lead_caption = models.TextField(
        "lead picture’s caption", blank=True, help_text="Left empty, the picture’s own is used."
    )

    class Meta:
        abstract = True

    @property
    def kind_label(self) -> str:
        """The word that must stand on everything but news, else nothing."""
        return "" if self.kind == self.Kind.NEWS else label(self.Kind, self.kind)

    @property
    def card_headline(self) -> str:
        return self.short_headline or self.headline

    @property
    def title_to_share(self) -> str:
        title = self.share_title or self.headline
        if not self.kind_label:
            return title
        # Translators: a kind of article, such as “Analysis”, before its headline.
        return gettext("{kind}: {title}").format(kind=self.kind_label, title=title)

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def caption(self) -> str:
        return self.lead_caption or (self.lead_photo.caption if self.lead_photo else "")


class Credit(models.Model):
    """An author's place in the byline of a piece."""

    class Role(models.TextChoices):
        TEXT = "text", pgettext_lazy("role in a byline", "Text")
        BOTH = "both", pgettext_lazy("role in a byline", "Text and pictures")
        PICTURES = "pictures", pgettext_lazy("role in a byline", "Pictures")
        REPORTING = "reporting", pgettext_lazy("role in a byline", "Additional reporting")
        TRANSLATION = "translation", pgettext_lazy("role in a byline", "Translation")

    author = models.ForeignKey(Author, models.PROTECT)
    role = models.CharField(max_length=12, choices=Role, default=Role.TEXT)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"
