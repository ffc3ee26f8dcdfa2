"""Everything an article's page shows, gathered in as few queries as it takes.

The desk's preview fills the same class from a story (`articles.preview`), so that one template
draws both.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from articles import anchors
from articles.models import (
    Article,
    ArticlePhoto,
    ArticleTag,
    Byline,
    Correction,
    Development,
    Edition,
    Tag,
)
from articles.models.piece import Credit
from articles.neighbours import Beside, beside, near
from articles.notices import Notice, notices
from authors.models import Author
from newsroom import html, pictures
from newsroom.models import Photo
from newsroom.prepared import Prepared

AUTHOR = ("name", "slug", "kind", "job_title", "short_bio", "full_bio")
PHOTO = ("token", "width", "height", "alt", "is_decorative", "credit", "kind", "focus_x", "focus_y")
BODY_SIZES = "(min-width: 64rem) 42rem, (min-width: 40rem) 100vw, 80vw"
WORDS_A_MINUTE = 220
LEAST_MINUTES = 3  # nobody asks how long a short piece takes
LONG_READ = 900  # words from which a list of contents helps
LEAST_HEADINGS = 3


@dataclass(frozen=True)
class ArticlePage:
    article: Article
    credits: list[Credit]
    tags: list[Tag]
    corrections: list[Correction]
    photos: dict[str, Photo]
    beside: Beside = field(default_factory=Beside)
    editions: list[Edition] = field(default_factory=list)  # without their words
    developments: list[Development] = field(default_factory=list)
    picture_root: str = pictures.PUBLIC
    is_preview: bool = False

    @classmethod
    def at(cls, day: date, slug: str) -> "ArticlePage | None":
        """Return the page of the article that is public at this address now."""
        found = _article(day=day, slug=slug)
        return cls.of(found[0]) if found else None

    @classmethod
    def of(cls, article: Article) -> "ArticlePage":
        tags = [(Tag(**row), near) for row, near in map(_with_near, article.tag_rows)]
        return cls(
            article=article,
            credits=[_credit(**row) for row in article.credit_rows],
            tags=[tag for tag, _ in tags],
            corrections=Correction.of_rows(article.correction_rows),
            photos={row["photo"]["token"]: Photo(**row["photo"]) for row in article.photo_rows},
            beside=beside(article, tags),
            editions=[Edition(**row) for row in article.edition_rows],
            developments=Development.of_rows(article.development_rows),
        )

    @cached_property
    def body(self):
        """The text as readers see it: anchored headings, and each picture with its credit."""
        body = anchors.with_places(self.article.body, {d.passage for d in self.developments})
        return html.render(body, self._drawn)

    @property
    def more(self) -> tuple[Article, ...]:
        return self.beside.more

    @property
    def is_mixed(self) -> bool:
        """Whether what is offered beside it comes from other sections, too."""
        return any(each.section_id != self.article.section_id for each in self.more)

    @cached_property
    def words(self) -> int:
        return html.words(self.article.body)

    @property
    def minutes(self) -> int:
        """How long it takes to read; 0 for what is short."""
        minutes = round(self.words / WORDS_A_MINUTE)
        return minutes if minutes >= LEAST_MINUTES else 0

    @cached_property
    def contents(self) -> list[tuple[str, str]]:
        """The (anchor, words) of a long read's headings."""
        if self.words < LONG_READ:
            return []
        found = [
            (anchor, said) for level, anchor, said in html.headings(self.article.body) if level == 2
        ]
        return found if len(found) >= LEAST_HEADINGS else []

    @cached_property
    def lines(self) -> list[tuple[Development, str]]:
        """How it developed, newest first; each with its passage, while that is in the text."""
        there = dict(anchors.places(self.article.body)) if self.developments else {}
        return [(d, d.passage if d.passage in there else "") for d in self.developments]

    @cached_property
    def notices(self) -> list[Notice]:
        return notices(self.corrections)

    @property
    def wording(self) -> int:
        """The number of the wording that is shown; one that was never changed is the first."""
        return max((edition.number for edition in self.editions), default=1)

    @property
    def authors(self) -> list:
        return [credit.author for credit in self.credits]

    @property
    def boxes(self) -> list:
        """The authors who have something to say about themselves, under the text."""
        told = ("short_bio", "job_title", "full_bio", "portrait")
        return [a for a in self.authors if any(getattr(a, field) for field in told)]

    def _drawn(self, token: str, alt: str) -> str:
        photo = self.photos.get(token)
        if photo is None:
            return ""
        picture = pictures.draw(photo, BODY_SIZES, alt or photo.alt, self.picture_root)
        return picture + pictures.credit(photo)


@Prepared
def _article(day, slug):
    """The one article, and beside its row what hangs on it, as arrays: one query in all."""
    return (
        Article.objects.filter(day=day, slug=slug)
        .select_related("section", "lead_photo")
        .defer("body_text", "search")
        .annotate(
            credit_rows=_rows(
                Byline.objects.order_by("order", "pk"),
                role="role",
                author=JSONObject(**{field: f"author__{field}" for field in AUTHOR}),
                portrait=_photo("author__portrait__"),
            ),
            tag_rows=_rows(
                ArticleTag.objects.order_by("pk"),
                "content_object",
                name="tag__name",
                slug="tag__slug",
                is_series="tag__is_series",
                near=near(),
            ),
            correction_rows=_rows(Correction.objects.all(), **Correction.ROW),
            development_rows=_rows(Development.objects.all(), **Development.ROW),
            edition_rows=_rows(Edition.objects.all(), number="number", change="change"),
            photo_rows=_rows(ArticlePhoto.objects.order_by("pk"), photo=_photo("photo__")),
        )
        .order_by()
    )


def _rows(links, own: str = "article", **fields):
    return ArraySubquery(links.filter(**{own: OuterRef("pk")}).values(row=JSONObject(**fields)))


def _photo(prefix: str) -> JSONObject:
    return JSONObject(**{field: f"{prefix}{field}" for field in PHOTO})


def _with_near(row: dict) -> tuple[dict, list[int]]:
    return row, row.pop("near")


def _credit(role: str, author: dict, portrait: dict) -> Byline:
    photo = Photo(**portrait) if portrait["token"] else None
    return Byline(role=role, author=Author(**author, portrait=photo))
