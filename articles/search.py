"""Search: what readers typed, in the grammar of each article's language.

Every article's `search` column was made with the configuration in its `search_config`, so the words
are read by each configuration; those that read them alike are asked together. Only the newest
matches are ranked, because ranking reads each one's whole text. They are looked for in the newest
articles first: a frequent word has enough matches there, and a rare one costs little anywhere.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from articles.cards import add_names
from articles.models import Article
from newsroom.database import SEARCH_CONFIGS, RegConfigField

logger = logging.getLogger(__name__)

CANDIDATES = 300
NEWEST = 2_000  # articles, and the time from then to now, in which is looked first;
WIDER = 30  # then in so many times that time; then in all
LONG_AGO = timedelta(days=3650)  # thirty times that is more than there is
PATIENCE = 400  # milliseconds for all, when something was found before
SCALE = 10**9  # ranks are counted in whole billionths, so that a page's key holds one exactly

READ = """
SELECT websearch_to_tsquery(config::regconfig, %s)::text, array_agg(config ORDER BY config)
FROM unnest(%s::text[]) AS config GROUP BY 1 ORDER BY 1
"""


class Unanswered(Exception):
    """The database gave up: too much to search, or too busy."""


class WordsInItsLanguage(models.Func):
    """The typed words as the row's own configuration reads them."""

    function = "websearch_to_tsquery"
    output_field = models.Field()

    def __init__(self, words: str):
        super().__init__(F("search_config"), Value(words))


class AsRead(SearchQuery):
    """A query that PostgreSQL has read already: no stem of it is stemmed again."""

    def as_sql(self, compiler, connection, **context):
        sql, params = compiler.compile(self.source_expressions[-1])
        return f"{sql}::tsquery", params


@dataclass(frozen=True)
class Matches:
    """The newest articles that match, as ids; whether there are more; and since when all were
    looked through, if not since ever.
    """

    ids: list[int]
    has_more: bool = False
    since: datetime | None = None


def search(words: str, most: int = 30) -> list[Article]:
    """Return the best of the newest matches, with what a card shows."""
    try:
        conditions = matching(words)
        if not conditions:
            return []
        matches = newest_matches(Article.objects.all(), conditions, timezone.now())
        best = [pk for _, _, pk in ranked(matches.ids, words)[:most]]
        found = Article.objects.for_cards().in_bulk(best)
    except DatabaseError as problem:
        logger.warning("A search was not answered: %s", problem)
        raise Unanswered from problem
    articles = [found[pk] for pk in best if pk in found]
    add_names(articles)
    return articles


def matching(words: str) -> list[Q]:
    """Return the conditions under which an article has these words; none if they hold no word.

    Each article meets one of them at most. As one condition, PostgreSQL would read the text of
    whatever the index gives once more. Quotes, OR and - mean what they mean to the great search
    engines; every other sign is text.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ, [words, SEARCH_CONFIGS])
        return [_as_read(text, names) for text, names in cursor.fetchall() if text]


def _as_read(text: str, configs: list[str]) -> Q:
    condition = Q(search=AsRead(text))
    if len(configs) == len(SEARCH_CONFIGS):
        return condition
    # The configuration comes first: it costs nothing to compare, a text has to be read.
    return (
        Q(search_config__in=[Cast(Value(name), RegConfigField()) for name in configs]) & condition
    )


def that_match(rows, conditions: list[Q], *columns):
    """Return these columns of the rows that meet one of the conditions, there being any."""
    first, *others = (rows.filter(each).values_list(*columns) for each in conditions)
    return first.union(*others, all=True) if others else first


def newest_matches(rows, conditions: list[Q], end: datetime, may_walk: bool = True) -> Matches:
    """Return the newest of `rows`, public articles until `end`, that meet one of the conditions.

    `may_walk` says that an index has just these rows by time. Where the search through all of them
    takes too long, what was found in the newer ones stands, and `since` tells so.
    """
    edge, found, since = _edge(rows, may_walk), Matches([]), None
    for since in _starts(edge, end):
        newer = rows.filter(published_at__gte=since)
        found = _newest(newer, conditions, may_walk and since == edge)
        if found.has_more:
            return found
    if not found.ids:
        return _newest(rows, conditions)
    try:
        with transaction.atomic():
            _limit(PATIENCE)
            return _newest(rows, conditions)
    except DatabaseError:
        return Matches(found.ids, since=since)


def _starts(edge: datetime | None, end: datetime):
    """Yield since when to look, before it is since ever: not at all where there is little."""
    if edge is not None:
        yield edge
        if end - edge < LONG_AGO:
            yield end - WIDER * (end - edge)


def _edge(rows, may_walk: bool) -> datetime | None:
    """Return the time of the last of the newest; None where there are not that many."""
    times = _with_time(rows, may_walk).order_by("-at", "-pk").values_list("at", flat=True)
    return next(iter(times[NEWEST : NEWEST + 1]), None)


def _newest(rows, conditions: list[Q], may_walk: bool = False) -> Matches:
    found = that_match(_with_time(rows, may_walk), conditions, "at", "pk")
    ids = [pk for _, pk in found.order_by("-at", "-pk")[: CANDIDATES + 1]]
    return Matches(ids[:CANDIDATES], len(ids) > CANDIDATES)


def _with_time(rows, may_walk: bool):
    """To be ordered by time: as an index has it, or by an expression that none has, so that rows
    are found by their words and then sorted. PostgreSQL takes reading a text for cheap, and would
    rather walk through them all.
    """
    return rows.annotate(at=F("published_at") if may_walk else F("published_at") + timedelta())


def _limit(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])


def ranked(ids: list[int], words: str) -> list[tuple[int, datetime, int]]:
    """Return (score, time, id) of these articles, the best first, the newer of two as good ones."""
    rank = SearchRank(F("search"), WordsInItsLanguage(words))
    rows = Article.objects.filter(pk__in=ids)
    rows = rows.annotate(score=Cast(rank * SCALE, models.BigIntegerField()))
    return sorted(rows.values_list("score", "published_at", "pk"), reverse=True)
