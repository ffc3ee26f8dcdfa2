"""What search engines ask for: every public address in files, the last two days' news, the rules.

A file holds a range of ids. So an article never changes its file, no file grows too long, and
nobody counts: the index skips from file to file, however many articles there are.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from articles.entries import latest_change
from articles.feeds import legal
from articles.metadata import iso, published
from articles.models import Article, ArticleTag, Correction, Section, Tag
from authors.models import Author
from newsroom import pagecache
from newsroom.database import Now
from newsroom.pages import public_page
from newsroom.templatetags.newsroom import absolute

FILE = 5_000  # ids; the protocol allows 50,000 addresses, but a file should be made in no time
NEWS_HOURS = 48
NEWS_SHOWN = 1_000
PAGES = ("articles:front", "authors:authors", "articles:corrections")
CLOSED = ("/admin/", "/accounts/", "/comments/", "/search/", "/share/")
PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# The two exceptions from ISO 639 that the news protocol has.
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
SKIP = """
WITH RECURSIVE file(number) AS (
    SELECT 0::bigint
    UNION ALL SELECT (({next_id}) - 1) / %s + 1 FROM file WHERE number IS NOT NULL
) SELECT number FROM file WHERE number > 0
"""


@public_page
def index(request):
    names = ["pages"]
    for kind, rows in KINDS.items():
        names += [f"{kind}-{number}" for number in _files(rows())]
    found = (f"<sitemap>{_loc(f'/sitemap-{name}.xml')}</sitemap>" for name in names)
    return _xml("sitemapindex", found)


@public_page
def pages(request):
    """The pages that there are one or a few of."""
    paths = [reverse(name) for name in PAGES]
    paths += [section.get_absolute_url() for section in Section.objects.all()]
    paths += [page["path"] for page in request.site.pages]
    return _xml("urlset", (_url(path) for path in paths))


@public_page
def file(request, kind: str, number: str):
    last = int(number) * FILE
    rows = list(KINDS[kind]().filter(pk__gt=last - FILE, pk__lte=last).order_by("pk"))
    if not rows:
        raise Http404
    changes = _changes(rows) if kind == "articles" else {}
    return _xml("urlset", (_url(row.get_absolute_url(), changes.get(row.pk)) for row in rows))


@public_page
def news(request):
    """What was first published here in the last two days, and nobody paid for."""
    since = Now() - timedelta(hours=NEWS_HOURS)
    articles = Article.objects.latest_news().filter(published_at__gt=since)
    articles = articles.exclude(kind=Article.Kind.ADVERTISEMENT)
    articles = articles.only("day", "slug", "headline", "language", "published_at")
    shown = list(articles[:NEWS_SHOWN])
    if shown:  # the oldest leaves first
        leaves_at = shown[-1].published_at + timedelta(hours=NEWS_HOURS)
        pagecache.of(request).shows(until=leaves_at)
    found = (_news(article, request.site.name) for article in shown)
    return _xml("urlset", found, f' xmlns:news="{NEWS}"')


@public_page
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines += [f"Sitemap: {absolute(path)}" for path in ("/sitemap.xml", "/news-sitemap.xml")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _articles() -> QuerySet:
    return Article.objects.only("day", "slug", "published_at", "updated_at", "first_publication")


def _tags() -> QuerySet:
    """A tag is there for readers once an article with it is."""
    return Tag.objects.filter(Exists(ArticleTag.objects.filter(tag=OuterRef("pk"))))


def _authors() -> QuerySet:
    return Author.objects.public().only("slug")


KINDS = {"articles": _articles, "authors": _authors, "tags": _tags}


def _files(rows: QuerySet) -> list[int]:
    """Return the numbers of the files that hold something.

    Each step reads one row: the first behind the file that was found last.
    """
    behind = rows.filter(pk__gt=RawSQL("file.number * %s", [FILE]))
    sql, params = behind.order_by("pk").values("pk")[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SKIP.format(next_id=sql), [*params, FILE])
        return [number for (number,) in cursor]


def _changes(articles: list[Article]) -> dict[int, str]:
    """Return when each article of a file last changed, as precisely as it is known."""
    first, last = articles[0].pk, articles[-1].pk
    corrections = Correction.objects.filter(article__gte=first, article__lte=last)
    corrected = dict(corrections.order_by().values_list("article").annotate(Max("made_at")))
    found = {}
    for article in articles:
        latest = latest_change(article, corrected.get(article.pk))
        is_first = latest == article.published_at
        found[article.pk] = published(article) if is_first else iso(latest)
    return found


def _news(article: Article, name: str) -> str:
    language = NEWS_LANGUAGES.get(article.language) or article.language.partition("-")[0]
    return (
        f"<url>{_loc(article.get_absolute_url())}<news:news><news:publication>"
        f"<news:name>{_text(name)}</news:name><news:language>{language}</news:language>"
        f"</news:publication><news:publication_date>{iso(article.published_at)}"
        f"</news:publication_date><news:title>{_text(article.headline)}</news:title>"
        "</news:news></url>"
    )


def _url(path: str, changed: str | None = None) -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url>{_loc(path)}{lastmod}</url>"


def _loc(path: str) -> str:
    return f"<loc>{_text(absolute(path))}</loc>"


def _text(text: str) -> str:
    return str(escape(legal(text)))


def _xml(root: str, found: Iterable[str], namespaces: str = "") -> HttpResponse:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{PROTOCOL}"{namespaces}>'
    text = "\n".join([head, *found, f"</{root}>", ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
