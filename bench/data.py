"""What the benchmark adds to the demo: 2,000 articles and a long conversation. Once a folder.

The articles are the demo's own in turn, so that they are as long as real ones. They are older than
all others, which leaves the front page as it is.
"""

import json
import sys
from datetime import timedelta

from django.db import transaction

from articles.models import Article, ArticlePhoto, ArticleTag, Byline
from comments.models import Comment, Policy

ARTICLES = 2_000
COMMENTS = 200
SLUG = "bench-{}"
ARTICLE_OF = {Byline: "article", ArticleTag: "content_object", ArticlePhoto: "article"}
WORDS = (
    "My grandmother kept the tide tables in the same drawer as the bread. She would have asked who "
    "counted the boats, and who paid for the counting.\n\nI would ask that, too."
)


def main() -> None:
    """Add what is missing, and print what is where, as JSON."""
    if not Article.objects.filter(slug=SLUG.format(0)).exists():
        with transaction.atomic():
            add_articles()
            add_comments(Article.objects.get(slug=SLUG.format(0)))
            Policy.objects.update(per_address=10**6, per_article=10**6)
    busy, article, *others = Article.objects.filter(slug__startswith=SLUG.format("")).newest()
    told = {"busy": busy.get_absolute_url(), "article": article.get_absolute_url()}
    told |= {"words": WORDS.partition(".")[0]}
    told |= {"id": article.pk, "others": [each.get_absolute_url() for each in others]}
    sys.stdout.write(json.dumps(told))


def add_articles() -> None:
    originals = list(Article.objects.exclude(body="").newest())
    links = {article.pk: links_of(article) for article in originals}
    for number in range(ARTICLES):
        original = originals[number % len(originals)]
        moment = originals[-1].published_at - timedelta(hours=number + 1)
        add_copy(original, links[original.pk], SLUG.format(number), moment)


def links_of(article: Article) -> list:
    """Return its bylines, tags and pictures."""
    return [
        row for model, own in ARTICLE_OF.items() for row in model.objects.filter(**{own: article})
    ]


def add_copy(original: Article, links: list, slug: str, moment) -> None:
    columns = (field for field in Article._meta.concrete_fields if not field.generated)
    fields = {field.attname: getattr(original, field.attname) for field in columns}
    own = {"id": None, "slug": slug, "published_at": moment, "day": moment.date()}
    copy = Article.all_objects.create(**fields | own)
    for row in links:
        row.pk = None
        setattr(row, ARTICLE_OF[type(row)], copy)
        if hasattr(row, "published_at"):
            row.published_at = moment
        row.save(force_insert=True)


def add_comments(article: Article) -> None:
    """Make threads of three: a comment and two answers to it, for everyone to read."""
    first = None
    for number in range(COMMENTS):
        comment = Comment.take_in(
            article=article,
            parent=first if number % 3 else None,
            name=f"Reader {number}",
            email=f"reader{number}@example.org",
            text=f"{WORDS} ({number})",
            status=Comment.Status.APPROVED,
            rule="bench",
        )
        first = first if number % 3 else comment
