"""RSS, Atom and JSON Feed: of each page its own, well-formed, and only what is public now."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertNumQueries

from articles.feeds import PLACES
from articles.models import Article, Correction, Section, Tag
from authors.models import Author
from newsroom import database, pagecache
from newsroom.models import Site
from newsroom.page_store import Page
from tests.articles.feed_rules import FORMS, feed, read, titles
from tests.articles.rows import photo_row
from tests.cast import (
    make_article,
    make_author,
    make_comment,
    make_section,
    make_story,
    make_user,
    story_of,
)

HOME = "https://paper.example"
PAGES = ("/", "/world/", "/tags/harbour/", "/authors/ines-falk/")
EVERYWHERE = [(form, path) for form in FORMS for path in PAGES]
# Site and entries; their section, tag or author; the names; the pictures in the texts.
QUERIES = {"/": 4, "/world/": 5, "/tags/harbour/": 5, "/authors/ines-falk/": 5}

pytestmark = pytest.mark.django_db
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(autouse=True)
def _home(settings):
    settings.NEWSROOM_URL = HOME


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def author(db):
    return make_author("Ines Falk")


def publish(editor, **kwargs) -> Article:
    return make_article(by=editor, owner=editor, **kwargs)


@every_form
def test_feed_belongs_to_its_page(client, editor, author, form):
    Site.objects.update(name="The Courier", language="de")
    publish(editor, headline="The ferry", author=author, tags=["harbour"])
    other = {"author": make_author("Tor Vik"), "tags": ["hills"], "section": make_section("Town")}
    publish(editor, headline="Elsewhere", **other)

    found = {page: feed(client, form, page) for page in PAGES}

    names = [
        "The Courier",
        *(f"{each} – The Courier" for each in ("World", "harbour", "Ines Falk")),
    ]
    assert [each["title"] for each in found.values()] == names
    assert [each["url"] for each in found.values()] == [HOME + page for page in PAGES]
    assert [each["self"] for each in found.values()] == [HOME + p + PLACES[form] for p in PAGES]
    assert {each["language"] for each in found.values()} == {"de"}
    assert all(each["about"] for each in found.values())
    held = [[entry["title"] for entry in each["entries"]] for each in found.values()]
    assert held == [["Elsewhere", "The ferry"], *[["The ferry"]] * 3]


@pytest.mark.parametrize("count", [1, 3])
def test_feed_asks_the_same_for_one_and_three_entries(client, editor, author, count):
    """DESIGN §4.12."""
    for _ in range(count):
        inside = f'<figure><img src="/admin/photos/{photo_row().token}/640.webp"></figure>'
        pictures = {"body": f"<p>The ferry.</p>{inside}", "lead_photo": photo_row()}
        publish(editor, author=author, tags=["harbour"], **pictures)

    for form, path in EVERYWHERE:
        with assertNumQueries(QUERIES[path]):
            response = client.get(path + PLACES[form])

        assert len(read(response, form)["entries"]) == count


def test_answer_is_the_same_for_any_host(client, editor, author, settings):
    """THREATS D2, D3: nothing in a feed is made from the request."""
    settings.ALLOWED_HOSTS = ["*"]
    publish(editor, author=author, tags=["harbour"], lead_photo=photo_row())
    odd = {"host": "evil.example", "x-forwarded-host": "evil.example", "cookie": "a=b"}

    for form, path in EVERYWHERE:
        url = path + PLACES[form]
        content = client.get(url).content

        assert client.get(f"{url}?utm=evil", headers=odd).content == content
        assert b"testserver" not in content


def test_feed_holds_the_newest_thirty(client, editor):
    """Older pieces take no news's place."""
    section = make_section()
    for number in range(32):
        _row(section, number)
        _row(section, number + 40, first_publication="day")

    assert titles(client) == [f"Row {number}" for number in range(31, 1, -1)]
    assert titles(client, path="/world/") == titles(client)


def _row(section, number: int, **fields) -> Article:
    """An article alone, without its story: nobody looks at that here."""
    moment = database.now() - timedelta(hours=100 - number)
    fields = {"published_at": moment, "headline": f"Row {number}", "body": "<p>Row.</p>"} | fields
    return Article.all_objects.create(
        slug=f"row-{number}",
        day=moment.date(),
        section=section,
        search_config="newsroom_simple",
        **fields,
    )


def everywhere(client) -> list[list[str]]:
    """The different titles that there are to read, of all feeds: one list if they agree."""
    found = [titles(client, form, path) for form, path in EVERYWHERE]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def test_older_piece_enters_no_feed(client, editor, author):
    publish(editor, author=author, tags=["harbour"], earlier_date="1998-05-04")

    assert everywhere(client) == [[]]


def test_scheduled_enters_when_its_time_comes(client, editor, author, clock):
    """DESIGN §4.2, THREATS B2: not a second before."""
    publish(editor, headline="Known", author=author, tags=["harbour"])
    story = make_story(owner=editor, author=author, tags=["harbour"], headline="Secret")
    story.schedule(editor, story.version, database.now() + timedelta(hours=1))

    early = everywhere(client)
    clock.forward(hours=1, seconds=1)

    assert early == [["Known"]]
    assert everywhere(client) == [["Secret", "Known"]]


def test_withdrawn_leaves_at_once(client, editor, author):
    """THREATS B6: also for a reader who says what it has."""
    publish(editor, headline="Stays", author=author, tags=["harbour"])
    article = publish(editor, headline="Goes", author=author, tags=["harbour"])
    before, etag = everywhere(client), client.get("/feed/")["ETag"]
    story = story_of(article)

    story.withdraw(editor, story.version, "The council asked for a hearing.")

    response = client.get("/feed/", headers={"if-none-match": etag})
    assert before == [["Goes", "Stays"]]
    assert everywhere(client) == [["Stays"]]
    assert [each["title"] for each in read(response, "rss")["entries"]] == ["Stays"]


def test_expired_leaves(client, editor, author, clock):
    soon = database.now() + timedelta(hours=1)
    publish(editor, headline="Brief", author=author, tags=["harbour"], expires_at=soon)
    publish(editor, headline="Stays", author=author, tags=["harbour"])

    clock.forward(hours=2)

    assert everywhere(client) == [["Stays"]]


@every_form
def test_who_has_a_feed_is_told_so_hours_later_however_it_is_packed(client, editor, clock, form):
    """Issue 6, point 9: nothing in it changes with the hour, and the tag may have become weak."""
    story = story_of(publish(editor, headline="Known"))
    story.correct(editor, story.version, Correction.Kind.CORRECTION, "It left at six.")

    def ask(known: str = "") -> tuple[str, dict[str, str]]:
        drawn = client.get(f"/{PLACES[form]}")
        page = Page(f"{drawn.status_code} OK", list(drawn.items()), drawn.content)
        page.etag = pagecache.etag_of(page)
        asked = {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip, br"}
        status, headers, _ = pagecache.answer_of(page, asked | {"HTTP_IF_NONE_MATCH": known})
        return status, dict(headers)

    first, headers = ask()
    clock.forward(hours=30)

    assert (first, headers["Content-Encoding"]) == ("200 OK", "br")
    assert ask(f"W/{headers['ETag']}")[0] == "304 Not Modified"


HOSTILE = {
    "controls": "a\x01\x08\x0b\x0c\x0e\x1f\x7f\x85b",
    "no characters": "a\ufffe\uffffb",
    "the end of CDATA": "a ]]> b <![CDATA[ c",
    "ampersands": "a & b &amp; c &bogus; &#1; &#xFFFF; d",
    "tags": "</title></entry></item><script>alert(1)</script>",
    "quotes": "a \" b ' c\r\nd\te",
    "astral": "a 🚢 𐍈 \U0010ffff b",
    "right to left": "العبّارة \u202eevil\u202c עברית",
}


UNWRITABLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@pytest.mark.crawl
@pytest.mark.parametrize("name", HOSTILE)
def test_any_stored_text_is_well_formed(client, editor, author, name):
    """THREATS A9: whatever came into the tables, past every form."""
    text = HOSTILE[name]
    plant(text, publish(editor, author=author, tags=["harbour"], lead_photo=photo_row(alt=text)))

    for form, path in EVERYWHERE:
        (found,) = feed(client, form, path)["entries"]

        kept = text if form == "json" else UNWRITABLE.sub("", text)
        assert found["title"].split() == kept.split()
        assert found["subjects"][-1].split() == kept.split()
        assert escape(kept.split()[-1]) in found["html"].split("<h2>")[1]


def plant(text: str, article: Article) -> None:
    """Put the text wherever a feed takes one from."""
    words = ("headline", "share_title", "summary", "standfirst", "lead_caption")
    fields = dict.fromkeys(words, text)
    Article.all_objects.filter(pk=article.pk).update(**fields, body=f"<p>{escape(text)}</p>")
    Section.objects.update(name=text, description=text)
    Author.objects.update(name=text, short_bio=text)
    Tag.objects.update(name=text)
    Site.objects.update(name=text, tagline=text)
    Correction.objects.create(article=article, text=text, made_at=database.now())


@every_form
def test_comments_are_not_in_feeds(client, editor, form):
    article = publish(editor)
    make_comment(article, text="I was on the quay.", name="Reader Rask")

    found = client.get("/" + PLACES[form]).content.decode()

    assert "I was on the quay" not in found
    assert "Rask" not in found


@pytest.mark.parametrize("path", ["/", "/world/", "/authors/ines-falk/"])
def test_page_without_articles_has_empty_feeds(client, path):
    """Twice the same, so that nobody fetches it twice."""
    make_section()
    make_author("Ines Falk", is_listed=True)

    for form in FORMS:
        answers = [client.get(path + PLACES[form]) for _ in range(2)]

        assert read(answers[0], form)["entries"] == []
        assert answers[0].content == answers[1].content


@pytest.mark.parametrize("path", ["/nowhere/", "/tags/harbour/", "/authors/ines-falk/"])
def test_feed_is_as_unknown_as_its_page(client, editor, author, path):
    """THREATS B2: a tag and an author whom only a draft has are not there."""
    make_story(owner=editor, author=author, tags=["harbour"])

    statuses = [client.get(path + place).status_code for place in ("", *PLACES.values())]

    assert statuses == [404, 404, 404, 404]


@pytest.mark.parametrize(("form", "path"), EVERYWHERE[::5])
def test_answer_may_be_kept_and_asked_again(client, editor, author, form, path):
    """DESIGN §4.6; no Last-Modified, since a withdrawal moves time backwards."""
    publish(editor, author=author, tags=["harbour"])
    url = path + PLACES[form]

    response, head, change = client.get(url), client.head(url), client.post(url)
    again = client.get(url, headers={"if-none-match": response["ETag"]})

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    assert not {"Last-Modified", "Vary", "Set-Cookie"} & set(response.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert again.status_code == 304
    assert change.status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_page_says_where_its_feeds_are(client, editor, author, path):
    publish(editor, author=author, tags=["harbour"])

    html = client.get(path).content.decode()

    links = re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]+" href="([^"]*)"', html)
    kinds = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
    assert links == [(kind, path + PLACES[form]) for kind, form in zip(kinds, FORMS, strict=True)]
    assert [client.get(url).status_code for _, url in links] == [200, 200, 200]
    assert path == "/" or f'<a href="{path}feed/">Feed</a>' in html


def test_addresses_have_names(db):
    kwargs = {"slug": "harbour", "form": "json"}

    assert reverse("articles:feed", kwargs={"form": "rss"}) == "/feed/"
    assert reverse("articles:section_feed", kwargs=kwargs) == "/harbour/feed.json"
    assert reverse("articles:tag_feed", kwargs=kwargs) == "/tags/harbour/feed.json"
    assert reverse("articles:author_feed", kwargs=kwargs) == "/authors/harbour/feed.json"
