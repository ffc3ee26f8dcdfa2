"""The listener on a real PostgreSQL: what it hears, and when it hears nothing (DESIGN §4.5)."""

import time
from datetime import timedelta
from io import BytesIO
from threading import Event, Thread

import psycopg
import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, connections

from articles.models import Section
from newsroom import page_listener
from newsroom.models import Site
from newsroom.page_listener import Listener
from newsroom.page_store import ALL, Store
from newsroom.pagecache import PageCache
from tests.cast import make_section
from tests.conftest import CLOCK
from tests.newsroom.ears import database
from tests.newsroom.paper import NOON, begun, page

pytestmark = [pytest.mark.crawl, pytest.mark.django_db(transaction=True)]
NAMED = "application_name = 'newsroom page listener' AND datname = current_database()"


class Heard(Store):
    """A store that notes what it is told, and can be waited for."""

    def __init__(self):
        super().__init__(1_000_000, 600)
        self.told = []

    def drop(self, keys):
        super().drop(keys)
        self.told.append(("drop", *sorted(keys)))

    def listen(self, server):
        super().listen(server)
        self.told.append(("listen",))

    def lose(self):
        super().lose()
        self.told.append(("lose",))


def await_that(condition, patience=20):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.005)


@pytest.fixture
def store(transactional_db, monkeypatch):
    """A store with a listener of its own on the test's database; it is gone after the test."""
    monkeypatch.setattr(page_listener, "PATIENCE", 0.05)
    monkeypatch.setattr(page_listener, "BEAT", 0.1)
    Site.objects.get_or_create(pk=1)
    store = Heard()
    listener = Listener(store, database())
    listener.start()
    await_that(lambda: store.is_serving)
    store.told.clear()
    yield store
    listener.stop()
    listener.join(20)
    assert not listener.is_alive()


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def keep(store, path="/", *keys):
    render = begun(store, *keys)
    render.server = store.server
    assert store.keep(path, page(), render)


def test_committed_change_drops_what_shows_it(store):
    keep(store, "/a/", "thread:1")
    keep(store, "/b/", "thread:2")

    execute("SELECT pg_notify('newsroom_pages', 'thread:2 thread:3')")
    await_that(lambda: store.told)

    assert store.told == [("drop", "thread:2", "thread:3")]
    assert list(store.pages) == ["/a/"]


def test_word_without_a_key_drops_all(store):
    """An operator may type `NOTIFY newsroom_pages` and be on the safe side."""
    keep(store)

    execute("NOTIFY newsroom_pages")
    await_that(lambda: store.told)

    assert store.told == [("drop", ALL)]


def test_hundreds_of_changes_are_all_heard(store):
    for number in range(300):
        execute(f"SELECT pg_notify('newsroom_pages', 'thread:{number}')")

    await_that(lambda: len(store.told) == 300)
    assert [told[1] for told in store.told] == [f"thread:{number}" for number in range(300)]


def test_database_is_asked_for_its_time_all_along(store):
    before = store.heard_at

    await_that(lambda: store.heard_at > before)

    assert store.is_serving
    assert store.told == []


def test_connection_that_ended_stops_serving_and_comes_back_having_dropped_all(store):
    """DESIGN §4.5: what was committed meanwhile was not heard."""
    keep(store)

    execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {NAMED}")
    await_that(lambda: ("listen",) in store.told)

    # Dropped once more before listening: `lose` may be told at each try.
    assert store.told[0] == ("lose",)
    assert store.told[-2:] == [("drop", ALL), ("listen",)]
    assert store.get("/") is None
    keep(store)
    assert store.get("/") is not None


def test_database_that_refuses_connections_is_tried_again(store):
    name = connection.settings_dict["NAME"]
    with psycopg.connect(**database() | {"dbname": "postgres"}, autocommit=True) as owner:
        owner.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND application_name = 'newsroom page listener'"
        )
        await_that(lambda: store.told.count(("lose",)) > 2)
        was_listening = store.is_listening
        owner.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')

    await_that(lambda: store.is_serving)

    assert not was_listening


@pytest.mark.parametrize("hours", [1, -1])
def test_clock_that_was_set_drops_all(store, hours):
    """F11: every page's end would be wrong, and after a step back its words early."""
    keep(store)

    execute(CLOCK.format(seconds=hours * 3600))
    await_that(lambda: store.told)
    execute(CLOCK.format(seconds=0))

    assert store.told[0] == ("drop", ALL)
    assert store.is_listening


def test_clocks_that_go_alike_drop_nothing():
    listener = Listener(Store(0, 0), {})
    second = timedelta(seconds=1)
    listener.beat = NOON, 100.0, 100.01

    jumped = {
        "as measured": listener._jumped(NOON + second, 101.0, 101.01),
        "a slow answer": listener._jumped(NOON + second, 101.0, 104.0),
        "asleep": listener._jumped(NOON + 3600 * second, 3700.0, 3700.01),
        "set forward": listener._jumped(NOON + 3 * second, 101.0, 101.01),
        "set back": listener._jumped(NOON - second, 101.0, 101.01),
    }

    assert [name for name, found in jumped.items() if found] == ["set forward", "set back"]


def test_connection_is_not_the_pools(store):
    """DESIGN §4.5: it is direct, and told apart by its name."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {NAMED}")

        assert cursor.fetchone() == (1,)
    assert settings.LISTEN_DATABASE.keys() >= {"dbname", "user", "password"}


# From here on the whole way: a page of the paper, drawn by Django, behind a cache that hears.


class Slow:
    """Django, that holds a page open before or after it was drawn."""

    def __init__(self, when):
        self.django, self.when = get_wsgi_application(), when
        self.is_held, self.may_go = Event(), Event()
        self.may_go.set()

    def __call__(self, environ, start_response):
        self._hold("before")
        answer = self.django(environ, start_response)
        self._hold("after")
        return answer

    def _hold(self, when):
        if self.when == when and not self.may_go.is_set():
            self.is_held.set()
            assert self.may_go.wait(20)


def read(cache, path="/world/"):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "127.0.0.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    return b"".join(cache(environ, lambda status, headers: None)).decode()


def rename(name):
    Section.objects.filter(slug="world").update(name=name)


def test_page_shows_a_change_as_soon_as_it_is_heard(store):
    make_section()
    await_that(lambda: store.told)
    cache = PageCache(get_wsgi_application(), store)
    read(cache)
    kept = "World" in read(cache)
    store.told.clear()

    rename("Abroad")
    await_that(lambda: store.told)

    assert kept
    assert store.hits == 1
    assert "Abroad" in read(cache)


@pytest.mark.parametrize(("when", "drawn"), [("before", "Abroad"), ("after", "World")])
def test_page_that_was_drawn_across_a_commit_is_not_kept(store, when, drawn):
    """DESIGN §4.5: in both orders, with a real commit while the render is held open."""
    make_section()
    await_that(lambda: store.told)
    slow = Slow(when)
    cache, answers = PageCache(slow, store), []
    slow.may_go.clear()
    reader = Thread(target=_read_and_close, args=(cache, answers))
    reader.start()
    assert slow.is_held.wait(20)
    store.told.clear()

    rename("Abroad")
    await_that(lambda: store.told)
    slow.may_go.set()
    reader.join(20)

    assert drawn in answers[0]
    assert not store.pages
    assert "Abroad" in read(cache)
    assert list(store.pages) == ["/world/"]


def test_page_that_was_drawn_before_the_commit_is_dropped_by_it(store):
    """The other order: kept while the change was still open, gone when it is committed."""
    make_section()
    await_that(lambda: store.told)
    cache = PageCache(get_wsgi_application(), store)
    with psycopg.connect(**database()) as editor:
        editor.execute("UPDATE articles_section SET name = 'Abroad'")
        read(cache)
        kept = list(store.pages)
        store.told.clear()
        editor.commit()
    await_that(lambda: store.told)

    assert kept == ["/world/"]
    assert "Abroad" in read(cache)


def _read_and_close(cache, answers):
    try:
        answers.append(read(cache))
    finally:
        connections.close_all()


def in_a_hurry(execute, sql, params, many, context):
    """The server's own limit on a statement, but a short one, for the one that will meet it."""
    if '"articles_section"' not in sql:
        return execute(sql, params, many, context)
    execute("SET statement_timeout = 50", None, False, context)
    try:
        return execute(sql, params, many, context)
    except DatabaseError:
        execute("RESET statement_timeout", None, False, context)
        raise


def test_page_without_its_sections_is_not_kept(store):
    """F7: the table was locked for longer than a statement may take; the rest was there."""
    make_section()
    await_that(lambda: store.told)
    cache = PageCache(get_wsgi_application(), store)
    with psycopg.connect(**database()) as migration:
        migration.execute("LOCK articles_section IN ACCESS EXCLUSIVE MODE")
        with connection.execute_wrapper(in_a_hurry):
            torn = read(cache, "/authors/")
    whole = read(cache, "/authors/")

    assert "Authors" in torn
    assert "World" not in torn
    assert "World" in whole
    assert list(store.pages) == ["/authors/"]
