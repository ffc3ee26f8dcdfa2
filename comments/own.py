"""Which comments this browser sent, so that their writer alone sees them while they wait.

A signed cookie under /comments/ holds their numbers: no session, no account, no row.
"""

from django.conf import settings
from django.core import signing

from articles.models import Article
from comments import conversation
from comments.models import Comment

COOKIE = "own_comments"
SALT = "comments.own"
PATH = "/comments/"
MOST = 50  # numbers of a cookie, the newest
SECONDS = 30 * 24 * 3600


def numbers(request) -> list[int]:
    """Return the numbers of the own comments, the oldest first."""
    try:
        text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []
    return [int(number) for number in text.split(".") if number]


def remember(request, response, comment: Comment) -> None:
    kept = [number for number in numbers(request) if number != comment.pk]
    response.set_signed_cookie(
        COOKIE,
        ".".join(str(number) for number in [*kept, comment.pk][-MOST:]),
        salt=SALT,
        max_age=SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def one(request, pk: int) -> Comment | None:
    """Return an own comment in whatever state, as long as its article is public."""
    if pk not in numbers(request):
        return None
    comment = Comment.all_objects.filter(pk=pk).first()
    if comment is None:
        return None
    article = conversation.article(comment.article_id)
    if article is None:
        return None
    comment.article = article
    return comment


def waiting(request, article: Article) -> list[Comment]:
    """Return the own comments under a public article that nobody else can read yet."""
    own = numbers(request)
    if not own:
        return []
    return list(Comment.all_objects.filter(pk__in=own, article=article).waiting())


def has_spoken(email: str) -> bool:
    """Whether any comment of this writer stands."""
    earlier = Comment.all_objects.by_writer(email)
    return earlier.filter(status=Comment.Status.APPROVED).exists()
