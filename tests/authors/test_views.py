"""The pages about authors: whom readers may meet, and what stands there."""

import pytest
from pytest_django.asserts import assertNumQueries

from authors.models import Author, AuthorLink
from tests.articles.rows import photo_row
from tests.cast import make_article, make_author, make_story, make_user


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_three_rows(client, db, count):
    """DESIGN §4.12."""
    for number in range(count):
        make_author(f"Author {number}", is_listed=True, portrait=photo_row())

    with assertNumQueries(3):
        client.get("/authors/")


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three_rows(client, editor, count):
    """DESIGN §4.12."""
    author = make_author(portrait=photo_row())
    for number in range(count):
        AuthorLink.objects.create(author=author, label=f"L{number}", url="https://example.org/")
        make_article(by=editor, owner=editor, author=author)

    with assertNumQueries(7):
        client.get("/authors/ines-falk/")


@pytest.mark.parametrize("address", ["/authors/", "/authors/ines-falk/"])
def test_portrait_beside_a_name_is_not_read_aloud(client, db, address):
    """Issue 6, point 8: the name says who it is."""
    make_author("Ines Falk", is_listed=True, portrait=photo_row(alt="Ines at a desk"))

    page = client.get(address).content.decode()

    assert page.count("<img ") == page.count('alt=""') == 1


def test_list_is_in_the_order_of_the_stored_names(client, db):
    for name in ("Zoë Adler", "Ádám Zeller", "Élise Baum"):
        make_author(name, is_listed=True)

    groups = client.get("/authors/").context["groups"]

    assert [(letter, [str(a) for a in people]) for letter, people in groups] == [
        ("A", ["Zoë Adler"]),
        ("B", ["Élise Baum"]),
        ("Z", ["Ádám Zeller"]),
    ]


def test_list_without_anyone_says_so(client, db):
    assert "Nobody is listed here yet" in client.get("/authors/").content.decode()


def test_author_of_drafts_is_not_there(client, editor):
    """THREATS B2: a byline that is not public tells of nothing."""
    make_story(owner=editor, author=make_author("Hidden Hand"))

    assert client.get("/authors/hidden-hand/").status_code == 404
    assert "Hidden Hand" not in client.get("/authors/").content.decode()


def test_author_appears_with_the_first_article(client, editor):
    make_article(by=editor, owner=editor, author=make_author(), headline="Fog")

    assert "Ines Falk" in client.get("/authors/").content.decode()
    assert [str(a) for a in client.get("/authors/ines-falk/").context["articles"]] == ["Fog"]


def test_page_shows_the_whole_bio(client, db):
    """Nothing is ever cut."""
    bio = "\n\n".join(" ".join(f"word{n}" for n in range(157)) for _ in range(3))
    make_author(is_listed=True, full_bio=bio, short_bio="Short.", job_title="Reporter")

    page = client.get("/authors/ines-falk/").content.decode()

    assert all(f"<p>{part}</p>" in page for part in bio.split("\n\n"))
    assert "Reporter" in page


def test_page_without_full_bio_shows_the_short_one(client, db):
    make_author(is_listed=True, short_bio="Ines & the sea.")

    assert "<p>Ines &amp; the sea.</p>" in client.get("/authors/ines-falk/").content.decode()


def test_hostile_words_stay_words(client, db):
    """THREATS A2."""
    text = "</script><script>alert(1)</script>"
    author = make_author(
        text, slug="x", is_listed=True, full_bio=text, short_bio=text, job_title=text
    )
    AuthorLink.objects.create(author=author, label=text, url="https://example.org/?a=1&b=2")

    pages = client.get("/authors/x/").content + client.get("/authors/").content

    assert pages.count(b"<script") == pages.count(b'<script type="application/ld+json">') == 2
    assert pages.count(b"</script") == 2
    assert b'href="https://example.org/?a=1&amp;b=2"' in pages


def test_every_kind_has_a_page(client, db):
    for kind in Author.Kind.values:
        make_author(f"The {kind}", kind=kind, is_listed=True)

    answers = [client.get(f"/authors/the-{kind}/").status_code for kind in Author.Kind.values]

    assert answers == [200] * 4
