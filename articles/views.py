"""The readers’ pages: they start from `Article.objects` and its links, all of it public."""

from datetime import date

from django.db.models import Subquery
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from articles import front as front_page
from articles.archive import Period
from articles.cards import add_names
from articles.changes import comparable
from articles.metadata import linked_data
from articles.models import Address, Article, ArticleTag, Banner, Section, Tag
from articles.page import ArticlePage
from articles.renamed import renamed
from newsroom import pagecache
from newsroom.pages import page_of, public_page

LONG = ("body", "body_text", "search")


@public_page
def front(request):
    front, banner = front_page.compose(), Banner.objects.current()
    pagecache.of(request).shows(front_page.KEY, until=front_page.until(front.pins, banner))
    return render(request, "articles/article_front.html", {"front": front, "banner": banner})


@public_page
def section(request, slug: str):
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return renamed(slug, "articles:section", before=request.GET.get("before"))
    articles, page, pins = front_page.section_page(request, section)
    banner = Banner.objects.current() if page.is_first else None
    pagecache.of(request).shows(front_page.KEY, until=front_page.until(pins, banner))
    context = {"section": section, "articles": articles, "page": page, "banner": banner}
    return render(request, "articles/section_detail.html", context)


@public_page
def tag(request, slug: str):
    """A tag is there for readers once an article with it is."""
    # Its id comes first, by itself: through a join every article of the tag would be sorted.
    tag = Tag.objects.filter(slug=slug).values("pk")[:1]
    links = ArticleTag.objects.filter(tag=Subquery(tag)).select_related(
        "tag", "content_object__section", "content_object__lead_photo"
    )
    links = links.defer(*(f"content_object__{field}" for field in LONG))
    page = page_of(request, links, pk="content_object_id")
    if not page.rows:
        raise Http404
    articles = [link.content_object for link in page.rows]
    add_names(articles)
    context = {"tag": page.rows[0].tag, "articles": articles, "page": page}
    return render(request, "articles/tag_detail.html", context)


@public_page
def archive(request, yyyy: str, mm: str = "", dd: str = ""):
    try:
        period = Period.of(yyyy, mm, dd)
        page = page_of(request, Article.objects.filter(**period.bounds).for_cards())
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not page.rows:
        raise Http404
    add_names(page.rows)
    context = {"period": period, "yyyy": yyyy, "mm": mm, "dd": dd}
    context |= {"articles": page.rows, "page": page}
    return render(request, "articles/article_archive.html", context)


@public_page
def article(request, yyyy: str, mm: str, dd: str, slug: str):
    """The live article; else what is said of its address; else nothing."""
    try:
        day = date(int(yyyy), int(mm), int(dd))
    except ValueError as error:
        raise Http404 from error
    page = ArticlePage.at(day, slug)
    if page is None:
        return _elsewhere(request, day, slug)
    now = getattr(request.site, "now", None) or timezone.now()  # an emptied table has no clock
    if page.article.old_at > now:
        pagecache.of(request).shows(until=page.article.old_at)
    context = {"page": page, "article": page.article, "picture_root": page.picture_root}
    context["linked_data"] = linked_data(page, request.site)
    context["has_changes"] = bool(comparable(page.editions, request.site.shown_changes))
    return render(request, "articles/article_detail.html", context)


def _elsewhere(request, day: date, slug: str):
    """Answer where no article is public: gone before moved, in one hop; then over."""
    addresses = {each.kind: each for each in Address.objects.filter(path=request.path)}
    gone, moved = (addresses.get(kind) for kind in (Address.Kind.GONE, Address.Kind.MOVED))
    over = Article.over.filter(day=day, slug=slug)
    if moved and not gone:
        target = Article.objects.only("day", "slug").filter(pk=moved.article_id).first()
        if target:
            return HttpResponsePermanentRedirect(target.get_absolute_url())
        gone = Address.objects.filter(article=moved.article_id, kind=Address.Kind.GONE).first()
        over = Article.over.filter(pk=moved.article_id)
    if gone:
        return render(request, "410.html", {"gone": gone}, status=410)
    if until := over.values_list("expires_at", flat=True).first():
        return render(request, "articles/article_over.html", {"until": until}, status=410)
    raise Http404
