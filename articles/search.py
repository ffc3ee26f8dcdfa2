"""Search: what readers typed, in the grammar of each article's language.

Every article's `search` column was made with the configuration in its `search_config`, so the words
are read once by each configuration. Only the newest matches are ranked, because ranking reads each
one's whole text.
"""

import logging

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import DatabaseError, models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast

from articles.cards import add_names
from articles.models import Article
from newsroom.database import SEARCH_CONFIGS, RegConfigField

logger = logging.getLogger(__name__)

CANDIDATES = 500
SHOWN = 30
LONGEST = 200  # characters


class WordsInItsLanguage(models.Func):
    """The typed words as the row's own configuration reads them."""

    function = "websearch_to_tsquery"
    output_field = models.Field()


class Unanswered(Exception):
    """The database gave up: too much to search, or too busy."""


def search(words: str) -> list[Article]:
    """Return the best of the newest matches, with what a card shows.

    Quotes, OR and - mean what they mean to the great search engines; every other sign is text.
    """
    try:
        found = list(_ranked(words)) if words else []
    except DatabaseError as problem:
        logger.warning("A search was not answered: %s", problem)
        raise Unanswered from problem
    add_names(found)
    return found


def _ranked(words: str):
    newest = Article.objects.filter(_matches(words)).newest().values("pk")[:CANDIDATES]
    query = WordsInItsLanguage(F("search_config"), Value(words))
    rank = SearchRank(F("search"), query)
    articles = Article.objects.filter(pk__in=newest).for_cards().annotate(rank=rank)
    return articles.order_by("-rank", "-published_at", "-pk")[:SHOWN]


def _matches(words: str) -> Q:
    conditions = (
        Q(
            search_config=Cast(Value(name), RegConfigField()),
            search=SearchQuery(words, config=name, search_type="websearch"),
        )
        for name in SEARCH_CONFIGS
    )
    return Q(*conditions, _connector=Q.OR)
