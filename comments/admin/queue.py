"""The desk's lists of comments: the queue, what was decided, and how they are paged.

The queue stands oldest first, what was decided newest first; each is paged by its last row's id.
"""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from articles.models import Article, Story
from articles.models.article import visible
from comments.admin import cards, deciding
from comments.admin.known import known_to, shut_to
from comments.admin.threads import OWN_TERMS
from comments.models import Comment
from comments.models.comment import MODERATE, Status
from newsroom.database import Now
from newsroom.pages import LARGEST_ID

LENGTH = 20
COUNTED = 100  # nobody needs to know by how much the queue is longer
SEE_WRITER = "comments.see_writer"
HEAVY = tuple(
    f"article__{field}" for field in ("body", "body_text", "search", "standfirst", "summary")
)


@dataclass(frozen=True)
class Tab:
    """One list: the status it shows (none: all), and what to do when it is empty."""

    name: str
    label: str
    empty: str
    status: str = ""

    @property
    def is_queue(self) -> bool:
        return self.status == Status.PENDING


TABS = {
    tab.name: tab
    for tab in (
        Tab(
            "waiting",
            "Waiting",
            "Nothing waits. A comment comes here when a rule holds it; what was decided stands "
            "under the other words above.",
            Status.PENDING,
        ),
        Tab(
            "approved",
            "Approved",
            "No comment is approved here. Approve one under “Waiting”.",
            Status.APPROVED,
        ),
        Tab(
            "rejected",
            "Rejected",
            "No comment is rejected here. A rejected one can still be approved.",
            Status.REJECTED,
        ),
        Tab(
            "removed",
            "Removed",
            "No comment is removed here. What readers could see already is removed from "
            "“Approved”.",
            Status.REMOVED,
        ),
        Tab("all", "All", "There is no comment here yet. The first one will come by itself."),
    )
}


class Filters(forms.Form):
    """The only lookups there are: an address cannot ask for another."""

    article = forms.ModelChoiceField(Article.all_objects.none(), required=False)
    writer = forms.ModelChoiceField(Comment.all_objects.all(), required=False)

    def __init__(self, data, user):
        super().__init__(data)
        # Of what readers cannot see, a moderator knows what was written under, and no more.
        own = Story.objects.editable_by(user).values("article")
        discussed = Comment.all_objects.filter(article=models.OuterRef("pk"))
        known = visible() | models.Exists(discussed) | models.Q(pk__in=own)
        articles = Article.all_objects.exclude(pk__in=shut_to(user)).filter(known)
        self.fields["article"].queryset = articles.defer(*cards.LONG)
        if not user.has_perm(SEE_WRITER):
            del self.fields["writer"]  # it would tell whose e-mail is the same
        self.is_valid()


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    tab: Tab
    article: Article | None
    writer: Comment | None
    key: int | None
    user: object

    @classmethod
    def of(cls, request) -> "Asked":
        tab = TABS.get(request.GET.get("list", ""), TABS["waiting"])
        given = Filters(request.GET, request.user).cleaned_data
        return cls(tab, given.get("article"), given.get("writer"), _key(request), request.user)

    def query(self, tab: Tab | None = None, key: int | None = None) -> str:
        """Return the query string of this list, of the same under another tab, or from a key."""
        asked = {"list": (tab or self.tab).name, "article": self.article and self.article.pk}
        asked |= {"writer": self.writer and self.writer.pk, "from": key}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def rows(self):
        """Return the comments that the filters leave, of whatever status."""
        rows = known_to(self.user)
        if self.writer:
            rows = rows.by_writer(self.writer.email)
        return rows.filter(article=self.article) if self.article else rows

    def page(self) -> tuple[list[Comment], int | None]:
        """Return a stretch of the list, and the next key if there is more."""
        rows = self.rows()
        if self.tab.status:
            rows = rows.filter(status=self.tab.status)
        if self.key:
            rows = rows.filter(**{"pk__gt" if self.tab.is_queue else "pk__lt": self.key})
        order = "pk" if self.tab.is_queue else "-pk"
        found = list(with_all(rows, self.user).order_by(order)[: LENGTH + 1])
        return found[:LENGTH], found[LENGTH - 1].pk if len(found) > LENGTH else None

    def with_lost(self, rows: list[Comment], end: int | None, lost: list[int]) -> list[Comment]:
        """Put those that somebody else decided first back in their places, to say so there."""
        missing = set(lost) - {comment.pk for comment in rows}
        rows_there = with_all(self.rows(), self.user).filter(pk__in=missing)
        found = [comment for comment in rows_there if self._holds(comment.pk, end)]
        return sorted([*rows, *found], key=lambda c: c.pk, reverse=not self.tab.is_queue)

    def _holds(self, pk: int, end: int | None) -> bool:
        start = self.key or (0 if self.tab.is_queue else LARGEST_ID + 1)
        end = end or (LARGEST_ID if self.tab.is_queue else 1)
        return start < pk <= end if self.tab.is_queue else end <= pk < start


def with_all(rows, user):
    """Bring along what a card shows of its article; the clock too."""
    story = Story.objects.open_to(user).filter(article=models.OuterRef("article"))
    is_public = models.ExpressionWrapper(visible("article__"), models.BooleanField())
    return (
        rows.select_related("article", "parent", "user")
        .defer(*HEAVY)
        .annotate(
            story=models.Subquery(story.values("pk")),
            is_public=is_public,
            newsroom_time=Now(),
            **OWN_TERMS,
        )
    )


def comment_list(admin, request):
    """Draw the list; `?list=` names it, the filters narrow it."""
    asked = Asked.of(request)
    rows, end = asked.page()
    last = deciding.last(request)
    if last and last.lost:
        rows = asked.with_lost(rows, end, last.lost_ones)
    waiting = known_to(request.user).waiting()[: COUNTED + 1].count()
    context = {
        **_context(admin, request, rows),
        "title": "Comments",
        "asked": asked,
        "tabs": [(tab, asked.query(tab)) for tab in TABS.values()],
        "waiting": said_count(waiting),
        "last": last,
        "next": asked.query(key=end) if end else "",
        "first": asked.query() if asked.key else "",
        "clear": asked.query()
        if not (asked.article or asked.writer)
        else "?list=" + asked.tab.name,
        "back": request.get_full_path(),
        "bulk": cards.verbs_from(asked.tab.status),
    }
    return TemplateResponse(request, "admin/comments/comment/change_list.html", context)


def comment_page(admin, request, comment: Comment):
    """One comment with all that happened to it."""
    context = {
        **_context(admin, request, [comment]),
        "title": f"Comment {comment.pk}",
        "comment": comment,
        "last": deciding.last(request),
        "back": request.path,
    }
    return TemplateResponse(request, "admin/comments/comment/comment.html", context)


def said_count(number: int) -> str:
    return f"{COUNTED}+" if number > COUNTED else str(number)


def _context(admin, request, rows: list[Comment]) -> dict:
    may_see_writer = request.user.has_perm(SEE_WRITER)
    return {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "cards": cards.cards(rows, may_see_writer),
        "sees_writer": may_see_writer,
        "moderates": request.user.has_perm(MODERATE),
        "changes_terms": request.user.has_perm("comments.change_thread"),
        "reasons": cards.REASONS,
    }


def _key(request) -> int | None:
    """Return the id that a page begins after; what cannot be one leads nowhere."""
    text = request.GET.get("from")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text[:20]) <= LARGEST_ID:
        raise Http404
    return int(text)
