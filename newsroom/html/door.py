"""What every text passes before it is stored: bleach, nh3, and the shapes that tags must have."""

import re
from html import unescape

import nh3
from bleach import html5lib_shim
from bleach.sanitizer import Cleaner

from newsroom import nesting
from newsroom.html import figures, shapes
from newsroom.html.rules import ATTRIBUTES, SCHEMES, TAGS, Refused, attribute

MAX_BYTES = 300_000
MAX_DEPTH = 32
MAX_TAGS = 20_000
PASSES = 6  # of nh3, which takes a thirtieth of bleach's time
MAX_TAG = 1_000  # characters of one tag without its quoted values: the parser is quadratic there

_CODE = re.compile(
    r"<(?P<name>script|style)(?=[\s/>])[^>]*+>?(?:.*?)(?P<end></(?P=name)\b[^>]*+(?:>|\Z)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
HUGE_REFERENCE = re.compile(r"&(?=#(?:[0-9]{8}|[xX][0-9a-fA-F]{7}))")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
# Control characters, byte order marks, noncharacters: nobody can type them, a feed forbids most.
INVISIBLE = re.compile(r"[\x01-\x08\x0e-\x1f\ufeff\ufffe\uffff]")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c]")

# What a text that people type shows of itself.
_NAMES = "|".join(sorted(html5lib_shim.HTML_TAGS))
_BLOCK_NAMES = "|".join(sorted(html5lib_shim.HTML_TAGS_BLOCK_LEVEL))
_INLINE_NAMES = "|".join(sorted(nesting.FORMATTING | nesting.PLAIN | {"br"}))
HAS_BLOCK = re.compile(rf"<(?:{_BLOCK_NAMES})(?=[\s/>])[^<>]*+>", re.IGNORECASE)
INLINE = re.compile(rf"</?(?:{_INLINE_NAMES})(?=[\s/>])[^<>]*+>", re.IGNORECASE)
STRAY = re.compile(rf"<(?!/?(?:{_NAMES})(?=[\s/>])[^<>]*+>|!--)", re.IGNORECASE)


def clean(html: str) -> str:
    """Return `html` with nothing but what a story may contain; the same again when cleaned again.

    Raises Refused, with a sentence for the writer, for what cannot be stored.
    """
    html = _CODE.sub(_without_code, readable(html))
    _check_nesting(html)
    html = HUGE_REFERENCE.sub("&amp;", html)
    html = _settled(_bleached(html))
    _check_size(html)
    _check_nesting(html)
    return html


def _settled(html: str) -> str:
    """Run nh3 until nothing changes: a tangle of more than eight links is untied step by step."""
    for _ in range(PASSES):
        before = html
        html = figures.settled(shapes.settled(readable(_sanitised(html))))
        if html == before:
            return html
    raise Refused(
        "The text has formatting that overlaps too often to be understood. "
        "Paste it as plain text and format it here."
    )


def readable(text: str) -> str:
    _check_size(text)
    if "\0" in text:
        raise Refused(
            "The text contains a NUL character, which cannot be stored. "
            "Copy the text again from its source, or type the passage anew."
        )
    return INVISIBLE.sub("", LINE_ENDS.sub("\n", text))


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise Refused(
            "The text contains half of a character, probably an emoji that was cut in two. "
            f"Delete the broken character near position {error.start + 1} and save again."
        ) from error
    if size > MAX_BYTES:
        raise Refused(
            f"The text has {size / 1000:,.0f} kB; the limit is {MAX_BYTES // 1000} kB. "
            "Shorten it or divide it into two stories."
        )


def _check_nesting(html: str) -> None:
    nest = nesting.Nest()
    for count, (name, closing, attributes) in enumerate(nesting.tags(html), 1):
        if count > MAX_TAGS or len(_QUOTED.sub("", attributes)) > MAX_TAG:
            raise Refused(
                "The text contains too much formatting code. "
                "Paste it as plain text and format it here."
            )
        if name in TAGS:
            nest.feed(name, closing)
        if nest.depth > MAX_DEPTH:
            raise Refused(
                f"The text has formatting nested more than {MAX_DEPTH} levels deep. Close what "
                "was opened, or paste the text as plain text and format it here."
            )


def _without_code(match: re.Match[str]) -> str:
    """Drop a whole script or style; one that is never closed is text that looks like it."""
    return "" if match["end"] else match[0]


def _bleached(html: str) -> str:
    """Run bleach; a cleaner serves one text, since it keeps state and threads share modules."""
    cleaner = Cleaner(tags=TAGS, attributes=_bleach_keeps, protocols=SCHEMES, strip=True)
    return cleaner.clean(_with_pre_newlines(html))


def _sanitised(html: str) -> str:
    return nh3.clean(
        _with_pre_newlines(html),
        tags=TAGS,
        attributes={tag: set(rules) for tag, rules in ATTRIBUTES.items()},
        attribute_filter=attribute,
        clean_content_tags=set(),
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _with_pre_newlines(html: str) -> str:
    """Double the newline after `<pre>`, since every parser drops one there."""
    return nesting.TAG.sub(_pre_newline, html) if "<pre" in html.lower() else html


def _pre_newline(match: re.Match[str]) -> str:
    opens_pre = match["name"] and match["name"].lower() == "pre" and not match["close"]
    return match[0] + "\n" if opens_pre and match.string[match.end() :][:1] == "\n" else match[0]


def _bleach_keeps(tag: str, name: str, value: str) -> bool:
    """Ask the same rules; bleach passes values with their character references undecoded."""
    return attribute(tag, name, unescape(value)) is not None
