"""Whether a change is a small fix: one that alters nothing a reader may have gone by.

Not small are figures, names, quotations, and more than twelve words. What is counted how:

- A figure is whatever holds a digit, with its sign and unit, and a number word of English or German
  (“one” and “ein” are articles as often as figures, and are left out).
- A name is a capitalised word within a sentence, or one with a capital inside (NATO, McKay). At the
  beginning of a sentence it counts if it stands capitalised within a sentence elsewhere. German
  nouns and headlines in capitals look like names, too: there a person decides more often. Scripts
  without capitals have no names that could be found so.
- A quotation is what stands between quotation marks or in a block of its own.
- A word of a script without spaces is one sign of it.

The rules err on the side of asking; who asks for a small fix can confirm it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape

from newsroom import html

MOST_WORDS = 12
PAIRS_SHOWN = 5
LONGEST_SHOWN = 60

_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(
    r"(?:(?<!\w)[−+-])?[$€£¥]?\d+(?:[.,:/’'\u00a0\u202f]\d+)*\w*(?:[ \u00a0\u202f]?[%‰°$€£¥])?"
    rf"|[{_NO_SPACES}]"
    r"|\w+(?:[’'‘\-‑]\w+)*"
)
QUOTATION = re.compile(r"“[^”\n]*|„[^“”\n]*|«[^»\n]*|»[^«\n]*|\"[^\"\n]*\"?|「[^」\n]*")
BLOCK_QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
ENDS_SENTENCE = re.compile(r"[.!?…\n]|(?:^|\s)[“„«»\"‘「]\s?$")
TITLES = {"Mr", "Mrs", "Ms", "Dr", "St", "Sir", "Prof", "Gen", "Col", "Sen", "Rep"}
FIRST_PERSON = re.compile(r"I(?:[’'](?:m|d|ve|ll))?")
_NUMBERS = """
zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
thousand thousands million millions billion billions trillion dozen dozens half twice first second
third quarter double
null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig
sechzig siebzig achtzig neunzig hundert tausend millionen milliarde milliarden dutzend doppelt
zweimal erste zweite dritte
"""
NUMBER_WORDS = frozenset(_NUMBERS.split())


@dataclass(frozen=True)
class Finding:
    """One reason why a change is not small, and what it was seen by."""

    what: str
    pairs: tuple[tuple[str, str], ...]  # (before, after); either may be empty

    def __str__(self):
        shown = "; ".join(_told(*pair) for pair in self.pairs[:PAIRS_SHOWN])
        more = len(self.pairs) - PAIRS_SHOWN
        return f"{self.what}: {shown}" + (f"; and {more} more." if more > 0 else ".")


def findings(before: dict[str, str], after: dict[str, str]) -> list[Finding]:
    """Return why a change from the one to the other is no small fix; nothing if it is one.

    Both hold plain texts, by the same keys. A body goes through `words_of` first.
    """
    texts = [(before[key], after[key]) for key in before if before[key] != after[key]]
    known = _names_within(before.values()) | _names_within(after.values())
    rules = (
        ("Figures change", _figures),
        ("Names change", lambda text: _names(text, known)),
        ("Quotations change", _quotations),
    )
    found = [(what, _pairs(texts, rule)) for what, rule in rules]
    changes = list(_changes(texts, _words))
    count = sum(max(len(old), len(new)) for old, new in changes)
    if count > MOST_WORDS:
        what = f"{count} words change, and a small fix changes {MOST_WORDS} at most"
        found.append((what, _joined(changes)))
    return [Finding(what, pairs) for what, pairs in found if pairs]


def words_of(body: str) -> str:
    """Return a clean body's words, with marks around what is a quotation by its place alone."""
    return html.text(BLOCK_QUOTE.sub(_in_marks, body))


def _in_marks(match: re.Match[str]) -> str:
    words = html.text(match[1]).replace("\n", " ").replace("“", "‘").replace("”", "’")
    return f"<p>“{escape(words)}”</p>"


# What is looked at in a text, in its order.


def _words(text: str) -> list[str]:
    return TOKEN.findall(text)


def _figures(text: str) -> list[str]:
    return [word for word in _words(text) if _is_figure(word)]


def _is_figure(word: str) -> bool:
    parts = re.split(r"[-‑]", word.lower())
    return any(sign.isdigit() for sign in word) or not NUMBER_WORDS.isdisjoint(parts)


def _names(text: str, known: frozenset | set) -> list[str]:
    return [word for word, within in _capitals(text) if within or word in known]


def _names_within(texts) -> set[str]:
    return {word for text in texts for word, within in _capitals(text) if within}


def _capitals(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word with a capital, and whether it is one for sure, by its place or its form."""
    end, last = 0, ""
    for match in TOKEN.finditer(text):
        word, between = match[0], text[end : match.start()]
        is_start = not end or bool(ENDS_SENTENCE.search(between))
        if is_start and between == ". " and (last in TITLES or (len(last) == 1 and last.isupper())):
            is_start = False
        end, last = match.end(), word
        if any(sign.isupper() for sign in word) and not FIRST_PERSON.fullmatch(word):
            yield word, not is_start or any(sign.isupper() for sign in word[1:])


def _quotations(text: str) -> list[str]:
    return [" ".join(_words(quotation)) for quotation in QUOTATION.findall(text)]


# What differs between two texts.


def _pairs(texts: list[tuple[str, str]], rule) -> tuple[tuple[str, str], ...]:
    """Return what became what, one by one where as many came as went."""
    found = []
    for old, new in _changes(texts, rule):
        alike = len(old) == len(new)
        found += zip(old, new, strict=True) if alike else [(", ".join(old), ", ".join(new))]
    return tuple(found)


def _joined(changes) -> tuple[tuple[str, str], ...]:
    return tuple((" ".join(old), " ".join(new)) for old, new in changes)


def _changes(texts: list[tuple[str, str]], rule) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what differs: by lines first, so that a long text costs no more than what changed."""
    for old, new in texts:
        for lost, came in _differing(old.split("\n"), new.split("\n")):
            yield from _differing(rule("\n".join(lost)), rule("\n".join(came)))


def _differing(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield old[i1:i2], new[j1:j2]


def _told(before: str, after: str) -> str:
    before, after = _short(before), _short(after)
    if not before:
        return f"“{after}” comes in"
    return f"“{before}” becomes “{after}”" if after else f"“{before}” goes"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1].rstrip()}…"
