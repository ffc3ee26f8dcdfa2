"""Plain text shown as paragraphs: a biography, a reader's comment."""

import re
from collections.abc import Iterator

from bleach.linkifier import LinkifyFilter
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsroom.html.door import INVISIBLE, LINE_ENDS

BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def paragraphs(plain: str) -> SafeString:
    """Return plain text, such as a biography, as paragraphs between blank lines."""
    parts = BLANK_LINES.split(LINE_ENDS.sub("\n", plain).strip("\n"))
    drawn = (f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part.strip())
    return mark_safe("".join(drawn))


# A reader's plain text. The pattern reads escaped text; every repetition in it is possessive, so
# that no text takes longer than its length.

_NO_LINK = (
    r"\s<>&()\[\]\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\\^`{|}“”‘’«»、。「」『』【】（）"
)
_ENDS_SENTENCE = r".,;:!?*~…，；：！？"
_SIGN = rf"(?:[^{_NO_LINK}{_ENDS_SENTENCE}]|&amp;)"
_INSIDE = rf"(?:{_SIGN}|[{_ENDS_SENTENCE}])*+"
_WEB_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])https?://[\w-]++(?:\.[\w-]++)++(?::[0-9]{1,5}+)?"
    rf"(?:[/?#](?:{_SIGN}|\({_INSIDE}\)|\[{_INSIDE}\]|[{_ENDS_SENTENCE}]++(?={_SIGN}))*+)?",
    re.IGNORECASE,
)


def plain(text: str) -> SafeString:
    """Return a reader's plain text as paragraphs, with web addresses as links; never raises.

    Only what begins with http:// or https:// and names a host with a dot is an address; its words
    stay as typed. Stops and brackets around it stay outside.
    """
    html = str(escape(INVISIBLE.sub("", LINE_ENDS.sub("\n", text)))).strip("\n")
    html = linked(html)
    parts = (part.replace("\n", "<br>") for part in BLANK_LINES.split(html) if part.strip())
    return SafeString("".join(f'<p dir="auto">{part}</p>' for part in parts))


def linked(escaped: str, rel: str = "nofollow ugc noopener") -> str:
    """Return escaped text with its web addresses as links."""
    return "".join(_pieces(escaped, rel)) if "://" in escaped else escaped


def _pieces(escaped: str, rel: str) -> Iterator[str]:
    """Run bleach's search for addresses alone: its parser would take a hundred times as long."""
    tokens = [{"type": "Characters", "data": escaped}]
    for token in LinkifyFilter([], url_re=_WEB_ADDRESS).handle_links(tokens):
        if token["type"] == "StartTag":
            yield f'<a href="{token["data"][None, "href"]}" rel="{rel}">'
        else:
            yield "</a>" if token["type"] == "EndTag" else token["data"]
