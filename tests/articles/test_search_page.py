"""The search's page: its form, its filters, its pages, and what it says where nothing is found."""

import gzip
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError
from pytest_django.asserts import assertNumQueries

from articles import search as engine
from articles import search_limits
from articles.models import Section, SectionAddress
from articles.search_page import SHOWN
from newsroom.pagecache import ELSEWHERE
from tests.cast import make_article, make_author, make_section, make_story, make_user


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def paper(editor):
    """Four articles about ferries: two sections, two authors with one name, two times."""
    falk, other = make_author("Ines Falk"), make_author("Jonas Fälk")
    town = make_section("Town")
    new = make_article(by=editor, owner=editor, author=falk, headline="New in World")
    old = make_article(by=editor, owner=editor, author=falk, headline="Old in World")
    make_article(by=editor, owner=editor, author=other, headline="Other")
    make_article(by=editor, owner=editor, author=falk, section=town, headline="In Town")
    old.published_at -= timedelta(days=400)
    old.save()
    old.bylines.update(published_at=old.published_at)
    return {"day": new.published_at.date(), "falk": falk}


def headlines(client, **asked) -> set[str]:
    return {each.headline for each in client.get("/search/", asked).context["articles"]}


def text(client, **asked) -> str:
    return client.get("/search/", asked).content.decode()


@pytest.mark.parametrize("words", [{}, {"q": "ferry"}])
def test_section_author_and_days_narrow_the_search(client, paper, words):
    """With words and alone, each by itself and together."""
    year = timedelta(days=365)

    assert headlines(client, section="town", **words) == {"In Town"}
    assert headlines(client, author="jonas fälk", **words) == {"Other"}
    assert headlines(client, since=paper["day"] - year, **words) == {
        *("New in World", "Other", "In Town")
    }
    assert headlines(client, until=paper["day"] - year, **words) == {"Old in World"}
    narrow = {"section": "world", "author": "Ines Falk", "since": paper["day"] - year}
    assert headlines(client, **narrow, until=paper["day"], **words) == {"New in World"}


def test_each_filter_is_taken_off_by_one_link(client, paper):
    asked = {"q": "ferry", "section": "world", "author": "Ines Falk", "since": "2020-01-01"}
    page = client.get("/search/", {**asked, "until": "2099-12-31"})

    links = dict(page.context["asked"].filters)

    assert list(links) == [
        *("Section: World", "By Ines Falk", "From 1 January 2020", "Until 31 December 2099")
    ]
    without = parse_qs(urlsplit(links["By Ines Falk"]).query)
    assert without.keys() == {"q", "section", "since", "until"}


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "31.12.2026"}, "Write the day as year, month and day"),
        ({"until": "0000-00-00"}, "Write the day as year, month and day"),
        ({"until": "0001-01-01"}, "Write the day as year, month and day"),
        ({"since": "10000-01-01"}, "Write the day as year, month and day"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "lies before the first one"),
        ({"section": "nowhere"}, "There is no such section"),
        ({"author": "Nobody"}, "No author here has this name"),
        ({"q": "ferry " * 60}, "This is too long to look for"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence_and_stays(client, paper, asked, sentence):
    """DESIGN §4.13, §4.14; THREATS D8."""
    page = client.get("/search/", {"q": "kept words", **asked})

    body = page.content.decode()
    assert page.status_code == 200
    assert sentence in body
    assert page.context["articles"] == []
    for typed in {"q": "kept words", **asked}.values():
        assert f'value="{typed}"' in body


def test_authors_of_one_name_are_offered(client, paper):
    make_author("Ines Falk", is_listed=True)

    offered = client.get("/search/", {"author": "Ines Falk", "q": "ferry"}).context["asked"].choices

    assert [name for name, _ in offered] == ["Ines Falk", "Ines Falk"]
    assert "author=ines-falk-2" in offered[1][1]
    assert "q=ferry" in offered[1][1]
    assert headlines(client, author="ines-falk") >= {"New in World"}


def test_author_whom_readers_may_not_meet_is_nobody(client, editor):
    """DESIGN §4.1: of a draft's author nothing is told."""
    make_story(owner=editor, author=make_author("Secret Person"))

    assert "No author here has this name" in text(client, author="Secret")
    assert client.get("/search/", {"q": "Secret Person"}).context["found"].named == []


def test_old_address_of_a_section_is_understood(client, paper):
    SectionAddress.objects.create(slug="stadt", section=Section.objects.get(slug="town"))

    assert headlines(client, section="stadt") == {"In Town"}


@pytest.mark.parametrize("asked", [{"q": "ferry"}, {"section": "world"}, {"author": "ines falk"}])
def test_pages_reach_every_match_once(client, editor, monkeypatch, asked):
    """DESIGN §4.12: by the row where the last page ended, whatever comes meanwhile."""
    monkeypatch.setattr("articles.search_page.SHOWN", 2)
    author = make_author("Ines Falk")
    body = "<p>Ferry.</p>" * 2
    made = [
        make_article(by=editor, owner=editor, author=author, headline=f"N{number}", body=body)
        for number in range(5)
    ]
    seen, link = [], f"/search/?{'&'.join(f'{k}={v}' for k, v in asked.items())}"

    while link:
        page = client.get(link)
        seen += [each.pk for each in page.context["articles"]]
        link = page.context["found"].next_link
        make_article(by=editor, owner=editor, author=author, headline="Came meanwhile", body=body)

    assert sorted(seen) == [each.pk for each in made]
    assert "First page" in page.content.decode()


def test_bad_key_leads_nowhere(client, paper):
    """THREATS D8."""
    for key in ("", "x", "1-1", "1-1-x", "1-9-" + "9" * 19, "-1-1-1", "0-1-1"):
        assert client.get("/search/", {"q": "ferry", "before": key}).status_code == 404
        assert client.get("/search/", {"section": "world", "before": key}).status_code == 404


def test_page_says_when_not_all_matches_are_ranked(client, paper, monkeypatch):
    assert "4 articles match" in text(client, q="ferry")
    assert "1 article matches" in text(client, q="town")

    monkeypatch.setattr(engine, "CANDIDATES", 3)

    page = client.get("/search/", {"q": "ferry"})
    assert page.context["found"].matches.has_more
    assert "More than 300 articles match" in page.content.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("%%% ---", "There is no word in"),
        ("🚢", "There is no word in"),
        ("e", "One letter is in nearly every article"),
        ("nothing at all", "Fewer words find more"),
    ],
)
def test_friendly_page_where_nothing_is_found(client, paper, words, sentence):
    page = client.get("/search/", {"q": words})

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert f'value="{words}"' in page.content.decode()
    assert bool(page.context["found"].newest) is (words != "e")


def test_filters_can_be_taken_off_where_nothing_is_found(client, paper):
    page = text(client, q="quay", section="town", until="2001-01-01")

    assert '<a href="/search/?q=quay">look everywhere</a>' in page


def test_sections_authors_and_subjects_are_named(client, paper, editor):
    make_article(by=editor, owner=editor, tags=["Harbour"])

    def named(words):
        return client.get("/search/", {"q": words}).context["found"].named

    assert named("TOWN") == [("Town", "/town/")]
    assert named("harbour") == [("Harbour", "/tags/harbour/")]
    assert {name for name, _ in named("falk")} == {"Ines Falk", "Jonas Fälk"}
    assert named("fal") == named("42") == []


@pytest.mark.parametrize(("count", "queries"), [(1, 12), (3, 9)])
def test_search_asks_as_much_for_one_row_as_for_more(client, editor, count, queries):
    """DESIGN §4.12. Where there are few, other spellings are looked for, too."""
    for _ in range(count):
        make_article(by=editor, owner=editor, author=make_author())

    with assertNumQueries(queries):
        client.get("/search/?q=ferry")


def test_too_many_searches_from_one_address_wait(client, paper, monkeypatch):
    """THREATS D5: what was typed is kept; others search on."""
    monkeypatch.setattr(search_limits, "MOST", 1)
    client.get("/search/?q=ferry")

    page = client.get("/search/?q=ferry")
    other = client.get("/search/?q=ferry", REMOTE_ADDR="192.0.2.7")

    assert (page.status_code, other.status_code) == (429, 200)
    assert 0 < int(page["Retry-After"]) <= 60
    assert 'value="ferry"' in page.content.decode()
    assert client.get("/search/").status_code == 200


def test_searches_leave_threads_for_reading(client, paper, monkeypatch):
    """THREATS D5."""
    monkeypatch.setattr(search_limits, "WAIT", 0.01)
    for _ in range(search_limits.AT_ONCE):
        search_limits._turns.acquire()
    try:
        page = client.get("/search/?q=ferry")
    finally:
        search_limits._turns.release(search_limits.AT_ONCE)

    assert page.status_code == 503
    assert "Very much is being searched just now" in page.content.decode()
    assert client.get("/search/?q=ferry").status_code == 200


def test_what_was_found_stands_where_no_other_spelling_can_be_looked_for(
    client, paper, monkeypatch
):
    def fail(*arguments):
        raise DatabaseError("canceled")

    monkeypatch.setattr("articles.search_page.suggestion", fail)

    assert len(client.get("/search/?q=ferry").context["articles"]) == 4


def test_search_is_kept_by_nobody():
    """Its answers are as many as there are words: they would push everything else out."""
    assert "/search/" in ELSEWHERE


def test_search_is_sent_packed_and_not_again_to_who_has_it(client, paper):
    """Issue 6, point 9: the kept pages, which are packed where they are kept, leave it alone."""
    takes = {"accept-encoding": "gzip, br"}
    plain = client.get("/search/?q=ferry")

    packed = client.get("/search/?q=ferry", headers=takes)
    known = takes | {"if-none-match": packed["ETag"]}
    again = client.get("/search/?q=ferry", headers=known)

    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.crawl
def test_page_holds_twenty(client, editor):
    for _ in range(SHOWN + 1):
        make_article(by=editor, owner=editor)

    page = client.get("/search/?q=ferry")

    assert len(page.context["articles"]) == SHOWN
    assert page.context["found"].next_link


@pytest.mark.parametrize("quoted", ['"sea wall"', "“sea wall”", "„sea wall“", "»sea wall«"])
def test_quotation_marks_of_any_kind_keep_a_phrase_together(client, editor, quoted):
    """Phones and German readers type others than computers do."""
    make_article(by=editor, owner=editor, headline="Storm takes the sea wall")
    make_article(by=editor, owner=editor, headline="A wall between town and sea")

    assert headlines(client, q=quoted) == {"Storm takes the sea wall"}
    assert quoted.replace('"', "&quot;") in text(client, q=quoted)
