"""Search: found in its own language, whatever is typed."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from articles import search as search_module
from articles.search import Matches, Unanswered, search
from newsroom.database import now
from tests.cast import make_article, make_user


@pytest.fixture
def editor(db):
    return make_user("Editor")


def found(words: str) -> list[str]:
    return [article.headline for article in search(words)]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The ferries were running", "ferry run"),
        ("de", "Die Häuser am Hafen", "Haus"),
        ("de", "Die Häuser am Hafen", "hauser"),
        ("fr", "Les élections régionales", "élection régionale"),
        ("ru", "Новые корабли в гавани", "корабль"),
        ("ar", "مكتبة المدينة", "مكتبة"),
        ("fi", "Satama on suljettu", "satama"),
        ("en", "A café in Zürich", "cafe zurich"),
    ],
)
def test_words_are_found_in_the_articles_language(editor, language, text, words):
    """Stemmed and without accents, by the language of the piece."""
    make_article(by=editor, owner=editor, headline=text, language=language)

    assert found(words) == [text]


def test_headline_standfirst_and_text_are_searched(editor):
    words = {"headline": "Lighthouse", "standfirst": "Harbour", "body": "<p>A seagull.</p>"}
    make_article(by=editor, owner=editor, **words)

    assert [found(word) for word in ("lighthouse", "harbour", "seagull")] == [["Lighthouse"]] * 3


def test_headline_counts_more_than_text(editor):
    make_article(by=editor, owner=editor, headline="Herring", body="<p>Boats.</p>")
    make_article(by=editor, owner=editor, headline="Boats", body="<p>One herring.</p>")

    assert found("herring") == ["Herring", "Boats"]


def test_quotes_or_and_minus_mean_what_readers_expect(editor):
    for text in ("red boat", "boat red", "green boat"):
        make_article(by=editor, owner=editor, headline=text, body="<p>x</p>")

    assert found('"red boat"') == ["red boat"]
    assert set(found("red or green")) == {"red boat", "boat red", "green boat"}
    assert found("boat -red") == ["green boat"]


@pytest.mark.crawl
@pytest.mark.parametrize(
    "words",
    [
        *("%", "_", "*", ":*", "a:*", "&", "|", "!", "!!", "<->", "(", ")", "((", "\\", "'", "''"),
        *('"', '"""', "a & b | !c", "ferry:A", "-", "--", "or or or", "' OR 1=1 --", "$$", "{}"),
        *("a" * 5000, "(" * 5000, "\u202e", "\u200b", "🚢", "\ufffd", "<script>", "the", "\t\n"),
    ],
)
def test_no_sign_is_an_operator_that_breaks(client, editor, words):
    """THREATS D7: wildcards and the query language's signs are text."""
    make_article(by=editor, owner=editor)

    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert response.context["found"].state not in ("unanswered", "busy")


def test_wildcards_find_nothing(editor):
    make_article(by=editor, owner=editor, headline="Ferry")

    assert [found(words) for words in ("%", "fer%", "f_rry", "fer*", "fer:*")] == [[]] * 5


def test_only_the_newest_matches_are_ranked(editor, monkeypatch):
    """The candidates are capped, newest first."""
    monkeypatch.setattr(search_module, "CANDIDATES", 1)
    make_article(by=editor, owner=editor, headline="Ferry ferry ferry")
    make_article(by=editor, owner=editor, headline="Ferry again")

    assert found("ferry") == ["Ferry again"]


def test_newer_articles_are_looked_through_first(editor, monkeypatch):
    """Where the newest have enough matches, no older one is read; else all are."""
    monkeypatch.setattr(search_module, "NEWEST", 1)
    monkeypatch.setattr(search_module, "CANDIDATES", 1)
    rare, *_ = [make_article(by=editor, owner=editor, headline=h) for h in ("Rare", "a", "b", "c")]
    rows, end = search_module.Article.objects.all(), now()

    def matches(words):
        return search_module.newest_matches(rows, search_module.matching(words), end)

    with CaptureQueriesContext(connection) as some:
        assert matches("ferry").has_more
    with CaptureQueriesContext(connection) as all_of_them:
        assert matches("rare") == Matches([rare.pk])
    assert len(some) < len(all_of_them)


def test_what_was_found_in_newer_ones_stands_when_all_takes_too_long(editor, monkeypatch):
    """THREATS D7: the rest is given up, and the reader is told since when was searched."""
    monkeypatch.setattr(search_module, "NEWEST", 1)
    articles = [make_article(by=editor, owner=editor, headline="Ferry") for _ in range(3)]
    monkeypatch.setattr(search_module, "_limit", lambda milliseconds: _cancel())

    found = search_module.newest_matches(
        search_module.Article.objects.all(), search_module.matching("ferry"), now()
    )

    assert set(found.ids) <= {each.pk for each in articles}
    assert found.ids
    assert found.since < now()


def _cancel():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
        cursor.execute("SELECT pg_sleep(1)")


def test_matches_come_from_the_index(editor):
    """No page's cost grows with the archive: the words are looked up, not read."""
    rows = search_module._with_time(search_module.Article.all_objects, may_walk=False)
    found = search_module.that_match(rows, search_module.matching("ferries"), "at", "pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        plan = found.order_by("-at", "-pk").explain()

    assert "article_search" in plan
    assert "published_at + " in plan  # an order that no index has: it cannot be walked along
    assert "Seq Scan" not in plan
    assert not re.search(r"Filter: .*search @@", plan)


def test_configurations_that_read_alike_are_asked_together(db):
    """Twelve looks at the same word would cost twelve times as much."""
    assert len(search_module.matching("42")) == 1
    assert 1 < len(search_module.matching("running ferries")) < 8


@pytest.mark.django_db(transaction=True)
def test_search_that_takes_too_long_is_answered_kindly(client):
    """THREATS D7: the server's own limit on a statement, reached."""

    def outlast(execute, sql, params, many, context):
        if "websearch_to_tsquery" in sql:
            execute("SELECT pg_sleep(1)", None, False, context)
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        with connection.execute_wrapper(outlast):
            response = client.get("/search/?q=ferry")
        cursor.execute("RESET statement_timeout")

    assert response.status_code == 200
    assert "The search took too long" in response.content.decode()


def test_a_failing_statement_is_unanswered(db):
    def fail(*arguments):
        raise DatabaseError("gone")

    with connection.execute_wrapper(fail), pytest.raises(Unanswered):
        search("ferry")
