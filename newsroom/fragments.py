"""Parts of pages that are drawn once for what they show.

A fragment's template sees the values it was given and nothing else: no request, no site, no clock.
So the same values in the same language always give the same words, and what was drawn once is
handed out again: a card of a list, the paper's head and foot.
"""

from functools import lru_cache
from types import NoneType

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 2_000  # some 4 kB each with what they were drawn for
PLAIN = (str, SafeString, int, bool, NoneType)


def draw(template: str, /, **values) -> SafeString:
    """Return the template with these values: texts, numbers, or rows of them in tuples.

    Raises `TypeError` for any other value: of what can change inside, or is equal to something that
    reads differently, nobody could tell whether it was drawn before.
    """
    drawn = _drawn.__wrapped__ if settings.DEBUG else _drawn  # templates are being written
    return drawn(template, get_language(), **values)


@lru_cache(maxsize=KEPT, typed=True)  # a safe text equals an unsafe one, and 1 equals True
def _drawn(template: str, spoken: str, /, **values) -> SafeString:
    for name, value in values.items():
        if not _is_fit(value):
            raise TypeError(f"{name}: a fragment shows texts and numbers, not {value!r}.")
    return get_template(template).render(values)


def _is_fit(value) -> bool:
    if isinstance(value, tuple):  # the types inside are no part of the key
        return all(type(each) in (str, int) or _is_rows(each) for each in value)
    return type(value) in PLAIN


def _is_rows(value) -> bool:
    return isinstance(value, tuple) and all(type(each) in (str, int) for each in value)
