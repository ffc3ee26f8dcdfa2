"""A prepared query gives what the queryset itself would give."""

from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors.models import Author
from newsroom.models import FollowLink, Site
from newsroom.prepared import Prepared, listed
from tests.cast import make_author, make_photo

pytestmark = pytest.mark.django_db


@Prepared
def by_name(name):
    return Author.objects.filter(name=name).select_related("portrait").order_by("pk")


@Prepared
def names(kind, slug):
    rows = Author.objects.filter(kind=kind).exclude(slug=slug).order_by("name")
    return rows.values_list("name", "portrait__alt")


def test_rows_are_those_of_the_queryset():
    photo = make_photo()
    with_one, without = make_author(portrait=photo), make_author()
    make_author("Bo Lind")

    found = by_name(name="Ines Falk")

    assert found == [with_one, without]
    with CaptureQueriesContext(connection) as queries:
        assert [author.portrait for author in found] == [photo, None]
    assert len(queries) == 0


@Prepared
def among(ids, others):
    return Author.objects.filter(pk__in=listed(ids)).exclude(pk__in=listed(others)).order_by("pk")


def test_list_has_another_length_at_each_run():
    first, second, third = (make_author() for _ in range(3))
    ids = [first.pk, second.pk, third.pk]

    assert among(ids=ids, others=[]) == [first, second, third]
    assert among(ids=ids[:2], others=ids[1:]) == [first]
    assert among(ids=[], others=[]) == []


def test_each_run_has_its_own_values():
    ines, bo = make_author(), make_author("Bo Lind")

    assert [by_name(name=name) for name in ("Ines Falk", "Bo Lind", "Ines Falk", "x")] == [
        [ines],
        [bo],
        [ines],
        [],
    ]


def kept_plans() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def test_database_plans_it_once_and_nothing_else():
    """A plan for any value would be a bad one for a search."""
    by_title = Prepared(lambda title: Author.objects.filter(job_title=title))
    known = kept_plans()

    for title in ("Editor", "Harbour master"):
        by_title(title=title)
        list(Author.objects.filter(full_bio=title))

    [statement] = [each for each in kept_plans() if each not in known]
    assert '"job_title" = ($1)' in statement


def test_nothing_is_prepared_behind_a_pooler(monkeypatch):
    """There the next transaction may be another connection's, which knows no plan of ours."""
    by_bio = Prepared(lambda bio: Author.objects.filter(short_bio=bio))
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    known = kept_plans()

    by_bio(bio="Writes about harbours.")

    assert kept_plans() == known


def test_values_are_never_read_as_sql():
    make_author()

    assert by_name(name="' OR 1=1 --") == []
    assert by_name(name="%s %(x)s") == []


def test_rows_of_values_come_as_the_queryset_gives_them():
    make_author("Bo Lind")
    make_author("Ada Ohm")

    assert names(kind="person", slug="bo-lind") == [("Ada Ohm", None)]


def test_a_run_is_one_query_and_sees_what_is_committed_now():
    by_name(name="Ines Falk")
    author = make_author()

    with CaptureQueriesContext(connection) as queries:
        found = by_name(name="Ines Falk")

    assert found == [author]
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_threads_use_connections_of_their_own():
    author, found = make_author(), []

    def ask():
        found.append(by_name(name="Ines Falk"))
        connection.close()

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [[author]] * 8


def test_the_site_brings_its_links_along_in_their_order():
    FollowLink.objects.create(label="Second", url="https://two.example/", order=2)
    FollowLink.objects.create(label="First", url="https://one.example/", order=1)

    with CaptureQueriesContext(connection) as queries:
        links = Site.current().links

    assert [(link.label, link.url) for link in links] == [
        ("First", "https://one.example/"),
        ("Second", "https://two.example/"),
    ]
    assert len(queries) == 1


def test_whoever_watches_the_queries_can_ask_something_else_on_the_same_cursor():
    def watch(execute, sql, params, many, context):
        execute("SELECT 'asked by the watcher'", None, False, context)
        asked.append(context["cursor"].fetchall())
        return execute(sql, params, many, context)

    asked, author = [], make_author()
    with connection.execute_wrapper(watch):
        found = by_name(name="Ines Falk")

    assert (asked, found) == ([[("asked by the watcher",)]], [author])
