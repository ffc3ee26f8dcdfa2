"""Programs and rules that are not ours read what readers and machines get: pages, feeds, maps."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse

from articles import feeds as our_feeds
from articles import urls
from articles.models import Article, Correction
from newsroom import database
from tests.browser.test_reading import newspaper  # noqa: F401  (a fixture)
from tests.cast import make_article, make_author, make_photo
from tests.checkers import feeds, html, linked_data, sitemaps

pytestmark = [pytest.mark.crawl, pytest.mark.django_db(transaction=True)]

HOME = "https://paper.example"
# Every kind of feed, the pages it is asked for of, and what stands there.
FEEDS = {
    "feed": {"/": {}},
    "section_feed": {f"/{slug}/": {"section__slug": slug} for slug in ("world", "town", "science")},
    "tag_feed": {"/tags/tag-1/": {"article_tags__tag__slug": "tag-1"}},
    "author_feed": {"/authors/zalgo/": {"bylines__author__slug": "zalgo"}},
    "corrections_feed": {"/corrections/": None},
}
HARD = "Fish & <chips> ]]> &amp; “quoted” \N{SNOWMAN}\N{VARIATION SELECTOR-16}"


@pytest.fixture
def pages(client, newspaper) -> dict[str, str]:  # noqa: F811
    return {name: client.get(path).content.decode() for name, path in newspaper.items()}


@pytest.fixture
def paper(newspaper, settings):  # noqa: F811
    """The newspaper with what feeds and maps find hard: signs of XML, several names, none."""
    settings.NEWSROOM_URL = HOME
    inside = make_photo(alt=HARD)
    body = (
        f'<p>Read <a href="/tags/tag-1/">more</a><span class="note">A note.</span>.</p>'
        f'<figure><img src="/admin/photos/{inside.token}/640.webp" alt=""></figure>'
        "<h2>A heading</h2><p>The end.</p>"
    )
    several = make_author("Tor & Vik", slug="tor"), make_author("Bo “B” Holm, PhD", slug="bo")
    article = make_article(headline=HARD, standfirst=HARD, body=body, tags=["tag 1", "R&D"])
    for order, author in enumerate(several):
        article.bylines.create(author=author, order=order, published_at=article.published_at)
    return newspaper


def test_html_checker_finds_no_error(pages, tmp_path):
    """Issue 6, point 7: the Nu HTML Checker."""
    broken = "<!doctype html><html lang=en><title>x</title><p><div></p><img src=a>"
    assert html.errors({"broken": broken}, tmp_path).keys() == {"broken"}

    assert html.errors(pages, tmp_path) == {}


def test_data_for_machines_keeps_to_what_is_documented(pages):
    """Issue 6, point 7: required and recommended properties, and no other."""
    found = {name: linked_data.page_problems(page) for name, page in pages.items()}

    assert {name: each for name, each in found.items() if each} == {}
    times = {time for page in pages.values() for time in re.findall(r'datetime="([^"]*)"', page)}
    assert times
    assert [time for time in times if not linked_data.moment(time)] == []
    kinds = {name: [data["@type"] for data in linked_data.blocks(p)] for name, p in pages.items()}
    assert kinds["full"] == ["AnalysisNewsArticle", "BreadcrumbList"]
    assert kinds["author"] == ["ProfilePage", "BreadcrumbList"]
    assert kinds["section"] == kinds["tag"] == ["BreadcrumbList"]
    assert kinds["missing"] == []


def test_feedparser_reads_every_feed_as_it_was_written(client, paper):
    """Issue 6, point 7: not one complaint, and each entry says what the database says."""
    kinds = {each.name for each in urls.urlpatterns if "form" in (each.default_args or {})}
    assert kinds == set(FEEDS)
    places = {page: rows for of_kind in FEEDS.values() for page, rows in of_kind.items()}
    answers = {
        (page, form): client.get(page + place)
        for page in places
        for form, place in our_feeds.PLACES.items()
    }
    broken = {("broken", "rss"): HttpResponse("<rss><channel>", "application/rss+xml")}

    read = feeds.read({f"{page} {form}": each for (page, form), each in (answers | broken).items()})

    assert read.pop("broken rss")["problem"]
    assert {name: feed["problem"] for name, feed in read.items() if feed["problem"]} == {}
    for page, form in answers:
        feed = read[f"{page} {form}"]
        assert (feed["version"], feed["link"]) == (feeds.VERSIONS[form], HOME + page)
        assert feed["title"].endswith("The Courier")
        assert [_without_content(entry) for entry in feed["entries"]] == _expected(places[page])
        ids = [entry["id"] for entry in feed["entries"]]
        assert len(set(ids)) == len(ids)
        assert all(each.startswith("tag:paper.example,") for each in ids)


def test_texts_in_feeds_lead_somewhere_from_everywhere(client, paper):
    """A feed reader has no address to complete a link with."""
    assert feeds.looked_at('<a href="/x/">x</a><img src="y">')[0] == ["/x/", "y"]
    answers = {form: client.get("/" + place) for form, place in our_feeds.PLACES.items()}

    for feed in feeds.read(answers).values():
        for entry in feed["entries"]:
            nowhere, words = feeds.looked_at(entry["content"])

            assert nowhere == []
            article = Article.objects.get(pk=entry["id"].rpartition("/")[2])
            assert " ".join(article.standfirst.split()) in words
            for paragraph in re.findall(r"<p>([^<]+)</p>", article.body):
                assert paragraph in words


def test_sitemaps_hold_to_the_schemas(client, paper, tmp_path):
    """Issue 6, point 7: the index, every file it names, and the news."""
    names = ["/sitemap.xml", "/news-sitemap.xml"]
    index = client.get("/sitemap.xml").content.decode()
    names += [url.removeprefix(HOME) for url in re.findall("<loc>(.*?)</loc>", index)]
    found = {name: client.get(name).content for name in names}
    news = found["/news-sitemap.xml"]
    broken = {
        "time": news.replace(b"+00:00</news:publication_date>", b"</news:publication_date>"),
        "address": found["/sitemap-pages.xml"].replace(b"<loc>https://paper.example", b"<loc>"),
        "twice": found["/sitemap.xml"].replace(b"authors", b"tags").replace(b"articles", b"tags"),
    }
    assert sitemaps.problems(broken, tmp_path).keys() == set(broken)

    assert sitemaps.problems(found, tmp_path) == {}
    assert sum("sitemap-articles" in name for name in names) == 1
    dates = re.findall("<news:publication_date>(.*?)</news:publication_date>", news.decode())
    assert 0 < len(dates) <= 1_000
    assert min(dates) > (database.now() - timedelta(hours=48)).isoformat()


def _expected(rows: dict | None) -> list[dict]:
    if rows is None:
        corrections = Correction.objects.order_by("-made_at", "-pk").select_related("article")
        return [_of_correction(each) for each in corrections]
    return [_of_article(each) for each in Article.objects.filter(**rows).newest()]


def _of_article(article: Article) -> dict:
    names = [credit.author.name for credit in article.bylines.select_related("author")]
    moments = [article.published_at, article.updated_at]
    moments += article.corrections.values_list("made_at", flat=True)
    kind = f"{article.get_kind_display()}: " if article.kind != Article.Kind.NEWS else ""
    return {
        "link": HOME + article.get_absolute_url(),
        "title": kind + article.headline,
        "published": article.published_at.replace(microsecond=0),
        "updated": max(filter(None, moments)).replace(microsecond=0),
        "names": names or ["The Courier"],
        "summary": article.summary,
    }


def _of_correction(correction: Correction) -> dict:
    amended = Correction.objects.filter(amends=correction).first() or correction
    return {
        "link": HOME + correction.get_absolute_url(),
        "title": f"{correction.get_kind_display()}: {correction.article.headline}",
        "published": correction.made_at.replace(microsecond=0),
        "updated": amended.made_at.replace(microsecond=0),
        "names": ["The Courier"],
        "summary": correction.text,
    }


def _without_content(entry: dict) -> dict:
    return {name: each for name, each in entry.items() if name not in ("id", "content")}
