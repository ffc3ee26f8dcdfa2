"""Empties the tables after a test of real transactions, much faster than Django's `flush`.

`flush` truncates all sixty tables with their files, and makes permissions and roles anew; a test
fills a dozen tables. So only what has rows is deleted, past the triggers that keep people from it;
and what every migration furnishes stays, unless a test changed it, or (the site) is made anew.
"""

from functools import cache

from django.db import connection, transaction
from django.test import TransactionTestCase

FURNISHED = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
flush = TransactionTestCase._fixture_teardown
furnished_with: list[str] = []  # what stood in those after the last `flush`


def empty(case) -> None:
    from newsroom.models import Site  # it needs the loaded app registry

    with connection.cursor() as cursor:
        if [_furnished(cursor)] != furnished_with:
            flush(case)
            furnished_with[:] = [_furnished(cursor)]
            return
        cursor.execute(" UNION ALL ".join(map(_name_if_filled, _tables())))
        names = [name for (name,) in cursor.fetchall()]
        _delete(cursor, names)
        Site.objects.create(pk=1)


@transaction.atomic
def _delete(cursor, names: list[str]) -> None:
    for name in names:
        cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    for name in names:
        cursor.execute(f'DELETE FROM "{name}"')
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def _name_if_filled(table: str) -> str:
    return f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")"


@cache
def _tables() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [name for name in tables if name not in FURNISHED]


def _furnished(cursor) -> str:
    rows = (f"SELECT md5(string_agg(t::text, '' ORDER BY t)) m FROM {name} t" for name in FURNISHED)
    cursor.execute(f"SELECT string_agg(m, '') FROM ({' UNION ALL '.join(rows)}) furniture")
    return cursor.fetchone()[0]
