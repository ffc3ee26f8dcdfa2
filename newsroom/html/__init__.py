"""The one door for HTML: what may be stored, and how what is stored is read and shown.

`clean` is called on every write path. Everything else here takes clean HTML, in which `<` only
ever begins a tag, so that plain linear patterns may read it. Only this package knows bleach and
nh3.
"""

from newsroom.html.door import MAX_BYTES, clean
from newsroom.html.field import from_field
from newsroom.html.reading import (
    empty_notes,
    first_paragraph,
    headings,
    photo_tokens,
    summary,
    text,
    words,
)
from newsroom.html.rules import ATTRIBUTES, TAGS, Refused
from newsroom.html.showing import render, render_for_feed, with_anchors, with_pictures
from newsroom.html.typed import paragraphs, plain

__all__ = [
    "ATTRIBUTES",
    "MAX_BYTES",
    "TAGS",
    "Refused",
    "clean",
    "empty_notes",
    "first_paragraph",
    "from_field",
    "headings",
    "paragraphs",
    "photo_tokens",
    "plain",
    "render",
    "render_for_feed",
    "summary",
    "text",
    "with_anchors",
    "with_pictures",
    "words",
]
