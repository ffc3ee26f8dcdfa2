"""Second looks at a story while it is written: what is easily overlooked, and a way to mend it.

Pure rules on words. None of them stops anything, none looks inside quotation marks, and nothing is
changed unless a person presses the button. Of the blocks that `blocks.split` finds, each rule looks
at whole ones; the corpus in `tests/articles/checks` says how often each is right.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from articles import blocks
from newsroom import html

SHOWN = 12  # a list that is longer helps nobody
LOOSE = re.compile(r"[\s“”„«»\"'‘’.:!?–—-]+")
TOP = re.compile(r"<(p|h2|h3)\b[^>]*>(.*)</\1>\s*", re.DOTALL)


class Check(NamedTuple):
    """Something to look at; with a `fix`, the words on its button, `after` is the mended block."""

    name: str
    sentence: str
    field: str = "body"
    block: str = ""
    fix: str = ""
    after: str = ""

    @property
    def key(self) -> str:
        """Names this finding in this very block, wherever the block stands by then."""
        said = "\0".join((self.name, self.block, self.after))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def found(headline: str, body: str, language: str, day: date) -> list[Check]:
    """Return what is worth a second look, in the text's order; `day` is when it goes out."""
    parts = blocks.split(body)
    rules = [_doubled(headline, parts), _heading_order(parts), _furniture(parts)]
    rules += [_quotes(parts)]
    if language.split("-")[0] == "en":
        rules.append(_days(parts, day))
    checks = [check for rule in rules for check in rule]
    places = {part: place for place, part in reversed(list(enumerate(parts)))}
    return sorted(checks, key=lambda check: places[check.block])[:SHOWN]


def mended(body: str, check: Check) -> str:
    """Return the body with the check's block mended, once."""
    parts = blocks.split(body)
    at = parts.index(check.block)
    return blocks.joined([*parts[:at], *filter(None, [check.after]), *parts[at + 1 :]])


def _doubled(headline: str, parts: list[str]) -> Iterator[Check]:
    """The headline once more at the head of the text: a trace of pasting."""
    first = next((part for part in parts if html.text(part).strip()), "")
    wanted = LOOSE.sub(" ", headline).strip().casefold()
    if wanted and LOOSE.sub(" ", html.text(first)).strip().casefold() == wanted:
        sentence = "The text begins with its headline, so readers would read it twice."
        yield Check("doubled headline", sentence, block=first, fix="Take it out of the text")


def _heading_order(parts: list[str]) -> Iterator[Check]:
    """A heading of the second rank needs one of the first above it."""
    for part in parts:
        if part.startswith("<h2"):
            return
        if part.startswith("<h3") and not is_furniture(html.text(part)):
            sentence = f"“{_short(part)}” is a lower heading, and no main heading stands above it."
            after = part.replace("<h3", "<h2", 1).replace("</h3>", "</h2>")
            yield Check(
                "heading order", sentence, block=part, fix="Make it a main heading", after=after
            )
            return


FURNITURE = re.compile(
    r"(?:author|featured|cover|profile|lead) image"
    r"|image (?:credit|source|caption)?:?"
    r"|(?:no |leave a |add a |post a )?comments?(?: \(?\d+\)?)?|\d+ comments?"
    r"|(?:read|learn|see|load|show|view) more(?::.{0,140}| [^,]{0,60})?"
    r"|continue reading(?: .{0,60})?"
    r"|(?:also read|read also|read next|related|see also|more on this|recommended)(?::.{0,140})?"
    r"|(?:share|tweet|print|email|like)(?: this(?: (?:article|story|post|page))?)?(?: on .{0,60})?"
    r"|(?:for .{0,80})?\b(?:follow|join|find|like) us (?:on|at) .{0,200}"
    r"|(?:sign up|subscribe)(?: (?:to|for) .{0,100})?(?: here)?"
    r"|(?:advertisement|sponsored|promoted|ad|skip to (?:main )?content|back to top)"
    r"|\d+ min(?:ute)?s? read|(?:published|updated|posted)(?: on)?:? .{0,40}\d{4}.{0,20}"
    r"|(?:tags|topics|categories|filed under):? .{0,100}|all rights reserved.{0,60}|©.{0,100}",
    re.IGNORECASE,
)


def _furniture(parts: list[str]) -> Iterator[Check]:
    """A line that belongs to a site, not to the piece: its buttons, counters, captions."""
    for part in parts:
        match = TOP.fullmatch(part)
        if match and is_furniture(html.text(part)):
            sentence = f"“{_short(part)}” looks like a part of a page, not of the text."
            yield Check("site furniture", sentence, block=part, fix="Take it out")


def is_furniture(words: str) -> bool:
    return FURNITURE.fullmatch(words.strip(" .!…»›→\n")) is not None


_SPOKEN = re.compile(
    r"(?P<words>“[^“”]{12,}”|„[^„“”]{12,}[“”]|«[^«»]{12,}»|\"[^\"]{12,}\")"
    r"\s*(?:(?:[–—-]|<br>)+|(?<=[.!?…][”“»\"]),)\s*"
    r"(?P<by>[^\s“”\"«»„.!?][^“”\"«»„.!?]{1,78}(?:\b[A-Z]\.[^“”\"«»„.!?]{1,40})?)",
)
_VERB = re.compile(
    r"\b(?:said|says|told|asked|added|wrote|explained|recalled|is|was|are|were|has|had)\b", re.I
)


def _quotes(parts: list[str]) -> Iterator[Check]:
    """A paragraph that is a quotation and its speaker's name, and nothing else."""
    for part in parts:
        match = TOP.fullmatch(part)
        spoken = match and match[1] == "p" and _SPOKEN.fullmatch(match[2].strip())
        if spoken and not _VERB.search(html.text(spoken["by"])) and "<a" not in spoken["by"]:
            by = html.text(spoken["by"]).strip()
            after = (
                f'<figure class="quote"><blockquote><p>{spoken["words"]}</p></blockquote>'
                f"<figcaption>{spoken['by'].strip()}</figcaption></figure>"
            )
            sentence = f"This paragraph is something that {by[:60]} said. As a quote it stands out."
            yield Check("quotation", sentence, block=part, fix="Make it a quote", after=after)


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
# Not “today’s”, “of today”, “even today”: there it means these times, not a day.
_DAY = re.compile(
    r"(?<![\w’'-])(?<!\bof )(?<!\bUSA )(?<!\bthan )(?<!\band )(?<!\b[Tt]he )(?<!\b[Ee]ven )"
    r"(?<!\bstill )"
    r"(?P<word>today|yesterday|tomorrow|last (?P<month>" + "|".join(_MONTHS) + r"))"
    r"(?![\w’'-])(?! and tomorrow\b)"
)
_STILL = re.compile(r"\b(?:still|remains?)\b[^.!?]{0,40}$")
_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1}
_SAID = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"|‘[^‘’]*(?:’\w[^‘’]*)*’")


def _days(parts: list[str], day: date) -> Iterator[Check]:
    """A day that is only true on one day, in the writer's own words; each block's first."""
    for part in parts:
        match = TOP.fullmatch(part)
        place = match and _first_day(part)
        if place:
            word, written = place["word"], _written(place, day)
            after = part[: place.start()] + written + part[place.end() :]
            sentence = f"“{word}” is true on one day only. Going out on {_spoken(day)}, it means"
            yield Check(
                "relative day",
                f"{sentence} “{written}”.",
                block=part,
                fix=f"Write “{written}”",
                after=after,
            )


def _first_day(block: str) -> re.Match[str] | None:
    """Find the first such word outside quotation marks and tags."""
    hidden = [match.span() for match in (*_SAID.finditer(block), *re.finditer(r"<[^>]*>", block))]
    for match in _DAY.finditer(block):
        is_hidden = any(start <= match.start() < end for start, end in hidden)
        if not is_hidden and not _STILL.search(block[: match.start()]):
            return match
    return None


def _written(place: re.Match[str], day: date) -> str:
    if month := place["month"]:
        number = _MONTHS.index(month) + 1
        return f"in {month} {day.year - (number >= day.month)}"
    return f"on {_spoken(day + timedelta(_AWAY[place['word']]))}"


def _spoken(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _short(block: str) -> str:
    words = html.text(block).strip()
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
