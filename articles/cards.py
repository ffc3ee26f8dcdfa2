"""Articles as cards of a list: by their ids, and with the names in their bylines."""

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Article, Byline
from newsroom.prepared import Prepared, listed


def by_id(ids: set[int]) -> dict[int, Article]:
    """Return those of these articles that readers see, in one query."""
    return {article.pk: article for article in _of(ids=list(ids))} if ids else {}


@Prepared
def _of(ids):
    return Article.objects.filter(pk__in=listed(ids)).for_cards()


def add_names(articles: list[Article]) -> None:
    """Bring the bylines of all these articles along, with their authors, in one query."""
    credits = Byline.objects.select_related("author")
    prefetch_related_objects(articles, Prefetch("bylines", credits))
