"""Which comments a moderator may know of: all but those of what a sensitive story keeps from them.

What readers see, every moderator sees. A sensitive story's article that is taken down, or not out
yet, is there only for those whom the story names.
"""

from django.db.models import Q

from articles.models import Article, Story
from articles.models.article import visible
from comments.models import Comment


def shut_to(user):
    """The articles, few if any, of sensitive stories that neither readers nor this person see."""
    named = Story.objects.filter(is_sensitive=True, article__isnull=False).open_to(user)
    known = visible() | Q(pk__in=named.values("article"))
    return Article.all_objects.filter(is_sensitive=True).exclude(known).values("pk")


def known_to(user):
    return Comment.all_objects.exclude(article__in=shut_to(user))
