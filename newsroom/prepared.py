"""Queries that are compiled once and run with other values.

Django builds and compiles a query anew at each use, which takes longer than PostgreSQL needs to
answer it: 40 % of an article's page. The pages that readers see most ask the same few questions, so
the SQL of those is kept here and its plan by PostgreSQL. What comes back is what the queryset
itself would give.
"""

from copy import copy
from functools import cached_property, partial
from inspect import signature

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Func, QuerySet


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
        queryset, compiler, sql, params, converters = self._compiled
        run = copy(compiler)
        run.connection = Preparing(connections[DEFAULT_DB_ALIAS])  # each thread has its own
        bound = [values[part.name] if isinstance(part, Slot) else part for part in params]
        run.as_sql = lambda *args, **kwargs: (sql, bound)
        run.get_converters = lambda columns: converters
        query = copy(queryset.query)
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
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return queryset, compiler, sql, params, compiler.get_converters(columns)


class Preparing:
    """A database connection whose queries are prepared: planned once, then run with other values.

    Only what is asked for here is: a plan made for any value is a bad one for a search. Where a
    pooler hands connections around, psycopg is told never to prepare (`Environment.databases`).
    """

    def __init__(self, connection):
        self.connection = connection

    def __getattr__(self, name: str):
        return getattr(self.connection, name)

    def cursor(self):
        wrapper = self.connection.cursor()
        inner = wrapper.cursor
        inner.execute = partial(inner.execute, prepare=True)
        return wrapper
