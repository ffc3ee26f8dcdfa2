"""The readers' lists: what stands on them, how they are paged, what bad addresses meet."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from articles.models import Article, Story, Tag
from newsroom import database
from tests.articles.rows import photo_row
from tests.cast import make_article, make_author, make_section, make_story, make_user

QUERIES = {  # literal, whatever the number of rows (DESIGN §4.12)
    "/": 7,
    "/world/": 7,
    "/tags/harbour/": 4,
    "/{day:%Y}/": 4,
    "/{day:%Y/%m}/": 4,
    "/{day:%Y/%m/%d}/": 4,
}


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def author(db):
    return make_author()


def publish(editor, count=1, **kwargs) -> list[Article]:
    return [make_article(by=editor, owner=editor, **kwargs) for _ in range(count)]


def age(article, **step) -> Article:
    """Move an article and its links into the past, as time would."""
    article.published_at -= timedelta(**step)
    article.save()
    for links in (article.bylines, article.article_tags):
        links.update(published_at=article.published_at)
    return article


def headlines(response) -> list[str]:
    return [article.headline for article in response.context["articles"]]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_list_asks_the_same_for_one_and_three_rows(client, editor, author, address, count):
    """DESIGN §4.12."""
    shown = publish(editor, count, author=author, tags=["harbour"])[0]
    url = address.format(day=shown.day)

    with assertNumQueries(QUERIES[address]):
        response = client.get(url)

    assert response.status_code == 200


@pytest.mark.crawl
@pytest.mark.parametrize("sections", [1, 3])
def test_front_asks_the_same_for_one_and_three_sections(client, editor, author, sections):
    """DESIGN §7: at most eight; the bands are read together."""
    for number in range(sections):
        section = make_section(f"Part{number}")
        publish(editor, 7, author=author, section=section)

    with assertNumQueries(8):
        client.get("/")


def test_front_shows_nothing_twice(client, editor):
    for name in ("World", "Town"):
        publish(editor, 7, section=make_section(name))

    front = client.get("/").context["front"]

    shown = [front.lead, *front.second, *front.third]
    shown += [article for band in front.bands for article in band.articles]
    assert len(shown) == len(set(shown)) == 6 + 4 + 1


def test_front_is_led_by_the_newest_with_a_picture(client, editor):
    pictured = publish(editor, lead_photo=photo_row())[0]
    newest = publish(editor)[0]

    front = client.get("/").context["front"]

    assert front.lead == pictured
    assert front.second == [newest]


def test_front_is_never_led_by_an_advertisement(client, editor):
    story = publish(editor)[0]
    paid = publish(editor, kind="advertisement", lead_photo=photo_row())[0]

    front = client.get("/").context["front"]

    assert front.lead == story
    assert front.second == [paid]


def test_front_leaves_older_pieces_out(client, editor):
    """A piece first published elsewhere is no news here."""
    early = publish(editor, earlier_date="1998-05-04")[0]

    front = client.get("/").context["front"]

    assert (front.lead, front.second, front.bands) == (None, [], [])
    assert headlines(client.get("/world/")) == [early.headline]


def test_front_without_anything_says_what_will_come(client, db):
    page = client.get("/").content.decode()

    assert "The first edition is being written" in page


def test_single_stories_of_neighbouring_sections_share_a_row(client, editor):
    for name in ("One", "Two", "Three"):
        age(publish(editor, section=make_section(name))[0], days=1)
    publish(editor, 6)

    bands = client.get("/").context["front"].bands

    assert [band.is_half for band in bands] == [True, True, False]


@pytest.mark.crawl
@pytest.mark.parametrize("address", ["/world/", "/tags/harbour/", "/authors/ines-falk/", "/1998/"])
def test_list_pages_reach_every_row_once(client, editor, author, address):
    """DESIGN §4.12: by the last row's time and id, also when many rows have the same time."""
    story = {"author": author, "tags": ["harbour"], "earlier_date": "1998-05-04"}
    expected = {article.headline for article in publish(editor, 23, **story)}

    seen, url = [], address
    while url:
        response = client.get(url)
        seen += headlines(response)
        key = response.context["page"].next_key
        url = f"{address}?before={key}" if key else None

    assert len(seen) == 23
    assert set(seen) == expected


def test_section_lists_newest_first(client, editor):
    old, new = publish(editor, 2)
    age(old, days=2)

    assert headlines(client.get("/world/")) == [new.headline, old.headline]


def test_section_without_articles_says_so(client, db):
    make_section("World")

    response = client.get("/world/")

    assert response.status_code == 200
    assert "Nothing has been published in World yet" in response.content.decode()


def test_tag_of_a_draft_is_not_there(client, editor):
    """THREATS B2: a tag that only a draft carries would tell of the draft."""
    make_story(owner=editor, tags=["Secret"])
    slug = Tag.objects.get(name="Secret").slug

    assert client.get(f"/tags/{slug}/").status_code == 404


def test_archive_keeps_to_its_period(client, editor):
    for date in ("1997-12-31", "1998-01-01", "1998-12-31", "1999-01-01"):
        publish(editor, headline=date, earlier_date=date)

    assert headlines(client.get("/1998/")) == ["1998-12-31", "1998-01-01"]
    assert headlines(client.get("/1998/01/")) == ["1998-01-01"]
    assert headlines(client.get("/1998/12/31/")) == ["1998-12-31"]


@pytest.mark.parametrize(
    "address",
    [
        *("/0000/", "/9999/", "/10000/", "/2026/00/", "/2026/13/", "/2026/02/31/", "/2026/2/3/"),
        *("/0001/01/01/", "/9999/12/31/", "/9999/12/31/x/", "/0000/00/00/x/", "/2026/02/31/x/"),
        *("/world/?before=", "/world/?before=1", "/world/?before=x-1", "/world/?before=1-x"),
        *("/world/?before=1-99999999999999999999", "/world/?before=1-9223372036854775808"),
        *("/world/?before=999999999999999999-1", "/world/?before=-999999999999999999-1"),
        *("/world/?before=1%00-1", "/world/?before=٣-٣", "/world/?before=1-1%0a"),
        *("/%FF%FE/", "/world/%C3%28/", "/a%00b/", "/search/?q=%00", "/%ED%A0%80/"),
        *("/media/", "/media/x/320.jpg", f"/media/{'0' * 32}/320.jpg", f"/media/{'0' * 32}/0.gif"),
        *("/tags/nothing/", "/authors/nobody/", "/nothing/", "/2026/11/22/nothing/"),
        "/" + "a" * 3000 + "/",
    ],
)
def test_address_of_nothing_is_never_a_500(client, db, address):
    """THREATS D3, D8, D9."""
    make_section("World")

    response = client.get(address)

    assert response.status_code in (400, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["/", "/world/", "/authors/", "/search/", "/2026/11/22/x/"])
def test_pages_are_only_read(db, client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_head_answers_like_get(client, editor):
    publish(editor)

    response = client.head("/")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("address", ["/", "/world/", "/authors/", "/search/?q=ferry", "/nothing/"])
def test_pages_are_the_same_for_everyone(client, editor, address):
    """DESIGN §4.6: no cookie set, none asked for, nothing of the person on the page."""
    publish(editor)
    stranger = client.get(address)
    client.force_login(editor)

    response = client.get(address)

    assert response.content == stranger.content
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrf" not in response.content.decode().lower()


@pytest.mark.parametrize("address", ["/", "/world/", "/tags/harbour/", "/{day:%Y/%m}/"])
def test_query_strings_change_nothing(client, editor, address):
    """THREATS D2."""
    shown = publish(editor, tags=["harbour"])[0]
    url = address.format(day=shown.day)

    plain = client.get(url).content

    assert client.get(f"{url}?utm_source=x&page=2&format=json&q=y").content == plain


def test_page_that_did_not_change_is_304(client, editor):
    publish(editor)
    etag = client.get("/").headers["ETag"]

    response = client.get("/", headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_pages_are_asked_again_each_time(client, editor):
    """A change must be seen at once: kept, but never used unasked."""
    publish(editor)

    control = client.get("/").headers["Cache-Control"]

    assert set(control.split(", ")) == {"public", "max-age=0", "must-revalidate"}


@pytest.mark.parametrize("address", ["/", "/world/", "/authors/", "/search/", "/nothing/"])
def test_pages_name_no_other_origin_and_hold_no_script(client, editor, address):
    """DESIGN §4.9 and the rule against inline script and style."""
    publish(editor, lead_photo=photo_row())

    page = client.get(address).content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert "<script" not in page.replace('<script type="application/ld+json">', "")


def test_front_opens_when_the_time_comes(client, editor, clock):
    """DESIGN §4.2: time publishes, not a job."""
    story = make_story(owner=editor)
    story.schedule(editor, story.version, database.now() + timedelta(hours=1))
    before = client.get("/").context["front"].lead

    clock.forward(hours=2)

    assert before is None
    assert client.get("/").context["front"].lead == Story.objects.get(pk=story.pk).article
