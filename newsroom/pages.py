"""What public pages have in common: how they answer, and how their lists are paged.

A list is paged by the row where the last page ended, never by number: `?before=` holds that row's
time, in microseconds since 1970, and its id. No page counts, and none costs more than the first.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps

from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

PAGE_LENGTH = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY = re.compile(r"(-?[0-9]{1,18})-([0-9]{1,19})")
LARGEST_ID = 2**63 - 1


@lru_cache(maxsize=10_000)
def path_to(name: str, *args, **kwargs) -> str:
    """Return the path of an address by its name.

    A page shows dozens and they never change, so what was found once is kept.
    """
    return reverse(name, args=args, kwargs=kwargs)


def for_everyone(response):
    """Say that the answer is the same for all, and to be asked for again at each use."""
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def public_page(view):
    """A page for readers: only read, asked again at each use, and the same for everyone.

    It holds no form that changes anything, so that any other method is 405 rather than a question
    of tokens.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        return for_everyone(view(request, *args, **kwargs))

    return csrf_exempt(require_safe(conditional_page(answer)))


@dataclass(frozen=True)
class Key:
    """Where a page of a list ends: the row's time and id."""

    moment: datetime
    pk: int

    def __str__(self):
        microseconds = (self.moment - EPOCH) // timedelta(microseconds=1)
        return f"{microseconds}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """Return the key in an address, or raise Http404."""
        match = KEY.fullmatch(text)
        if not match or int(match[2]) > LARGEST_ID:
            raise Http404
        try:
            return cls(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
        except OverflowError as error:
            raise Http404 from error


def key_of(request) -> Key | None:
    """Return the key that the reader came with; what cannot be one leads nowhere."""
    text = request.GET.get("before")
    return None if text is None else Key.read(text)


@dataclass(frozen=True)
class Page:
    """A stretch of a list, and the key of the next one if there is more."""

    rows: list
    next_key: Key | None
    is_first: bool


def page_of(
    request, rows, pk: str = "pk", length: int = PAGE_LENGTH, moment: str = "published_at"
) -> Page:
    """Return the page of `rows`, newest first by (`moment`, `pk`), that the reader asks for.

    A page behind the end of the list is a 404, an empty list is a first page without rows.
    """
    key = key_of(request)
    if key:
        # The row comparison alone, rather than an OR, lets PostgreSQL start inside the index.
        rows = rows.filter(**{f"{moment}__lte": key.moment}).exclude(
            **{moment: key.moment, f"{pk}__gte": key.pk}
        )
    found = list(rows.order_by(f"-{moment}", f"-{pk}")[: length + 1])
    if key and not found:
        raise Http404
    shown = found[:length]
    last = shown[-1] if len(found) > length else None
    next_key = Key(getattr(last, moment), getattr(last, pk)) if last else None
    return Page(shown, next_key, key is None)
