"""Articles that a story names as related: how they are typed, and which they are.

A working copy keeps them as lines of addresses, like any other words: they are compared, merged and
brought back with the rest. An article keeps their ids.
"""

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from django.db.models import Q

from articles.models.article import Address, Article

MOST = 4
PATH = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/([-\w]{1,80})/?")


def find(line: str) -> list[Article]:
    """Return what a typed line can mean: one article by its address, or all of a headline.

    Only what readers see is found: nobody learns here what is still to come.
    """
    there = Article.objects.only("day", "slug", "headline")
    path = unquote(urlsplit(line).path) if "/" in line else ""
    if match := PATH.fullmatch(path):
        return list(there.filter(_at(match) | Q(addresses__path=path))[:1])
    return list(there.filter(headline__iexact=line)[:2])


def ids(lines: str) -> list[int]:
    """Return the ids of the articles at these addresses, in their order, without what is gone."""
    return list(dict.fromkeys(places(lines).values()))


def places(lines: str) -> dict[str, int]:
    """Return which article each of these addresses leads to, an address that it had included."""
    paths = lines.split()
    matches = [match for path in paths if (match := PATH.fullmatch(path))]
    if not matches:
        return {}
    at = Q()
    for match in matches:
        at |= _at(match)
    found = {
        each.get_absolute_url(): each.pk
        for each in Article.all_objects.filter(at).only("day", "slug")
    }
    moved = Address.objects.filter(path__in=paths, kind=Address.Kind.MOVED)
    found = dict(moved.values_list("path", "article")) | found
    return {path: found[path] for path in paths if path in found}


def _at(match: re.Match[str]) -> Q:
    try:
        return Q(day=date(*map(int, match.groups()[:3])), slug=match[4])
    except ValueError:  # there is no such day
        return Q(pk=None)
