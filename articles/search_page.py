"""The page of the search: the form, what was found, and what to try where nothing was.

It is drawn anew for each reader and kept by nobody. Whatever happens, the fields hold what was
typed.
"""

import logging
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, Value
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from articles import search_limits
from articles.asked import Asked
from articles.cards import add_names
from articles.excerpts import cards
from articles.models import Article, ArticleTag, Byline, Section, Tag
from articles.search import CANDIDATES, Matches, Unanswered, matching, newest_matches, ranked
from articles.spelling import suggestion
from authors.models import Author
from newsroom.pages import Key, page_of, path_to, public_page
from newsroom.slugs import slugify

logger = logging.getLogger(__name__)

SHOWN = 20
NEWEST = 6
NAMED = 5
SHORTEST = 2  # letters: so short a word is a part of many names
SCORE = re.compile(r"[0-9]{1,18}")
LONG = ("body", "body_text", "search")
# Of an alphabet: a sign of Chinese or a number is a word by itself.
ONE_LETTER = re.compile(r"[^\W\d_\u0e00-\u0eff\u1100-\u11ff\u3040-\uffff]?")


@dataclass
class Found:
    """What the page shows. `state` says in a word why there may be nothing."""

    asked: Asked
    state: str = ""
    articles: list[Article] = field(default_factory=list)
    matches: Matches = field(default_factory=lambda: Matches([]))
    is_first: bool = True
    next_key: str = ""
    meant: str = ""
    named: list = field(default_factory=list)
    newest: list[Article] = field(default_factory=list)

    most = CANDIDATES

    @property
    def number(self) -> int:
        return len(self.matches.ids)

    @property
    def next_link(self) -> str:
        return self.next_key and self.asked.link(before=self.next_key)

    @property
    def first_link(self) -> str:
        return "" if self.is_first else self.asked.link()

    @cached_property
    def meant_link(self) -> str:
        return self.meant and self.asked.link(q=self.meant)

    @property
    def since(self) -> date | None:
        return self.matches.since and timezone.localtime(self.matches.since).date()


@gzip_page  # what is kept nowhere is packed by nobody else
@public_page
def page(request):
    asked = Asked.of(request.GET)
    found = Found(asked, state_of(asked))
    try:
        if not found.state:
            with search_limits.turn(request):
                _look(request, found)
    except search_limits.TooMuch as much:
        response = _answer(request, Found(asked, "busy"), much.status)
        response["Retry-After"] = str(much.retry_after)
        return response
    except Unanswered:
        found = Found(asked, "unanswered")
    return _answer(request, found)


def _answer(request, found: Found, status: int = 200):
    context = {"found": found, "asked": found.asked, "articles": found.articles}
    return render(request, "articles/article_search.html", context, status=status)


def state_of(asked: Asked) -> str:
    """Return why nothing can be looked for, in a word; nothing if it can be."""
    if asked.problems:
        return "problems"
    if not asked.typed:
        return "empty"
    if asked.words and ONE_LETTER.fullmatch(asked.words):
        return "short"
    return ""


def _look(request, found: Found) -> None:
    try:
        (_by_words if found.asked.words else _by_time)(request, found)
        if not found.articles:
            found.newest = list(Article.objects.to_suggest().for_cards().newest()[:NEWEST])
        add_names([*found.articles, *found.newest])
    except DatabaseError as problem:
        logger.warning("A search was not answered: %s", problem)
        raise Unanswered from problem


def _by_time(request, found: Found) -> None:
    """All that the filters leave, newest first."""
    asked = found.asked
    if asked.author is None:
        page = page_of(request, _narrowed(asked).for_cards(), length=SHOWN)
        found.articles = page.rows
    else:
        page = page_of(request, _lines(asked), pk="article_id", length=SHOWN)
        found.articles = [line.article for line in page.rows]
    found.is_first, found.next_key = page.is_first, str(page.next_key or "")
    found.state = "" if found.articles else "nothing"


def _lines(asked: Asked):
    """An author's articles through the bylines, which are stored by author and time."""
    lines = Byline.objects.filter(author=asked.author, **asked.bounds)
    if asked.section:
        lines = lines.filter(article__section=asked.section)
    lines = lines.select_related("article__section", "article__lead_photo")
    return lines.defer(*(f"article__{name}" for name in LONG))


def _narrowed(asked: Asked):
    rows = Article.objects.filter(**asked.bounds)
    if asked.section:
        rows = rows.filter(section=asked.section)
    if asked.author:
        rows = rows.filter(bylines__author=asked.author)
    return rows


def _by_words(request, found: Found) -> None:
    """The best of the newest matches."""
    asked, key = found.asked, key_of(request)
    conditions = matching(asked.words)
    if not conditions:
        found.state = "nonsense"
        return
    rows, end = _narrowed(asked), timezone.now()
    end = min(end, asked.bounds.get("published_at__lt", end))
    found.matches = newest_matches(rows, conditions, end, may_walk=asked.author is None)
    best = ranked(found.matches.ids, asked.words)
    left = [row for row in best if key is None or row < key]
    if key and not left:
        raise Http404
    found.articles = cards([pk for _, _, pk in left[:SHOWN]], asked.words)
    found.is_first, found.state = key is None, "" if left else "nothing"
    if len(left) > SHOWN:
        score, moment, pk = left[SHOWN - 1]
        found.next_key = f"{score}-{Key(moment, pk)}"
    if found.is_first:
        _add_hints(found, rows)


def _add_hints(found: Found, rows) -> None:
    """What else may have been meant. What was found stands without it, too."""
    try:
        found.named = named(found.asked.words)
        found.meant = suggestion(found.asked.words, found.number, rows)
    except DatabaseError as problem:
        logger.warning("No other spelling was looked for: %s", problem)


def key_of(request) -> tuple[int, datetime, int] | None:
    """Return score, time and id of the row where the last page ended."""
    text = request.GET.get("before")
    if text is None:
        return None
    score, _, rest = text.partition("-")
    if not SCORE.fullmatch(score):
        raise Http404
    key = Key.read(rest)
    return int(score), key.moment, key.pk


def named(words: str) -> list[tuple[str, str]]:
    """Return the name and path of the sections, subjects and authors that are called so."""
    slug = slugify(words)
    has_article = Exists(ArticleTag.objects.filter(tag=OuterRef("pk")))
    authors = Author.objects.public().filter(slug__regex=f"(^|-){slug}(-|$)")
    rows = {
        "articles:section": Section.objects.filter(slug=slug),
        "articles:tag": Tag.objects.filter(has_article, slug=slug),
        "authors:author": authors if len(slug) > SHORTEST else authors.none(),
    }
    first, *others = (
        each.order_by().values_list("name", "slug", Value(route)) for route, each in rows.items()
    )
    found = first.union(*others, all=True)[:NAMED]
    return [(name, path_to(route, slug)) for name, slug, route in found]
