"""Everything an article's page shows, gathered in as few queries as it takes.

The desk's preview fills the same class from a story (`articles.preview`), so that one template
draws both.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from articles.models import Article, ArticleTag, Byline, Correction, Tag
from articles.models.piece import Credit
from newsroom import html, pictures
from newsroom.models import Photo

MORE = 4
BODY_SIZES = "(min-width: 64rem) 42rem, 100vw"


@dataclass(frozen=True)
class ArticlePage:
    article: Article
    credits: list[Credit]
    tags: list[Tag]
    corrections: list[Correction]
    photos: dict[str, Photo]
    more: list[Article]
    picture_root: str = pictures.PUBLIC
    is_preview: bool = False

    @classmethod
    def at(cls, day: date, slug: str) -> "ArticlePage | None":
        """Return the page of the article that is public at this address now."""
        found = list(_articles().filter(day=day, slug=slug))
        return cls.of(found[0]) if found else None

    @classmethod
    def of(cls, article: Article) -> "ArticlePage":
        tokens = html.photo_tokens(article.body)
        return cls(
            article=article,
            credits=list(_credits().filter(article=article.pk)),
            tags=[Tag(**row) for row in article.tag_rows],
            corrections=[_correction(row) for row in article.correction_rows],
            photos={p.token: p for p in Photo.objects.filter(token__in=tokens)} if tokens else {},
            more=list(_more(article)),
        )

    @cached_property
    def body(self):
        """The text as readers see it: anchored headings, and each picture with its credit."""
        return html.render(self.article.body, self._drawn)

    @property
    def authors(self) -> list:
        return [credit.author for credit in self.credits]

    @property
    def boxes(self) -> list:
        """The authors who have something to say about themselves, under the text."""
        told = ("short_bio", "job_title", "full_bio", "portrait_id")
        return [a for a in self.authors if any(getattr(a, field) for field in told)]

    def _drawn(self, token: str, alt: str) -> str:
        photo = self.photos.get(token)
        if photo is None:
            return ""
        picture = pictures.draw(photo, BODY_SIZES, alt or photo.alt, self.picture_root)
        return picture + pictures.credit(photo)


@cache
def _articles():
    """The query for one article, built once: only the address differs.

    Tags and corrections come as arrays beside the article's own row, with no query of their own.
    """
    tags = ArticleTag.objects.filter(content_object=OuterRef("pk")).order_by("pk")
    corrections = Correction.objects.filter(article=OuterRef("pk")).order_by("made_at", "pk")
    row = JSONObject(kind="kind", text="text", made_at="made_at")
    return (
        Article.objects.select_related("section", "lead_photo")
        .defer("body_text", "search")
        .annotate(
            tag_rows=ArraySubquery(tags.values(row=JSONObject(name="tag__name", slug="tag__slug"))),
            correction_rows=ArraySubquery(corrections.values(row=row)),
        )
        .order_by()
    )


@cache
def _credits():
    return Byline.objects.select_related("author__portrait")


@cache
def _cards():
    return Article.objects.for_cards().newest()


def _correction(row: dict) -> Correction:
    return Correction(**{**row, "made_at": datetime.fromisoformat(row["made_at"])})


def _more(article: Article):
    """The newest others of its section."""
    return _cards().filter(section=article.section_id).exclude(pk=article.pk)[:MORE]
