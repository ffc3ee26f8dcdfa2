"""What a stored text says: its words, its first paragraph, its headings, its pictures.

A pull quote repeats words and is never read. A footnote's words are read after the text.
"""

import re
from collections import Counter
from html import unescape

from newsroom import nesting, sentences
from newsroom.html.door import HAS_BLOCK, HUGE_REFERENCE, INLINE, MAX_BYTES
from newsroom.html.figures import PULL
from newsroom.html.rules import PHOTO
from newsroom.slugs import slugify

NOTE = re.compile(r'<span class="note">(?P<words>[^<]*+)</span>')
HEADING = re.compile(
    r'<h(?P<level>[23])(?P<lang> lang="[a-z-]+")?>(?P<inner>.*?)(?P<end></h(?P=level)>|\Z)',
    re.DOTALL,
)
_ENDS_LINE = nesting.BLOCKS - {"td", "th"} | {"br", "hr"}
_CELLS = {"td", "th"}
_ASIDE = re.compile(r"<(figure|blockquote)\b.*?(?:</\1>|\Z)", re.DOTALL)
_PARAGRAPH = re.compile(r'<p(?: lang="[a-z-]+")?>(.*?)(?:</p>|\Z)', re.DOTALL)
_SRC = re.compile(rf' src="{PHOTO.pattern}"')


def text(html: str) -> str:
    """Return the words without the tags, a block to a line, at most 300 kB of UTF-8."""
    html = PULL.sub("", html)
    notes = "".join(f"<p>{match['words']}</p>" for match in NOTE.finditer(html))
    return _plain(NOTE.sub("", html) + notes)


def _plain(html: str) -> str:
    html = nesting.TAG.sub(_as_text, re.sub(r"[ \t\n\r\f]+", " ", html))
    lines = (line.strip() for line in unescape(HUGE_REFERENCE.sub("&amp;", html)).split("\n"))
    joined = "\n".join(line for line in lines if line)
    return joined.encode(errors="ignore")[:MAX_BYTES].decode(errors="ignore")


def _as_text(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name in _CELLS:
        return " " if match["close"] else ""
    return "\n" if name in _ENDS_LINE else ""


def words(html: str) -> int:
    """Count what a reader reads, footnotes too; a pull quote says nothing new."""
    return sentences.words(text(html))


def first_paragraph(html: str) -> str:
    """Return the first paragraph with words in it, as text on one line; quotes come last."""
    html = NOTE.sub("", PULL.sub("", html))
    for source in (_ASIDE.sub("", html), html):
        for match in _PARAGRAPH.finditer(source):
            if plain := _plain(match[1]):
                return plain.replace("\n", " ")
    return _plain(html).partition("\n")[0]


def summary(source: str, limit: int = 200) -> str:
    """Return the first paragraph of HTML or of plain text, ended at a sentence within `limit`."""
    is_html = HAS_BLOCK.search(source) or INLINE.search(source)
    paragraph = first_paragraph(source) if is_html else sentences.first_paragraph(source)
    return sentences.shorten(paragraph, limit)


def headings(html: str) -> list[tuple[int, str, str]]:
    """Return (level, anchor, text) of each heading that has words, anchors unique in the text."""
    found, taken = [], Counter()
    for match in HEADING.finditer(html):
        if plain := heading_words(match["inner"]):
            anchor = _free(f"h-{slugify(plain, 'section')}", taken)
            found.append((int(match["level"]), anchor, plain))
    return found


def heading_words(inner: str) -> str:
    """Return a heading's words on one line, without those of its footnotes."""
    return _plain(NOTE.sub("", inner)).replace("\n", " ")


def _free(anchor: str, taken: Counter[str]) -> str:
    """Return `anchor`, numbered from the second on; the prefix keeps it off the page's own ids."""
    name = anchor
    while name in taken:
        taken[anchor] += 1
        name = f"{anchor}-{taken[anchor]}"
    taken[name] = 1
    return name


def photo_tokens(html: str) -> list[str]:
    """Return the tokens of the pictures a text shows, in its order."""
    return [match["token"] for match in _SRC.finditer(html)]


def empty_notes(html: str) -> int:
    """Count the footnotes that say nothing: readers would follow a number to a blank."""
    return sum(not _plain(match["words"]) for match in NOTE.finditer(html))
