"""Every table that a kept page reads is watched, whatever comes later (DESIGN §4.5)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.pagecache import ELSEWHERE
from newsroom.public import is_private
from tests.articles.test_public_sql import addresses, newsroom  # noqa: F401 (a fixture)

pytestmark = pytest.mark.crawl  # thorough, and slow

TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# As PostgreSQL notes a trigger's events.
EVENTS = {"insert": 4, "delete": 8, "update": 16, "truncate": 32}
WATCHED = """
SELECT c.relname, t.tgtype
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE p.proname IN ('pages_' || c.relname, 'newsroom_all_pages_changed') AND t.tgenabled = 'A'
"""


def watched() -> dict[str, set[str]]:
    """Return each table's events that say so, even to a session that loads rows as a replica."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(WATCHED)
        for table, kind in cursor:
            names = {name for name, bit in EVENTS.items() if kind & bit}
            found.setdefault(table, set()).update(names)
    return found


@pytest.fixture
def read(client, newsroom) -> dict[str, str]:  # noqa: F811
    """Each table that public addresses read, and one of the statements that do."""
    found = {}
    for url in (url for urls in addresses(newsroom).values() for url in urls):
        if url.startswith(ELSEWHERE) or is_private(url):
            continue
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        for query in queries:
            found |= dict.fromkeys(TABLES.findall(query["sql"]), query["sql"])
    return found


def test_every_table_that_readers_pages_read_is_watched(read):
    there = watched()

    missing = {table: sql for table, sql in read.items() if there.get(table) != set(EVENTS)}

    assert missing == {}


def test_the_walk_meets_the_tables_it_should(read):
    """The counterproof: a walk that sees nothing proves nothing."""
    assert {"newsroom_site", "articles_article", "articles_byline", "newsroom_photo"} <= set(read)
    assert {"articles_tag", "articles_correction", "articles_address", "authors_author"} <= set(
        read
    )


def test_table_without_a_trigger_is_found(read):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER pages_articles_correction_update ON articles_correction")
        cursor.execute("ALTER TABLE articles_tag ENABLE TRIGGER pages_articles_tag_insert")

    there = watched()

    wrong = {table for table in read if there.get(table) != set(EVENTS)}
    assert wrong == {"articles_correction", "articles_tag"}
