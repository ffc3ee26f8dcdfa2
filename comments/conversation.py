"""An article's conversation as its page shows it: two queries, ready to be printed.

A long one is paged by the comment where the last page ended, never by number: `?comments=` holds
the number of its thread's first comment, and its own. What was removed keeps its place and nothing
else: neither name nor words nor time of it leave this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import NamedTuple

from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from articles.models import Article
from comments.models import Comment, Mode, Terms
from newsroom import html, words
from newsroom.dates import Writing, writing
from newsroom.pages import LARGEST_ID, path_to
from newsroom.prepared import Prepared

LENGTH = 50
KEY = re.compile(r"([0-9]{1,19})-([0-9]{1,19})")
# What stands between two places, by whether each is a reply; replies are a list within the list.
JOINTS = {
    (None, False): "",
    (None, True): "<li><ol>",
    (False, False): "</li>",
    (False, True): "<ol>",
    (True, True): "</li>",
    (True, False): "</li></ol></li>",
    (False, None): "</li>",
    (True, None): "</li></ol></li>",
}
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


@dataclass(frozen=True)
class Conversation:
    article: int
    terms: Terms
    places: SafeString  # items of a list
    next_key: Key | None = None
    is_first: bool = True

    @property
    def is_open(self) -> bool:
        return not self.terms.is_closed

    @property
    def form(self) -> str:
        return form_of(self.article)

    @property
    def is_premoderated(self) -> bool:
        return self.terms.mode == Mode.PREMODERATED

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
        form = None if terms.is_closed else form_of(article.pk)
        places = SafeString("\n".join(_places(shown, form, _answered(shown))))
        return cls(article.pk, terms, places, next_key, key is None)


def form_of(article: int) -> str:
    return path_to("comments:form", article)


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


def _answered(rows) -> str:
    """Return whom the first rows answer, if that comment stands on an earlier page."""
    if not rows or rows[0][0] == rows[0][1]:
        return ""
    roots = Comment.shown.filter(pk=rows[0][1]).exclude(status=Comment.Status.REMOVED)
    return roots.values_list("name", flat=True).first() or ""


def _places(rows, form: str | None, answered: str) -> Iterator[str]:
    """Draw each place: in a template, a page of them would take twice its time.

    `answered` is the writer of the thread that goes on here, as in `_answered`.
    """
    if not rows:
        return
    zone, said, was_reply = timezone.get_current_timezone(), Said.here(), None
    for pk, root, status, name, by_staff, posted_at, text in rows:
        is_reply = pk != root
        if not is_reply:
            answered = "" if status == Comment.Status.REMOVED else name
        yield JOINTS[was_reply, is_reply]
        was_reply = is_reply
        if status == Comment.Status.REMOVED:
            inner = f'<p class="comment-removed">{said.removed}</p>'
        else:
            local = posted_at.astimezone(zone)
            # Whoever goes on in a thread of their own answers somebody in it: only they know whom.
            to = escape(answered) if is_reply and answered != name else ""
            inner = said.comment(pk, escape(name), to, by_staff, local, text, form)
        yield f'<li><article class="comment" id="comment-{pk}">{inner}</article>'
    yield JOINTS[was_reply, None]


@dataclass(frozen=True)
class Said:
    """The words around comments in the language in force, looked up once a page."""

    writing: Writing
    badge: str
    removed: str
    reply: str
    reply_to: str
    answers: str

    @classmethod
    def here(cls) -> "Said":
        # Translators: a badge beside the name of a colleague who comments.
        badge = pgettext("badge", "Newsroom")
        reply = pgettext("verb", "Reply")
        # Translators: begins with the word above, which who sees the page says to press it.
        reply_to = gettext("Reply to {name}")
        # Translators: beside the name of who wrote a comment, and before the time of it.
        answers = gettext("answers {name}")
        return cls(writing(), *map(escape, (badge, words.REMOVED, reply, reply_to, answers)))

    def comment(self, pk, name: str, to: str, by_staff, local: datetime, text: str, form) -> str:
        badge = f' <span class="comment-badge">{self.badge}</span>' if by_staff else ""
        at = self.writing.moment(local)
        time = f'<time datetime="{local.isoformat(timespec="seconds")}">{at}</time>'
        whom = self.answers.format(name=f"<bdi>{to}</bdi>")
        answers = f' <span class="comment-to">{whom}</span>' if to else ""
        # All of it is one link to itself, so that whoever hears only links hears whose it is.
        head = f'<a href="/comments/{pk}/"><bdi>{name}</bdi>{badge}{answers} {time}</a>'
        drawn = f'<h3 class="comment-head">{head}</h3>\n'
        drawn += f'<div class="comment-text">{html.plain(text)}</div>'
        if form is None:
            return drawn
        label = f'aria-label="{self.reply_to.format(name=name)}"'
        reply = f'<a class="comment-reply" href="{form}?parent={pk}" {label}>{self.reply}</a>'
        return f"{drawn}\n{reply}"
