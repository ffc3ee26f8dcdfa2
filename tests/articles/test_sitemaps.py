"""Sitemaps: every public address and no other, in files that stay as they are; news; robots.txt."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from articles.models import Article, Correction
from articles.sitemaps import FILE
from newsroom import database
from newsroom.models import Site
from tests.articles.feed_rules import read_news, read_sitemap
from tests.cast import make_article, make_author, make_section, make_story, make_user, story_of

HOME = "https://paper.example"
QUERIES = {  # literal, whatever the number of rows (DESIGN §4.12)
    "/sitemap.xml": 4,
    "/sitemap-pages.xml": 2,
    "/sitemap-articles-{file}.xml": 3,
    "/sitemap-authors-{author}.xml": 2,
    "/sitemap-tags-{tag}.xml": 2,
    "/news-sitemap.xml": 2,
    "/robots.txt": 1,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings):
    settings.NEWSROOM_URL = HOME


@pytest.fixture
def editor(db):
    return make_user("Editor")


def publish(editor, **kwargs) -> Article:
    return make_article(by=editor, owner=editor, **kwargs)


def row(number: int = 0, **fields) -> Article:
    """An article alone, without its story: nobody looks at that here."""
    moment = database.now() - timedelta(minutes=5)
    usual = {"headline": f"Row {number}", "published_at": moment, "day": moment.date()}
    usual |= {"slug": f"row-{number}", "search_config": "newsroom_simple"}
    return Article.all_objects.create(section=make_section(), **usual | fields)


def file_of(pk: int) -> int:
    return (pk - 1) // FILE + 1


def listed(client) -> dict[str, str]:
    """Follow the index into every file, as a search engine would."""
    files = read_sitemap(client.get("/sitemap.xml"), "sitemapindex")
    paths = [url.removeprefix(HOME) for url in files]
    assert all(re.fullmatch(r"/sitemap-[a-z]+(-[0-9]+)?\.xml", path) for path in paths)
    found = [read_sitemap(client.get(path)) for path in paths]
    together = {address: changed for each in found for address, changed in each.items()}
    assert len(together) == sum(len(each) for each in found)
    return together


def lastmod(client, article) -> str:
    return listed(client)[HOME + article.get_absolute_url()]


def test_sitemap_holds_every_public_address(client, editor):
    author, tags = make_author("Ines Falk"), ["harbour"]
    article = publish(editor, author=author, tags=tags)
    older = publish(editor, earlier_date="1998-05-04")
    make_author("Tor Vik", is_listed=True)

    found = set(listed(client))

    paths = ["/", "/corrections/", "/world/", "/authors/", "/authors/ines-falk/"]
    paths += ["/authors/tor-vik/"]
    paths += ["/tags/harbour/", article.get_absolute_url(), older.get_absolute_url()]
    assert found == {HOME + path for path in paths}
    assert {client.get(url.removeprefix(HOME)).status_code for url in found} == {200}


def test_sitemap_knows_nothing_that_is_hidden(client, editor, clock):
    """DESIGN §4.1, THREATS B2 and B6: nor its author, nor its tags."""
    for number, state in enumerate(("draft", "scheduled", "withdrawn", "expired")):
        soon = database.now() + timedelta(hours=1)
        story = make_story(
            owner=editor,
            author=make_author(f"Secret {number}"),
            tags=[f"secret {number}"],
            headline=f"Secret {number}",
            expires_at=soon if state == "expired" else None,
        )
        if state == "scheduled":
            story.schedule(editor, story.version, database.now() + timedelta(days=1))
        elif state != "draft":
            story.publish(editor, story.version)
        if state == "withdrawn":
            story.withdraw(editor, story.version, "The council asked for a hearing.")
    clock.forward(hours=2)

    early, news = set(listed(client)), client.get("/news-sitemap.xml").content.decode()
    clock.forward(days=1)

    assert early == {HOME + path for path in ("/", "/authors/", "/corrections/", "/world/")}
    assert "secret" not in news.lower()
    late = {url for url in listed(client) if "secret" in url}
    assert late == {
        HOME + story_path for story_path in ("/authors/secret-1/", "/tags/secret-1/", _path())
    }
    assert HOME + _path() in read_news(client.get("/news-sitemap.xml"))


def _path() -> str:
    return Article.objects.get(headline="Secret 1").get_absolute_url()


def test_withdrawn_leaves_at_once(client, editor):
    """THREATS B6: also for who says what it has."""
    stays, goes = publish(editor), publish(editor)
    url, story = f"/sitemap-articles-{file_of(goes.pk)}.xml", story_of(goes)
    etag = client.get(url)["ETag"]

    story.withdraw(editor, story.version, "The council asked for a hearing.")

    found = read_sitemap(client.get(url, headers={"if-none-match": etag}))
    assert set(found) == {HOME + stays.get_absolute_url()}


def test_file_holds_a_range_of_ids(client):
    """No article changes its file; where nothing is, there is no file."""
    ids = [1, FILE, FILE + 1, 4 * FILE + 1, 6 * FILE, 2**40]
    rows = {pk: row(pk, id=pk) for pk in ids}
    row(3, id=2 * FILE + 1, withdrawn_at=database.now())

    index = read_sitemap(client.get("/sitemap.xml"), "sitemapindex")

    files = [1, 2, 5, 6, file_of(2**40)]
    wanted = [f"{HOME}/sitemap-articles-{number}.xml" for number in files]
    assert list(index) == [f"{HOME}/sitemap-pages.xml", *wanted]
    held = [set(read_sitemap(client.get(url.removeprefix(HOME)))) for url in wanted]
    groups = [(1, FILE), (FILE + 1,), (4 * FILE + 1,), (6 * FILE,), (2**40,)]
    assert held == [{HOME + rows[pk].get_absolute_url() for pk in group} for group in groups]
    assert client.get("/sitemap-articles-3.xml").status_code == 404


@pytest.mark.parametrize("name", ["articles-0", "articles-01", "articles-999999999999", "pages-1"])
@pytest.mark.parametrize("more", ["", "9" * 30])
def test_file_that_cannot_be_is_not_found(client, name, more):
    """THREATS D8."""
    row()

    assert client.get(f"/sitemap-{name}{more}.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_sitemaps_ask_the_same_for_one_and_three_rows(client, editor, count):
    """DESIGN §4.12."""
    for number in range(count):
        author = make_author(f"Author {number}")
        section = make_section(f"Part{number}")
        article = publish(editor, author=author, tags=[f"tag {number}"], section=section)
        Correction.objects.create(article=article, text="It was six.", made_at=database.now())
    tag = article.article_tags.get().tag
    ids = {"file": file_of(article.pk), "author": file_of(author.pk), "tag": file_of(tag.pk)}

    for address, queries in QUERIES.items():
        with assertNumQueries(queries):
            response = client.get(address.format(**ids))

        assert response.status_code == 200


def test_lastmod_is_the_latest_change(client):
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    plain = row(1, published_at=moment)
    updated = row(2, published_at=moment, updated_at=moment + timedelta(hours=1))
    corrected = row(3, published_at=moment, updated_at=moment + timedelta(hours=1))
    for hours in (2, 3):
        made_at = moment + timedelta(hours=hours)
        Correction.objects.create(article=corrected, text="It was six.", made_at=made_at)
    again = row(4, published_at=moment, updated_at=moment - timedelta(days=1))

    found = {article.pk: lastmod(client, article) for article in (plain, updated, corrected, again)}

    hours = {plain.pk: 12, updated.pk: 13, corrected.pk: 15, again.pk: 12}
    assert found == {pk: f"2026-03-01T{hour}:00:00+00:00" for pk, hour in hours.items()}


def test_lastmod_knows_no_more_than_the_day(client):
    moment = datetime(1998, 5, 4, tzinfo=UTC)
    older = row(published_at=moment, day=moment.date(), first_publication="day")

    assert lastmod(client, older) == "1998-05-04"


def test_news_is_two_days_old_at_most(client, editor, clock):
    """By the newsroom's clock, to the second."""
    article = publish(editor, headline="The ferry")
    address = HOME + article.get_absolute_url()

    clock.forward(hours=47, minutes=59)
    late = read_news(client.get("/news-sitemap.xml"))
    clock.forward(minutes=1, seconds=1)

    assert list(late) == [address]
    assert read_news(client.get("/news-sitemap.xml")) == {}
    assert address in listed(client)


def test_news_says_who_when_and_what(client):
    Site.objects.update(name="The Courier", zone="Europe/Berlin")
    moment = database.now().replace(microsecond=0) - timedelta(hours=1)
    article = row(published_at=moment, headline="The ferry & the quay", share_title="x")

    found = read_news(client.get("/news-sitemap.xml"))

    assert found == {
        HOME + article.get_absolute_url(): {
            "name": "The Courier",
            "language": "en",
            "published": moment,
            "title": "The ferry & the quay",
        }
    }


@pytest.mark.parametrize(
    ("language", "code"),
    [("pt-br", "pt"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw"), ("ckb", "ckb"), ("ar", "ar")],
)
def test_news_has_the_language_codes_of_its_protocol(client, language, code):
    row(language=language)

    (found,) = read_news(client.get("/news-sitemap.xml")).values()

    assert found["language"] == code


def test_news_is_not_what_was_paid_for_or_came_later(client, editor):
    publish(editor, kind="advertisement")
    publish(editor, earlier_date=database.now().date())
    news = publish(editor, kind="analysis")

    assert list(read_news(client.get("/news-sitemap.xml"))) == [HOME + news.get_absolute_url()]


@pytest.mark.crawl
def test_news_is_a_thousand_at_most(client):
    """The newest, since the protocol takes no more."""
    now, section = database.now(), make_section()
    Article.all_objects.bulk_create(
        Article(
            headline=f"Row {number}",
            slug=f"row-{number}",
            day=now.date(),
            published_at=now - timedelta(seconds=number),
            section=section,
            search_config="newsroom_simple",
        )
        for number in range(1002)
    )

    found = [each["title"] for each in read_news(client.get("/news-sitemap.xml")).values()]

    assert found == [f"Row {number}" for number in range(1000)]


@pytest.mark.parametrize(
    "text", ["a\x01\x0b\x1f\ufffe\uffffb", "a ]]> & &bogus; <b>", "العبّارة 🚢"]
)
def test_any_stored_text_is_well_formed(client, text):
    """THREATS A9."""
    Site.objects.update(name=text)
    row(headline=text)

    (found,) = read_news(client.get("/news-sitemap.xml")).values()

    kept = re.sub(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    assert (found["name"], found["title"]) == (kept, kept)


def test_robots_txt(client):
    response = client.get("/robots.txt", headers={"host": "localhost"})

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /accounts/\n"
        "Disallow: /comments/\n"
        "Disallow: /search/\n"
        "Disallow: /share/\n"
        "\n"
        "Sitemap: https://paper.example/sitemap.xml\n"
        "Sitemap: https://paper.example/news-sitemap.xml\n"
    )


@pytest.mark.parametrize(
    "url", ["/sitemap.xml", "/sitemap-pages.xml", "{file}", "/news-sitemap.xml", "/robots.txt"]
)
def test_answer_is_the_same_for_everyone(client, settings, url):
    """DESIGN §4.6, THREATS D2 and D3."""
    settings.ALLOWED_HOSTS = ["*"]
    url = url.format(file=f"/sitemap-articles-{file_of(row().pk)}.xml")
    odd = {"host": "evil.example", "x-forwarded-host": "evil.example", "cookie": "a=b"}

    response, other, head = client.get(url), client.get(url, headers=odd), client.head(url)

    again = client.get(url, headers={"if-none-match": response["ETag"]})
    assert response.content == other.content
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not {"Last-Modified", "Vary", "Set-Cookie"} & set(response.headers)
    assert (head.status_code, head.content, again.status_code) == (200, b"", 304)
    assert client.post(url).status_code == 405


def test_addresses_have_names(db):
    kwargs = {"kind": "tags", "number": "7"}

    assert reverse("articles:sitemap_file", kwargs=kwargs) == "/sitemap-tags-7.xml"
