"""The authors whom readers may meet. Articles come through the bylines, which are public ones."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render

from authors.metadata import profile
from authors.models import Author
from newsroom.pages import page_of, public_page

LONG = ("body", "body_text", "search")


@public_page
def authors(request):
    """Everyone, by initial."""
    people = Author.objects.public().select_related("portrait").defer("full_bio")
    letters = groupby(people, key=lambda author: author.sort_name[:1].upper())
    groups = [(letter, list(group)) for letter, group in letters]
    return render(request, "authors/author_list.html", {"groups": groups})


@public_page
def author(request, slug: str):
    people = Author.objects.public().select_related("portrait").prefetch_related("links")
    author = get_object_or_404(people, slug=slug)
    bylines = author.bylines.select_related("article__section", "article__lead_photo")
    bylines = bylines.defer(*(f"article__{field}" for field in LONG))
    page = page_of(request, bylines.prefetch_related("article__bylines__author"), pk="article_id")
    context = {"author": author, "page": page, "articles": [line.article for line in page.rows]}
    context["profile"] = profile(author, request.site) if page.is_first else None
    return render(request, "authors/author_detail.html", context)
