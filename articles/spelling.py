"""“Did you mean …?”: the search that a reader may have meant, where what was typed finds little.

A word that hardly any public article has is compared with the lexicon. What is offered was searched
for before, among what this reader may see and as narrowly as was asked: so no word of a text that
is not public is ever told, whatever the lexicon still holds. Whether a typed word is known is asked
of the public articles, too, never of the lexicon.
"""

import re
from dataclasses import dataclass
from itertools import islice, zip_longest

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Func, TextField, Value

from articles.models import Article, Word
from articles.search import matching, that_match

FEW = 3  # matches: with fewer, something else may have been meant
BETTER = 3  # times as many must be found, where anything was
LOOKED_AT = 5  # words that were typed
ALIKE = 20  # words of the lexicon, for each
TRIES = 3
COUNTED = 20
SHORT = 5  # letters: up to here one may be wrong, beyond it two
TYPED = re.compile(r"(?<![\w-])[^\W\d_]{4,30}(?!\w)")


@dataclass(frozen=True)
class Meant:
    """A word of the lexicon, and how many letters it is away."""

    word: str
    distance: int


def suggestion(typed: str, found: int, rows) -> str:
    """Return another spelling that finds more among `rows`, public articles; else nothing."""
    if found >= FEW:
        return ""
    places = islice(TYPED.finditer(typed), LOOKED_AT)
    meant = {match: _meant(match[0]) for match in places}
    meant = {match: words for match, words in meant.items() if words}
    tries = [_put(typed, dict(zip(meant, row, strict=True))) for row in _rows(meant)]
    counted = [(_count(words, rows), words) for words in tries[:TRIES]]
    most, words = max(counted, key=lambda each: each[0], default=(0, ""))
    return words if most > found * BETTER else ""


def _rows(meant: dict) -> list[tuple[Meant, ...]]:
    """The nearest of each word, then the next of each; one that has no other stays."""
    found = zip_longest(*meant.values())
    return [
        tuple(each or words[0] for each, words in zip(row, meant.values(), strict=True))
        for row in found
    ]


def _put(typed: str, meant: dict[re.Match, Meant]) -> str:
    """Put these words where the others stood; what stands around them stays."""
    for match, each in reversed(meant.items()):
        word = each.word.capitalize() if match[0].istitle() else each.word
        typed = typed[: match.start()] + word + typed[match.end() :]
    return typed


def _meant(typed: str) -> list[Meant]:
    """Return the words nearest to one that hardly any public article has, the nearest first."""
    if _count(typed, Article.objects, FEW) >= FEW:
        return []
    plain = Func(Value(typed.lower()), function="unaccent", output_field=TextField())
    rows = Word.objects.filter(plain__trigram_similar=plain)
    rows = rows.annotate(asked=plain, likeness=TrigramSimilarity("plain", plain))
    words = rows.order_by("-likeness", "word").values_list("word", "plain", "asked")[:ALIKE]
    most = 1 if len(typed) <= SHORT else 2
    found = [Meant(word, distance(asked, plain)) for word, plain, asked in words]
    near = [each for each in found if 0 < each.distance <= most]
    least = min((each.distance for each in near), default=0)
    return [each for each in near if each.distance == least][:TRIES]


def _count(words: str, rows, most: int = COUNTED) -> int:
    conditions = matching(words)
    return len(that_match(rows, conditions, "pk")[:most]) if conditions else 0


def distance(one: str, other: str) -> int:
    """Count the letters to add, take away, change or swap with a neighbour."""
    before, last = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
