import importlib

import pytest
from django.db import connection

from articles.models import Article
from newsroom.database import SEARCH_CONFIGS, SEARCH_LANGUAGES, now, search_config
from tests.cast import make_article

pytestmark = pytest.mark.django_db


def test_search_configurations_are_those_that_the_migration_made():
    stemmed = importlib.import_module("newsroom.migrations.0002_database").STEMMED
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config WHERE cfgname LIKE 'newsroom%'")
        found = {name for (name,) in cursor.fetchall()}

    assert sorted(SEARCH_LANGUAGES.values()) == sorted(stemmed)
    assert found == set(SEARCH_CONFIGS)


@pytest.mark.parametrize(
    ("language", "config"),
    [("de", "newsroom_german"), ("pt-br", "newsroom_portuguese"), ("ar", "newsroom_simple")],
)
def test_search_configuration_follows_the_language(language, config):
    assert search_config(language) == config


def test_search_column_knows_the_articles_language():
    article = make_article(language="de", headline="Die Häuser am Hafen")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search @@ to_tsquery('newsroom_german', 'haus') FROM articles_article "
            "WHERE id = %s",
            [article.pk],
        )
        assert cursor.fetchone() == (True,)


def test_clock_is_written_into_the_query_so_that_the_index_is_used():
    """DESIGN §4.2: the function is inlined; the plan names statement_timestamp, not ours."""
    queryset = Article.objects.newest().values("pk")[:10]
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        # On an empty table every way costs the same.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "newsroom_now" not in plan
    assert "statement_timestamp()" in plan
    assert "article_newest" in plan


def test_now_moves_with_the_clock_of_the_tests(clock):
    before = now()

    clock.forward(days=3)

    assert (now() - before).days == 3
