"""Places in a body that a line can lead to: headings by their anchors, paragraphs by their first
words, so that one can be lengthened or mended later and still be found.
"""

import re

from articles import blocks
from newsroom import html
from newsroom.sentences import shorten
from newsroom.slugs import slugify

PARAGRAPH = re.compile(r'<p(?P<lang> lang="[a-z-]+")?>')
FIRST_WORDS = 60  # characters
LABEL = 90


def places(body: str) -> list[tuple[str, str]]:
    """Return (anchor, words) of each heading and paragraph, in the body's order, each once."""
    headings = iter(html.headings(body))
    found: dict[str, str] = {}
    for block in blocks.split(body):
        anchor = _anchor(block, headings)
        if anchor:
            found.setdefault(anchor, shorten(_words(block), LABEL))
    return list(found.items())


def with_places(body: str, wanted: set[str]) -> str:
    """Give each of the wanted paragraphs its id; headings get theirs as ever."""
    open_ones = {anchor for anchor in wanted if anchor.startswith("p-")}
    if not open_ones:
        return body
    parts = []
    for block in blocks.split(body):
        anchor = _of_paragraph(block)
        if anchor in open_ones:
            open_ones.discard(anchor)
            block = PARAGRAPH.sub(rf'<p\g<lang> id="{anchor}">', block, count=1)
        parts.append(block)
    return "".join(parts)


def _anchor(block: str, headings) -> str:
    """`headings` are all that are left of the body, from this block on."""
    own = [anchor for _, (_, anchor, _) in zip(html.headings(block), headings, strict=False)]
    return own[0] if own and block.startswith(("<h2", "<h3")) else _of_paragraph(block)


def _of_paragraph(block: str) -> str:
    """The prefix keeps it off the page's own ids."""
    words = _words(block) if PARAGRAPH.match(block) else ""
    return f"p-{slugify(words[:FIRST_WORDS], 'text')}" if words else ""


def _words(block: str) -> str:
    """Without those of its footnotes, which come on lines of their own."""
    return html.text(block).partition("\n")[0]
