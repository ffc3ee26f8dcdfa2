"""Articles to name as related: found by a few letters, on a page that the writing page asks, too.

Only what readers see is found, and nothing that is sensitive: that stands beside no other article.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse

from articles import related
from articles.admin.fields import Line
from articles.models import Article
from articles.search import Unanswered, search

SHOWN = 12
REACH = 2_000  # of the newest, whose headlines are looked through letter by letter
WORDS_READ = 8


class FindForm(forms.Form):
    q = Line(max_length=200, label="Words of the headline or the text", strip=True)


def find(admin, request):
    """The newest, or those that have the words: in the headline, then anywhere in the text."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Find an article",
        "form": form,
        "words": words,
        "found": found(words),
    }
    return TemplateResponse(request, "admin/articles/story/related.html", context)


def found(words: str) -> list[Article]:
    offered = Article.objects.to_suggest()
    near = Article.objects.filter(pk__in=offered.newest().values("pk")[:REACH])
    for word in words.split()[:WORDS_READ]:
        near = near.filter(headline__icontains=word)
    articles = list(near.newest().for_cards()[:SHOWN])
    if words and len(articles) < SHOWN:
        articles += [each for each in _anywhere(words) if each not in articles]
    return articles[:SHOWN]


def _anywhere(words: str) -> list[Article]:
    try:
        return [each for each in search(words) if not each.is_sensitive]
    except Unanswered:
        return []


def named(lines: str) -> list[tuple[str, str]]:
    """Return each line with the headline that readers see there; "" if they see none now."""
    places = related.places(lines)
    rows = Article.objects.filter(pk__in=places.values()) if places else Article.objects.none()
    headlines = dict(rows.values_list("pk", "headline"))
    typed = [line.strip() for line in lines.split("\n") if line.strip()]
    return [(line, headlines.get(places.get(line), "")) for line in typed]
