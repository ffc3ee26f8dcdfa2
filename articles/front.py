"""What stands where on the front page, and at the head of a section's. Nothing stands there twice.

An editor's pins come first, while they are public; every other place fills itself with the newest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from articles.arranging import LEAD, SECTION_TOP, TOP
from articles.cards import add_names, by_id
from articles.models import Article, Banner, FrontPin, Section
from newsroom.pages import page_of
from newsroom.prepared import Prepared, listed

KEY = "front"  # what is put live, and the banner, drop the pages that show them
SECOND = 3  # beside the lead
IN_BAND = 4
LOOKED_THROUGH = 18  # of the newest, for one that may lead
REACH = 500  # of the newest, where all of those are notices


@dataclass
class Band:
    """A section's stories; two neighbours with one story each share the page's width."""

    section: Section
    articles: list[Article]
    is_half: bool = False


@dataclass(frozen=True)
class Front:
    top: dict[int, Article]  # by place
    bands: list[Band]
    pins: list[FrontPin]

    @property
    def lead(self) -> Article | None:
        return self.top.get(LEAD)

    @property
    def second(self) -> list[Article]:
        return [self.top[place] for place in sorted(self.top) if LEAD < place <= SECOND]

    @property
    def third(self) -> list[Article]:
        return [self.top[place] for place in sorted(self.top) if place > SECOND]


def compose(pins: list[FrontPin] | None = None) -> Front:
    """Return the front page as of now: five queries, however many sections there are.

    The desk gives the pins of a working copy; readers' pages show what is live.
    """
    pins = FrontPin.objects.shown(None) if pins is None else pins
    top = {pin.place: pin.dressed for pin in pins}
    pinned = [pin.article_id for pin in pins]
    newest = _newest(pinned=pinned)
    if LEAD not in top and (lead := _lead(newest, pinned)):
        top[LEAD] = lead
    others = (article for article in newest if article is not top.get(LEAD))
    top |= fill(top, range(LEAD + 1, TOP), others)
    bands = _bands([article.pk for article in top.values()])
    add_names([*top.values(), *(article for band in bands for article in band.articles)])
    return Front(top, bands, pins)


@Prepared
def _newest(pinned):
    newest = Article.objects.latest_news().exclude(pk__in=listed(pinned))
    return newest.for_cards()[:LOOKED_THROUGH]


def lead() -> Article | None:
    """Return what leads the front page now, with one question: what is pinned there, or else the
    first of the newest that may.
    """
    pins = FrontPin.objects.filter(front__section=None)
    leading = pins.filter(place=LEAD)
    newest = Article.objects.latest_news().exclude(pk__in=pins.values("article"))
    newest = newest.values("pk")[:LOOKED_THROUGH]
    rows = Article.objects.filter(pk__in=leading.order_by().values("article").union(newest))
    rows = rows.annotate(leads=Exists(leading.filter(article=OuterRef("pk")))).newest().for_cards()
    pinned = [article for article in rows if article.leads]
    return pinned[0] if pinned else _lead(list(rows), pins.values("article"))


def fill(taken: dict[int, Article], places: range, others: Iterator[Article]) -> dict:
    """Return who comes to the free places, in the order of `others`."""
    free = [place for place in places if place not in taken]
    return dict(zip(free, others, strict=False))


def section_page(request, section: Section, pins: list[FrontPin] | None = None):
    """Return (the cards, the page, the pins) of a section; its first page begins with the pins."""
    rows = Article.objects.filter(section=section).for_cards()
    if pins is None:
        pins = [] if "before" in request.GET else FrontPin.objects.shown(section)
    page = page_of(request, rows.exclude(pk__in=[pin.article_id for pin in pins]))
    top = {pin.place: pin.dressed for pin in pins}
    others = iter(page.rows)
    top |= fill(top, range(SECTION_TOP), others)
    articles = [top[place] for place in sorted(top)] + list(others)
    add_names(articles)
    return articles, page, pins


def until(pins: list[FrontPin], banner: Banner | None) -> datetime | None:
    """Return when the first of these ends, if any does."""
    return min((each.ends_at for each in (*pins, banner) if each), default=None)


def _lead(newest: list[Article], pinned) -> Article | None:
    """The newest of the first few with a picture; without any, the newest that may lead.

    Where all of the newest are notices (sixty deaths on one morning), it is looked for behind them.
    """
    able = [article for article in newest if article.may_lead]
    among = [article for article in newest[:TOP] if article.may_lead]
    pictured = [article for article in among if article.lead_photo_id]
    if able or len(newest) < LOOKED_THROUGH:
        return next(iter([*pictured, *able]), None)
    news = Article.objects.latest_news().exclude(pk__in=pinned).values("pk")[:REACH]
    return Article.objects.filter(pk__in=news).able_to_lead().newest().for_cards().first()


def _bands(above: list[int]) -> list[Band]:
    """The newest of each section that do not stand above already; an empty section has no band."""
    sections = _sections(above=above)
    found = by_id({pk for section in sections for pk in section.newest})
    bands = (Band(s, [found[pk] for pk in s.newest if pk in found]) for s in sections)
    return _paired([band for band in bands if band.articles])


@Prepared
def _sections(above):
    """The subquery runs once a section and reads as many rows as it shows."""
    others = Article.objects.exclude(pk__in=listed(above))
    newest = others.filter(section=OuterRef("pk")).latest_news()
    return Section.objects.annotate(newest=ArraySubquery(newest.values("pk")[:IN_BAND]))


def _paired(bands: list[Band]) -> list[Band]:
    for one, next_one in pairwise(bands):
        if not one.is_half and len(one.articles) == len(next_one.articles) == 1:
            one.is_half = next_one.is_half = True
    return bands
