"""What lists of articles need beside the articles: the names in their bylines, in one query."""

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Article, Byline


def add_names(articles: list[Article]) -> None:
    """Bring the bylines of all these articles along, with their authors."""
    credits = Byline.objects.select_related("author")
    prefetch_related_objects(articles, Prefetch("bylines", credits))
