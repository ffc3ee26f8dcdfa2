"""An article's conversation as its page shows it: two queries, every value ready to be printed.

A long one is paged by the comment where the last page ended, never by number: `?comments=` holds
the number of its thread's first comment, and its own. What was removed keeps its place and nothing
else: neither name nor words nor time of it leave this module.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments.models import Comment, Mode, Terms
from newsroom import html
from newsroom.pages import LARGEST_ID, path_to
from newsroom.prepared import Prepared

LENGTH = 200
KEY = re.compile(r"([0-9]{1,19})-([0-9]{1,19})")
COLUMNS = ("pk", "root", "status", "name", "by_staff", "posted_at", "text")


class Key(NamedTuple):
    """A place in a conversation: behind this comment."""

    root: int
    pk: int

    def __str__(self):
        return f"{self.root}-{self.pk}"

    @classmethod
    def read(cls, text: str | None) -> "Key | None":
        """Return the key that the reader came with; what cannot be one leads nowhere."""
        if text is None:
            return None
        match = KEY.fullmatch(text)
        key = cls(int(match[1]), int(match[2])) if match else None
        if key is None or max(key) > LARGEST_ID:
            raise Http404
        return key


class Place(NamedTuple):
    """One place in a conversation: a comment, or only the place of one that was removed.

    A list within the list holds the replies; `begins` and `ends` say where one opens and closes.
    """

    pk: str
    is_reply: bool
    begins: bool
    ends: bool
    is_removed: bool = False
    name: str = ""
    by_staff: bool = False
    time: SafeString | str = ""
    text: SafeString | str = ""


@dataclass(frozen=True)
class Conversation:
    article: int
    terms: Terms
    places: list[Place]
    next_key: Key | None = None
    is_first: bool = True

    @property
    def is_open(self) -> bool:
        return not self.terms.is_closed

    @property
    def form(self) -> str:
        return path_to("comments:form", self.article)

    @property
    def is_premoderated(self) -> bool:
        return self.terms.mode == Mode.PREMODERATED

    @property
    def ends_within(self) -> bool:
        return bool(self.places) and self.places[-1].is_reply

    @classmethod
    def of(cls, article: Article, after: str | None = None) -> "Conversation | None":
        """Return a stretch of a public article's conversation; None if it is not public.

        `after` is the key that the reader came with; one without comments behind it is a 404.
        """
        key = Key.read(after)
        terms = Terms.of(article.pk, counted=True)
        if terms is None:
            return None
        rows = _rows(article.pk, key) if terms.count else []
        if key and not rows:
            raise Http404
        shown = rows[:LENGTH]
        next_key = Key(shown[-1][1], shown[-1][0]) if len(rows) > LENGTH else None
        return cls(article.pk, terms, list(_places(shown)), next_key, key is None)


def article(pk: int | None) -> Article | None:
    """Return an article that is public now, without its text."""
    return Article.objects.defer("body", "body_text", "search").filter(pk=pk).first()


def address_of(comment: Comment) -> str:
    """Return where a readable comment stands: the page of its conversation, at its place."""
    root = comment.parent_id or comment.pk
    key = None
    if _is_beyond(comment.article_id, None, Key(root, comment.pk)):
        key = Key(root, 0)
        if _is_beyond(comment.article_id, key, Key(root, comment.pk)):
            key = Key(root, comment.pk - 1)
    query = f"?comments={key}" if key else ""
    return f"{comment.article.get_absolute_url()}{query}#comment-{comment.pk}"


def _in_order(article: int):
    rows = Comment.shown.filter(article=article).annotate(root=Coalesce("parent_id", "pk"))
    return rows.order_by("root", "pk")


def _behind(rows, key: Key | None):
    """Return what stands behind a key."""
    if key is None:
        return rows
    # The row comparison alone, rather than an OR, lets PostgreSQL start inside the index.
    return rows.filter(root__gte=key.root).exclude(root=key.root, pk__lte=key.pk)


@Prepared
def _first_rows(article):
    return _in_order(article).values_list(*COLUMNS)[: LENGTH + 1]


def _rows(article: int, key: Key | None) -> list[tuple]:
    """Return a page's rows, and one more if there is a next page."""
    if key is None:
        return _first_rows(article=article)
    return list(_behind(_in_order(article), key).values_list(*COLUMNS)[: LENGTH + 1])


def _is_beyond(article: int, key: Key | None, place: Key) -> bool:
    """Whether a place lies behind the page that starts at `key`; at most a page is counted."""
    rows = _behind(_in_order(article), key).filter(root__lte=place.root)
    return rows.exclude(root=place.root, pk__gt=place.pk)[: LENGTH + 1].count() > LENGTH


def _places(rows):
    zone, was_reply = timezone.get_current_timezone(), False
    for pk, root, status, name, by_staff, posted_at, text in rows:
        is_reply = pk != root
        lists = (is_reply, is_reply and not was_reply, was_reply and not is_reply)
        was_reply = is_reply
        if status == Comment.Status.REMOVED:
            yield Place(str(pk), *lists, is_removed=True)
        else:
            words = (name, by_staff, _time(posted_at.astimezone(zone)), html.plain(text))
            yield Place(str(pk), *lists, False, *words)


def _time(local: datetime) -> SafeString:
    """As `{% moment %}` draws it, in a tenth of the time: a page has two hundred of them."""
    words = f"{local.day} {MONTHS[local.month]} {local:%Y, %H:%M}"
    return mark_safe(f'<time datetime="{local.isoformat(timespec="seconds")}">{words}</time>')
