"""What stands where on the front page. Nothing stands there twice."""

from dataclasses import dataclass
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.cards import add_names
from articles.models import Article, Section

SECOND = 3  # beside the lead
TOP = 6  # the lead, those beside it, and those under it
IN_BAND = 4


@dataclass
class Band:
    """A section's stories; two neighbours with one story each share the page's width."""

    section: Section
    articles: list[Article]
    is_half: bool = False


@dataclass(frozen=True)
class Front:
    lead: Article | None
    second: list[Article]
    third: list[Article]
    bands: list[Band]


def compose() -> Front:
    """Return the front page as of now: four queries, however many sections there are."""
    top = list(Article.objects.latest_news().for_cards()[:TOP])
    bands = _bands([article.pk for article in top])
    add_names([*top, *(article for band in bands for article in band.articles)])
    lead = _lead(top)
    others = [article for article in top if article is not lead]
    return Front(lead, others[:SECOND], others[SECOND:], bands)


def _lead(articles: list[Article]) -> Article | None:
    """The newest with a picture; without any, the newest. What was paid for never leads."""
    paid = Article.Kind.ADVERTISEMENT
    editorial = [article for article in articles if article.kind != paid]
    pictured = [article for article in editorial if article.lead_photo_id]
    return next(iter([*pictured, *editorial]), None)


def _bands(above: list[int]) -> list[Band]:
    """The newest of each section that do not stand above already; an empty section has no band.

    The subquery runs once a section and reads as many rows as it shows.
    """
    newest = Article.objects.filter(section=OuterRef("pk")).exclude(pk__in=above).latest_news()
    sections = list(Section.objects.annotate(newest=ArraySubquery(newest.values("pk")[:IN_BAND])))
    wanted = [pk for section in sections for pk in section.newest]
    found = Article.objects.for_cards().in_bulk(wanted) if wanted else {}
    bands = (Band(s, [found[pk] for pk in s.newest if pk in found]) for s in sections)
    return _paired([band for band in bands if band.articles])


def _paired(bands: list[Band]) -> list[Band]:
    for one, next_one in pairwise(bands):
        if not one.is_half and len(one.articles) == len(next_one.articles) == 1:
            one.is_half = next_one.is_half = True
    return bands
