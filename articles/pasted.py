"""A whole piece pasted into an empty story, taken apart: what seems to be its headline, standfirst,
date, byline, caption, and what belongs to the page it came from.

Only offers: each part says which blocks it takes, a person says yes or no to each, and every block
is either in a part or stays in the text.
"""

import re
from datetime import date
from typing import NamedTuple

from articles import blocks
from articles.checks import LOOSE, is_furniture
from newsroom import html

HEADLINE, STANDFIRST, DATE, BYLINE = "headline", "standfirst", "earlier_date", "bylines"
CAPTION, AUTHOR, FURNITURE = "lead_caption", "author", "furniture"
HEADING, JOINED = "heading", "joined"  # these stay in the text, as a heading and as one paragraph
LONGEST_HEADLINE, LONGEST_STANDFIRST, LONGEST_LINE, LONGEST_HEADING = 300, 600, 80, 120
MOST_ABOVE = 12  # blocks above the text
PARAGRAPH = re.compile(r"<p>(.*)</p>", re.DOTALL)
FEWEST = 3  # blocks; with fewer there is nothing to take apart


class Part(NamedTuple):
    """Blocks that seem to be something else than text; `value` is what the field would hold."""

    kind: str
    places: tuple[int, ...]
    value: str


def taken_apart(body: str) -> list[Part]:
    """Return what a body seems to hold besides its text, in its order."""
    found = blocks.split(body)
    texts = [" ".join(html.text(block).split()) for block in found]
    if len(texts) < FEWEST or not _may_be_headline(texts[0]):
        return []
    parts = [Part(HEADLINE, (0,), texts[0]), *_above(texts)]
    end = max(_end(texts), len(parts))
    taken = {place for part in parts for place in part.places}
    between = (n for n in range(1, end) if n not in taken and is_furniture(texts[n]))
    parts += [Part(FURNITURE, (n,), texts[n]) for n in between]
    taken.update(range(end, len(texts)), *(part.places for part in parts))
    parts += _inside(found, texts, taken)
    return sorted([*parts, *_below(texts, end)], key=lambda part: part.places)


def applied(body: str, parts: list[Part]) -> str:
    """Return the body with these parts taken out, made headings, or joined."""
    found = blocks.split(body)
    for part in parts:
        first, *others = part.places
        if part.kind == HEADING:
            found[first] = PARAGRAPH.sub(r"<h2>\1</h2>", found[first])
        elif part.kind == JOINED:
            texts = (PARAGRAPH.fullmatch(found[n].strip())[1] for n in part.places)
            found[first] = f"<p>{' '.join(texts)}</p>"
        for n in others if part.kind in (HEADING, JOINED) else part.places:
            found[n] = ""
    return blocks.joined([block for block in found if block])


def _may_be_headline(text: str) -> bool:
    return 0 < len(text) <= LONGEST_HEADLINE and not text.endswith((".", ",", ":", ";"))


def _above(texts: list[str]) -> list[Part]:
    """What stands between the headline and the first paragraph: lines that say what they are."""
    headline, last, kinds = _loose(texts[0]), 0, {}
    for n in range(1, min(len(texts) - 1, MOST_ABOVE)):
        kind = _kind(texts[n], headline)
        if kind:
            kinds[n], last = kind, n
        elif n - last > 1 or len(texts[n]) > LONGEST_STANDFIRST:
            break  # two blocks that are nothing else: the text has begun
    return [_part(n, kinds, texts, headline) for n in range(1, last + 1)]


def _kind(text: str, headline: str) -> tuple[str, str] | None:
    if _loose(text) == headline:
        return FURNITURE, text
    if len(text) > LONGEST_LINE:
        return None
    if day := date_of(text):
        return DATE, day.isoformat()
    if match := _BY.fullmatch(text):
        return BYLINE, match["name"].strip()
    return (FURNITURE, text) if is_furniture(text) else None


def _part(n: int, kinds: dict, texts: list[str], headline: str) -> Part:
    """A block between such lines: the standfirst first, then a picture's caption."""
    if n in kinds:
        kind, value = kinds[n]
        return Part(kind, (n,), value)
    is_first = all(_loose(texts[k]) == headline for k in range(1, n))
    return Part(STANDFIRST if is_first else CAPTION, (n,), texts[n])


def _inside(found: list[str], texts: list[str], taken: set[int]) -> list[Part]:
    """Paragraphs that seem to be headings, and quotations cut off from who said them."""
    is_plain = [PARAGRAPH.fullmatch(block.strip()) is not None for block in found]
    parts = []
    for n in range(1, len(texts) - 1):
        if {n, n + 1} & taken or not (is_plain[n] and is_plain[n + 1]):
            continue
        if _OPEN_QUOTE.fullmatch(texts[n]) and len(texts[n + 1]) <= 400:
            parts.append(Part(JOINED, (n, n + 1), f"{texts[n]} {texts[n + 1]}"))
        elif _may_be_heading(texts[n]) and len(texts[n + 1]) > len(texts[n]):
            parts.append(Part(HEADING, (n,), texts[n]))
    return parts


def _may_be_heading(text: str) -> bool:
    ends = text[-1:] in '.,:;!…”"’»)' or not text
    return not ends and len(text) <= LONGEST_HEADING and not text[0].islower()


_OPEN_QUOTE = re.compile(r"[“\"„«][^“”\"„«»]{8,},[”\"“»]")
_ABOUT = re.compile(r"(?:about|meet) the (?:author|writer)s?|author bio(?:graphy)?", re.IGNORECASE)


def _end(texts: list[str]) -> int:
    """Return where the text ends: at the last furniture that has nothing but its like below."""
    end = len(texts)
    for n in range(len(texts) - 1, max(len(texts) // 2, 1), -1):
        if _ABOUT.fullmatch(texts[n]) or is_furniture(texts[n]):
            end = n
        elif end - n > 3:
            break
    return end


def _below(texts: list[str], end: int) -> list[Part]:
    parts, about = [], []
    for n in range(end, len(texts)):
        if is_furniture(texts[n]) or not texts[n]:
            parts.append(Part(FURNITURE, (n,), texts[n]))
        else:
            about.append(n)
    if about:
        parts.append(Part(AUTHOR, tuple(about), "\n".join(texts[n] for n in about)))
    return parts


_BY = re.compile(
    r"(?:(?:(?:written|story|text) )?by |(?:author|text): ?)(?P<name>[^.:]{3,70})", re.IGNORECASE
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november"),
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_DATE = re.compile(
    r"(?:(?:first )?(?:published|updated|posted|last updated|date)(?: on)?:? ?|\w+day,? )?"
    r"(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)?\.? (?P<month2>[A-Za-z]{3,9})\.?,? (?P<year2>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))"
    r"(?:[ T,|·–-]*(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,5})?)?",
    re.IGNORECASE,
)


def date_of(text: str) -> date | None:
    """Return the day that a line names, if it says nothing else."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = _MONTHS[(match["month"] or match["month2"]).lower()]
        return date(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))
    except (KeyError, ValueError):
        return None


def _loose(text: str) -> str:
    return LOOSE.sub(" ", text).strip().casefold()
