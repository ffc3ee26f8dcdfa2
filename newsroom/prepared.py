"""Queries that are compiled once and run with other values.

Django builds and compiles a query anew at each use, which takes longer than PostgreSQL needs to
answer it: 40 % of an article's page. The pages that readers see most ask the same few questions, so
the SQL of those is kept here and its plan by PostgreSQL. What comes back is what the queryset
itself would give.
"""

from functools import cached_property
from inspect import signature

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Func, QuerySet
from psycopg import RawCursor


class Slot(Expression):
    """Where a value will stand; not for conditions that must know it; for `in` see `listed`."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


def listed(ids: Slot) -> Func:
    """The ids of a list for `in`, however many it will have."""
    return Func(ids, template="SELECT unnest(%(expressions)s::bigint[])")


class Prepared:
    """A queryset as a function of named values, run at once: a decorator.

    `build` is called once, with a `Slot` for each of its parameters.
    """

    def __init__(self, build):
        self.build = build

    def __call__(self, **values) -> list:
        queryset, compiler, sql, numbered, params = self._compiled
        connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        bound = [values[part.name] if isinstance(part, Slot) else part for part in params]
        rows = _asked(connection, sql, numbered, bound)
        run, query = _copied(compiler), _copied(queryset.query)
        run.connection = connection
        run.execute_sql = lambda *args, **kwargs: [rows]
        query.get_compiler = lambda *args, **kwargs: run
        ready = QuerySet(queryset.model, query)
        ready._fields = queryset._fields
        return list(queryset._iterable_class(ready))

    @cached_property
    def _compiled(self):
        slots = {name: Slot(name) for name in signature(self.build).parameters}
        queryset: QuerySet = self.build(**slots)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        numbered = (sql % tuple(f"${n}" for n in range(1, len(params) + 1))).encode()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        has_composite = compiler.has_composite_fields(columns)
        compiler.get_converters = lambda columns: converters
        compiler.has_composite_fields = lambda columns: has_composite
        return queryset, compiler, sql, numbered, params


def _copied(known):
    """Return a copy that shares what is inside; `copy` takes three times as long."""
    made = object.__new__(type(known))
    made.__dict__.update(known.__dict__)
    return made


def _asked(connection, sql: str, numbered: bytes, params: list) -> list[tuple]:
    connection.ensure_connection()
    cursor = Numbered(connection.connection)
    cursor.own = sql, numbered
    with connection._prepare_cursor(cursor) as known:  # counted and logged like every other
        known.execute(sql, params)
        return known.fetchall()


class Numbered(RawCursor):
    """A cursor for one query, whose `%s` are `$1`, `$2`, … already: psycopg would do that anew at
    each run of a long one.

    It is prepared: planned once, then run with other values. Only what is asked for here is: a plan
    made for any value is a bad one for a search. Where a pooler hands connections around, psycopg
    is told never to prepare (`Environment.databases`).
    """

    own = "", b""

    def execute(self, query, params=None):
        sql, numbered = self.own
        if query != sql:  # somebody who watches the queries has one more to ask
            return super().execute(query, params)
        return super().execute(numbered, params, prepare=True)
