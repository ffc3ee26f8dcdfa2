"""Search: found in its own language, whatever is typed."""

import pytest
from django.db import DatabaseError, connection

from articles import search as search_module
from articles.search import SHOWN, Unanswered, search
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
    assert not response.context["is_unanswered"]


def test_wildcards_find_nothing(editor):
    make_article(by=editor, owner=editor, headline="Ferry")

    assert [found(words) for words in ("%", "fer%", "f_rry", "fer*", "fer:*")] == [[]] * 5


@pytest.mark.crawl
def test_a_page_holds_thirty(editor):
    for _ in range(SHOWN + 1):
        make_article(by=editor, owner=editor, headline="Ferry")

    assert len(found("ferry")) == SHOWN


def test_only_the_newest_matches_are_ranked(editor, monkeypatch):
    """The candidates are capped, newest first."""
    monkeypatch.setattr(search_module, "CANDIDATES", 1)
    make_article(by=editor, owner=editor, headline="Ferry ferry ferry")
    make_article(by=editor, owner=editor, headline="Ferry again")

    assert found("ferry") == ["Ferry again"]


def test_matches_come_from_the_index(editor):
    """No page's cost grows with the archive: the words are looked up, not read."""
    rows = search_module.Article.all_objects.values("pk")
    matches = rows.filter(search_module._matches("ferry"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        plan = matches.explain()

    assert "article_search" in plan


def test_typed_words_come_back_as_words(client, db):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_empty_query_gives_the_form(client, db):
    for address in ("/search/", "/search/?q=", "/search/?q=%20%20"):
        page = client.get(address).content.decode()

        assert '<input type="search" id="q"' in page
        assert "list-empty" not in page


def test_nothing_found_says_how_to_go_on(client, db):
    page = client.get("/search/?q=nothing").content.decode()

    assert "No article has all of these words" in page


def test_search_is_not_for_search_engines(client, db):
    assert '<meta name="robots" content="noindex">' in client.get("/search/").content.decode()


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
