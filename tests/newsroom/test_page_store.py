"""The kept pages: what may be served, what may be kept, what has to go (DESIGN §4.5)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsroom.page_store import ALL, Render, Store, clock
from tests.newsroom.paper import NOON, begun, fall_silent, kept, let_pass, listening_store, page


@pytest.fixture
def store():
    return listening_store()


def test_page_is_served_as_long_as_nothing_happens(store):
    made = kept(store)

    let_pass(store, days=400)

    assert store.get("/") is made
    assert store.get("/world/") is None


def test_nothing_is_kept_or_served_before_the_database_is_heard():
    store = Store(1_000_000, 600)

    kept(store)

    assert store.get("/") is None
    assert not store.pages


def test_nothing_is_served_while_the_database_is_silent(store):
    """DESIGN §4.5: what was committed meanwhile is unknown."""
    made = kept(store)

    fall_silent(store, seconds=2.5)
    silent = store.is_serving, store.get("/")
    store.hear(clock(), NOON)

    assert silent == (False, None)
    assert (store.is_serving, store.get("/")) == (True, made)


@pytest.mark.parametrize(
    ("dropped", "left"),
    [
        ({"thread:1"}, ["/b/", "/c/"]),
        ({"thread:2", "thread:9"}, ["/a/", "/c/"]),
        ({"thread:9"}, ["/a/", "/b/", "/c/"]),
        ({"thread:9", ALL}, []),
    ],
)
def test_drop_takes_every_page_that_shows_the_key_and_no_other(store, dropped, left):
    kept(store, "/a/", "thread:1")
    kept(store, "/b/", "thread:2")
    kept(store, "/c/")

    store.drop(dropped)

    assert list(store.pages) == left
    assert store.bytes == sum(page.size for page in store.pages.values())


@pytest.mark.parametrize(
    ("dropped", "is_kept"), [({"thread:1"}, False), ({ALL}, False), ({"thread:2"}, True)]
)
def test_page_is_not_kept_if_what_it_shows_was_dropped_since_its_render_began(
    store, dropped, is_kept
):
    """DESIGN §4.5. The keys may be noted before the drop or after it."""
    noted_before, noted_after = begun(store, "thread:1"), begun(store)

    store.drop(dropped)
    noted_after.shows("thread:1")

    assert store.keep("/a/", page(), noted_before) is is_kept
    assert store.keep("/b/", page(), noted_after) is is_kept


def test_drop_before_the_render_began_does_not_concern_it(store):
    store.drop({ALL})

    assert store.keep("/", page(), begun(store))


def test_render_that_ended_is_forgotten(store):
    render = begun(store)

    store.end(render)
    store.drop({ALL})

    assert store.renders == set()
    assert render.dropped == set()


def test_page_ends_at_the_first_moment_it_noted(store):
    """DESIGN §4.2: by the database's clock, and not a moment later."""
    render = begun(store)
    for minutes in (90, 10, 60):
        render.shows(until=NOON + timedelta(minutes=minutes))
    render.shows(until=None)
    store.keep("/", page(), render)

    let_pass(store, minutes=9, seconds=59)
    before = store.get("/")
    let_pass(store, minutes=10)

    assert before is not None
    assert store.get("/") is None


def test_page_that_has_ended_already_is_not_kept(store):
    """A moment passed while it was drawn."""
    render = begun(store, until=NOON - timedelta(microseconds=1))

    assert not store.keep("/", page(), render)


def test_clock_is_the_latest_that_the_databases_can_be(store):
    """F11: it was read at some time after the question; the page ends by the earlier reading."""
    kept(store, until=NOON + timedelta(seconds=1))

    store.hear(clock() - 1.5, NOON)

    assert store.get("/") is None


def test_clock_follows_the_database_however_slowly_they_part(store):
    """F11: two good clocks part by seconds a day; a page may live for a day."""
    kept(store, until=NOON + timedelta(hours=12))

    for _ in range(100):  # each step is too small to be noticed as one
        store.hear(clock(), NOON + timedelta(hours=12) - timedelta(milliseconds=1))
    before = store.get("/")
    store.hear(clock(), NOON + timedelta(hours=12))

    assert before is not None
    assert store.get("/") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda render: setattr(render, "may_keep", False),
        lambda render: setattr(render, "server", "newsroom 2"),
        lambda render: setattr(render, "server", None),
    ],
)
def test_page_of_doubtful_origin_is_not_kept(store, spoil):
    """Drawn with something missing, by a replica, or without having asked the database's time."""
    render, missing = begun(store), begun(store)
    spoil(render)
    spoil(missing)

    assert not store.keep("/", page(), render)
    store.keep_nowhere("/nowhere/", page(), missing)
    assert store.get("/nowhere/") is None


def test_pages_of_another_server_are_not_kept_after_listening_to_a_new_one(store):
    """Failover: the render asked the old server."""
    render = begun(store)

    store.listen("newsroom 2")
    late = begun(store)

    assert not store.keep("/", page(), render)
    assert not store.keep("/", page(), late)


def test_losing_the_connection_stops_serving_and_spoils_what_is_being_drawn(store):
    """DESIGN §4.5."""
    kept(store)
    render = begun(store)

    store.lose()
    served = store.get("/")
    store.listen("newsroom 1")

    assert served is None
    assert store.get("/") is None
    assert not store.keep("/", page(), render)


def test_render_that_began_while_nothing_was_heard_is_not_kept(store):
    """What was committed between its first question and the listening is unknown."""
    store.lose()
    render = begun(store)
    store.listen("newsroom 1")

    assert not store.keep("/", page(), render)


def test_last_known_page_is_there_for_when_the_database_is_gone(store):
    """F7."""
    made = kept(store)

    store.lose()
    store.lose()  # at every try to connect

    assert store.last_known("/") is made
    assert store.last_known("/world/") is None


def test_last_known_page_is_never_one_that_was_dropped(store):
    """F7, B6: what was withdrawn does not come back."""
    kept(store)
    store.drop({ALL})

    store.lose()

    assert store.last_known("/") is None


def test_last_known_page_is_never_one_that_has_ended(store):
    """F7, B7: the clock goes on by itself when the database is gone."""
    kept(store, "/", until=NOON + timedelta(minutes=5))
    kept(store, "/world/", until=NOON + timedelta(minutes=6))

    store.lose()
    store.hear(clock() - 330, NOON)

    assert store.last_known("/") is None
    assert store.last_known("/world/") is not None


@pytest.mark.parametrize(("silence", "is_there"), [(599, True), (601, False)])
def test_last_known_page_is_served_for_ten_minutes(store, silence, is_there):
    kept(store)
    store.lose()

    fall_silent(store, silence)

    assert (store.last_known("/") is not None) is is_there


def test_last_known_page_is_given_up_for_a_newer_one(store):
    """While only the listener's connection is lost, pages are drawn; they may say less."""
    kept(store)
    store.lose()

    store.outlive("/")

    assert store.last_known("/") is None


def test_listening_again_forgets_what_was_set_aside(store):
    kept(store)
    store.lose()

    store.listen("newsroom 1")

    assert store.last_known("/") is None


def test_end_is_the_moment_itself_where_there_is_no_midnight():
    """F11: in Beirut the clock goes from 23:59:59 to 01:00; the date changes at that instant."""
    render = Render()

    render.shows(until=datetime(2026, 3, 29, tzinfo=ZoneInfo("Asia/Beirut")))

    assert render.end == datetime(2026, 3, 28, 22, tzinfo=UTC).timestamp()
