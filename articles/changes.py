"""“What changed”: the wordings of an article that readers may see, each beside the one before it.

Two wordings are compared when both are shown and follow each other directly: a hidden one leaves no
trace of its words, also not in what came after it. Small fixes are only counted.
"""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Address, Article, Correction, Edition
from articles.notices import Notice, notices
from articles.worddiff import compared
from newsroom.models import Site
from newsroom.pages import Key, Page, key_of, public_page

LENGTH = 10
Kind, Shown = Edition.Change, Site.ShownChanges
KINDS = {
    Shown.ALL: (Kind.UPDATE, Kind.CORRECTION, Kind.CLARIFICATION),
    Shown.CORRECTIONS: (Kind.CORRECTION, Kind.CLARIFICATION),
    Shown.NONE: (),
}


@dataclass(frozen=True)
class Comparison:
    """A wording beside the one it replaced; empty where the two do not differ."""

    edition: Edition
    headline: SafeString
    standfirst: SafeString
    body: SafeString
    told: Notice | None

    @property
    def is_of_words(self) -> bool:
        return any((self.headline, self.standfirst, self.body))


@public_page
def page(request, yyyy: str, mm: str, dd: str, slug: str):
    try:
        day = date(int(yyyy), int(mm), int(dd))
    except ValueError as error:
        raise Http404 from error
    articles = Article.objects.select_related("section").defer("body", "body_text", "search")
    article = articles.filter(day=day, slug=slug).first()
    if article is None:
        return _moved(request)
    shown = request.site.shown_changes
    editions = list(Edition.objects.of(article).only("number", "change", "made_at"))
    found = _page(request, comparable(editions, shown))
    context = {
        "article": article,
        "page": found,
        "comparisons": _comparisons(article, found.rows),
        "small_fixes": small_fixes(editions, shown),
    }
    return render(request, "articles/article_changes.html", context)


def comparable(editions: list[Edition], shown: str) -> list[Edition]:
    """Return those of an article's shown editions that can be compared with the one before."""
    numbers = {each.number for each in editions}
    kinds = KINDS[Shown(shown)]
    return [each for each in editions if each.change in kinds and each.number - 1 in numbers]


def small_fixes(editions: list[Edition], shown: str) -> int:
    return sum(each.change == Kind.SMALL_FIX for each in editions) if shown == Shown.ALL else 0


def _page(request, editions: list[Edition]) -> Page:
    """Return a stretch of the changes, newest first; where there is none, nothing is here."""
    key = key_of(request)
    rows = sorted(editions, key=_place, reverse=True)
    if key:
        rows = [each for each in rows if _place(each) < (key.moment, key.pk)]
    if not rows:
        raise Http404
    last = rows[LENGTH - 1] if len(rows) > LENGTH else None
    return Page(rows[:LENGTH], Key(*_place(last)) if last else None, key is None)


def _place(edition: Edition) -> tuple:
    return edition.made_at, edition.pk


def _comparisons(article: Article, editions: list[Edition]) -> list[Comparison]:
    numbers = {number for each in editions for number in (each.number, each.number - 1)}
    found = Edition.objects.of(article).filter(number__in=numbers).defer("hidden_because")
    wordings = {edition.number: edition for edition in found}
    told = _told(article)
    pairs = ((wordings.get(each.number - 1), wordings.get(each.number)) for each in editions)
    # One may have been hidden between the two queries.
    return [_comparison(old, new, told) for old, new in pairs if old and new]


def _told(article: Article) -> dict[int, Notice]:
    """Return what is in force now of whatever a change once told readers, by its id."""
    found = notices(list(Correction.objects.filter(article=article)))
    return {row.pk: each for each in found for row in (each.correction, *each.earlier)}


def _comparison(old: Edition, new: Edition, told: dict[int, Notice]) -> Comparison:
    return Comparison(
        new,
        _line(old.headline, new.headline),
        _line(old.standfirst, new.standfirst),
        compared(old.body, new.body),
        told.get(new.correction_id),
    )


def _line(old: str, new: str) -> SafeString:
    return compared(*(format_html("<p>{}</p>", text) if text else "" for text in (old, new)))


def _moved(request):
    """Lead from an article's former address to its present one; what is gone is not said here."""
    path = request.path.removesuffix("changes/")
    moved = Address.objects.filter(path=path, kind=Address.Kind.MOVED).first()
    target = moved and Article.objects.only("day", "slug").filter(pk=moved.article_id).first()
    if not target:
        raise Http404
    return HttpResponsePermanentRedirect(target.get_changes_url())
