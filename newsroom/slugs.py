"""The one maker of slugs: transliterated where possible, else a short hash, never empty."""

import hashlib
import re

from anyascii import anyascii

LENGTH = 80  # characters; long enough for a headline, short enough for a link in a mail


def slugify(text: str, fallback: str = "") -> str:
    """Return 1 to 80 characters of `a-z0-9-` for any text, the same for the same text.

    A text of which nothing can be transliterated (emoji, signs) gives the slug of `fallback`,
    or else eight hex digits of its SHA-256.
    """
    words = re.findall(r"[a-z0-9]+", anyascii(text.replace("’", "").replace("'", "")).lower())
    slug = _cut("-".join(words))
    if slug:
        return slug
    if fallback:
        return slugify(fallback)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def sort_name(name: str) -> str:
    """Return the key by which a name is listed, `last name, first names`, in plain letters.

    The embedded server has no ICU collations, so the order is stored.
    """
    words = anyascii(name).casefold().split()
    return ", ".join(filter(None, [" ".join(words[-1:]), " ".join(words[:-1])]))


def _cut(slug: str) -> str:
    if len(slug) <= LENGTH:
        return slug
    return slug[: LENGTH + 1].rpartition("-")[0] or slug[:LENGTH]
