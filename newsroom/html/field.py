"""What a plain field gives: HTML, or paragraphs between blank lines, or both."""

import re

from django.utils.html import escape

from newsroom import nesting
from newsroom.html.door import HAS_BLOCK, INLINE, STRAY, clean, readable
from newsroom.html.reading import text as text_of
from newsroom.html.typed import BLANK_LINES

_BLANK = re.compile(rf"({BLANK_LINES.pattern})")


def from_field(text: str) -> str:
    """Return clean HTML for what a plain field sent: HTML, or paragraphs between blank lines.

    A text with a block tag is HTML, in which words that stand alone between blank lines are
    paragraphs. Otherwise a text with tags like `<em>` keeps these, and in a text without any tag
    every character stands for itself. A `<` that begins no tag is text.
    """
    text = readable(text)
    if not HAS_BLOCK.search(text):
        text = _typed(text if INLINE.search(text) else str(escape(text)))
    html = clean(STRAY.sub("&lt;", text))
    if (mixed := _with_paragraphs(html)) != html:
        html = clean(mixed)
    return html if _shows_something(html) else ""


def _with_paragraphs(html: str) -> str:
    """Make paragraphs of words that stand alone between blank lines, outside of any block."""
    nest, parts = nesting.Nest(), _BLANK.split(html)
    for n, part in enumerate(parts):
        is_outside = nest.depth == 0
        for name, closing, _ in nesting.tags(part):
            nest.feed(name, closing)
        if is_outside and not nest.depth and not HAS_BLOCK.search(part) and text_of(part):
            parts[n] = _typed(part)
    return "".join(parts)


def _typed(text: str) -> str:
    paragraphs = BLANK_LINES.split(text.strip("\n"))
    return "".join(f"<p>{_INLINE_OR_NEWLINE.sub(_break, part)}</p>" for part in paragraphs)


_INLINE_OR_NEWLINE = re.compile(rf"{INLINE.pattern}|\n", re.IGNORECASE)


def _break(match: re.Match[str]) -> str:
    return "<br>" if match[0] == "\n" else match[0]


# What is something without a word that `text` reads; an empty note is shown as missing its own.
_SHOWN = ("<img ", "<hr>", "<table>", '<figure class="pull">', '<span class="note">')


def _shows_something(html: str) -> bool:
    return bool(text_of(html)) or any(part in html for part in _SHOWN)
