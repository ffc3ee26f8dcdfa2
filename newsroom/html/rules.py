"""What a story may contain: its tags, and of each the attributes with the rule for their value."""

import re
from collections.abc import Callable
from functools import cache

from django.core.exceptions import ValidationError

from newsroom import choices, nesting

TAGS = nesting.FORMATTING | nesting.PLAIN | nesting.BLOCKS | nesting.VOID
SCHEMES = {"http", "https", "mailto", "tel"}

PHOTO = re.compile(r"/admin/photos/(?P<token>[0-9a-f]{32})/[0-9]{2,4}\.(?:webp|jpg)")
_LINK = re.compile(
    r"https?://[^\s/?#\\][^\\]*|mailto:[^\s\\]+@[^\s\\]+|tel:[+0-9][-0-9().%]*|/(?![/\\])[^\\]*",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"-?[0-9]{1,6}")


class Refused(ValidationError, ValueError):
    """Text that cannot be stored; its message tells the writer what to do."""

    def __str__(self) -> str:
        return str(self.message)


def _href(value: str) -> str | None:
    """Keep links to the web, to mail and telephone, and to this site's own paths."""
    value = re.sub(r"[\t\n\r]", "", value).strip(" ").replace(" ", "%20")
    return value if _LINK.fullmatch(value) else None


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _ in choices.languages())


def _language(value: str) -> str | None:
    """Keep a language that a story may have; of one that is written more exactly, the base."""
    value = value.lower()
    return next((code for code in (value, value.split("-")[0]) if code in _codes()), None)


def _only(pattern: re.Pattern[str] | str) -> Callable[[str], str | None]:
    pattern = re.compile(pattern)
    return lambda value: value if pattern.fullmatch(value) else None


# Each rule takes the decoded value and returns the one to keep, or None.
ATTRIBUTES: dict[str, dict[str, Callable[[str], str | None]]] = {
    "a": {"href": _href, "title": str, "lang": _only(_LANGUAGE)},
    "blockquote": {"lang": _language},
    "figure": {"class": _only("quote|pull|embed")},
    "h2": {"lang": _language},
    "h3": {"lang": _language},
    "img": {"src": _only(PHOTO), "alt": str},
    "ol": {"start": _only(_NUMBER)},
    "p": {"lang": _language},
    "span": {"class": _only("note"), "lang": _language},
    "th": {"scope": _only("col|row")},
}


def attribute(tag: str, name: str, value: str) -> str | None:
    rule = ATTRIBUTES.get(tag, {}).get(name)
    return rule(value) if rule else None
