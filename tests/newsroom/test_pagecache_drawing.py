"""While a page is drawn it changes, others want it, the database fails (DESIGN §4.5)."""

from datetime import timedelta
from threading import Event, Thread

import pytest

from newsroom import pagecache
from newsroom.page_store import ALL, clock
from tests.newsroom.paper import HTML, NOON, Told, ask, opened


def drops(cache, *keys):
    """What a committed change does, in the middle of a render."""
    return lambda environ, render: cache.store.drop(set(keys))


def test_page_that_changed_while_it_was_drawn_is_served_once_and_not_kept():
    """DESIGN §4.5."""
    cache, paper = opened(world=Told())
    paper.answers["/world/"].does = drops(cache, ALL)

    answers = [ask(cache, "/world/") for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert len(paper.asked) == 2
    assert cache.store.renders == set()


def test_render_that_raises_leaves_nothing_behind():
    def fails(environ, render):
        raise ValueError("This is only a test.")

    cache, paper = opened(world=Told(does=fails))

    with pytest.raises(ValueError, match="only a test"):
        ask(cache, "/world/")
    paper.answers["/world/"] = Told()

    assert ask(cache, "/world/").status == 200
    assert (cache.application.flights, cache.store.renders) == ({}, set())


class Held:
    """A render that is held open until it is let go."""

    def __init__(self):
        self.has_begun, self.may_end = Event(), Event()
        self.answers = []

    def __call__(self, environ, render):
        self.has_begun.set()
        assert self.may_end.wait(20)

    def readers(self, cache, count):
        threads = [Thread(target=self._read, args=(cache,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def _read(self, cache):
        self.answers.append(ask(cache, "/world/"))

    def end(self, threads):
        self.may_end.set()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()


def test_one_render_of_a_page_at_a_time_and_the_others_wait_for_it():
    held = Held()
    cache, paper = opened(world=Told(does=held))
    readers = held.readers(cache, 1)
    assert held.has_begun.wait(20)

    readers += held.readers(cache, 5)
    other = ask(cache, "/other/")
    held.end(readers)

    assert other.status == 200
    assert len(held.answers) == 6
    assert len({answer.body for answer in held.answers}) == 1
    assert [environ["PATH_INFO"] for environ in paper.asked] == ["/world/", "/other/"]
    assert cache.application.flights == {}


def test_who_waited_for_a_page_that_was_not_kept_gets_a_fresh_one():
    """DESIGN §4.5: whoever asked after a change never gets what was drawn before it."""
    held = Held()
    cache, paper = opened(world=Told("before", does=held))
    readers = held.readers(cache, 1)
    assert held.has_begun.wait(20)

    cache.store.drop({ALL})
    paper.answers["/world/"] = Told("after")
    late = Held()
    waiting = late.readers(cache, 3)
    held.end(readers)
    late.end(waiting)

    assert [answer.body for answer in held.answers] == [b"before"]
    assert [answer.body for answer in late.answers] == [b"after"] * 3


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(pagecache, "WAIT", 0.01)
    held = Held()
    cache, paper = opened(world=Told("slow", does=held))
    readers = held.readers(cache, 1)
    assert held.has_begun.wait(20)
    paper.answers["/world/"] = Told("own")

    answer = ask(cache, "/world/")
    held.end(readers)

    assert answer.body == b"own"


def test_nobody_waits_while_nothing_can_be_kept():
    held = Held()
    cache, paper = opened(world=Told(does=held))
    cache.store.lose()
    readers = held.readers(cache, 1)
    assert held.has_begun.wait(20)
    waited_for = dict(cache.application.flights)
    paper.answers["/world/"] = Told("own")

    answer = ask(cache, "/world/")
    held.end(readers)

    assert waited_for == {}
    assert answer.body == b"own"


def fails(environ, render):
    render.database_failed = True


FAILED = Told("Come back soon.", "503 Service Unavailable", [HTML], fails)


def test_last_known_page_is_served_when_the_database_is_gone():
    """F7: marked as such, with its own status and tag."""
    cache, paper = opened(world=Told())
    known = ask(cache, "/world/")
    cache.store.lose()
    paper.answers["/world/"] = FAILED

    answers = [ask(cache, "/world/") for _ in range(2)]

    for answer in answers:
        assert (answer.status, answer.body) == (200, known.body)
        assert answer.headers["ETag"] == known.headers["ETag"]
        assert answer.headers["Warning"] == '110 - "Response is Stale"'
        assert "newsroom; hit" in answer.headers["Cache-Status"]
    assert len(paper.asked) == 2  # the first, and one that failed: the next try comes later


def test_last_known_page_is_not_served_before_a_render_failed():
    """F7: the listener's connection is lost, the database answers."""
    cache, paper = opened(world=Told("old"))
    ask(cache, "/world/")
    cache.store.lose()
    paper.answers["/world/"] = Told("new")

    fresh = ask(cache, "/world/")
    paper.answers["/world/"] = FAILED
    gone = ask(cache, "/world/")

    assert fresh.body == b"new"
    assert "Warning" not in fresh.headers
    assert gone.status == 503  # and “old” does not come back after “new”


def test_error_that_is_not_the_databases_is_shown():
    cache, paper = opened(world=Told())
    ask(cache, "/world/")
    cache.store.lose()
    paper.answers["/world/"] = Told("Oh.", "500 Internal Server Error", [HTML])

    assert ask(cache, "/world/").status == 500


@pytest.mark.parametrize("happened", ["dropped", "ended", "never seen", "too long ago"])
def test_page_that_may_not_come_back_is_not_served_when_the_database_is_gone(happened):
    """F7, B6: withdrawn is withdrawn."""

    def ends(environ, render):
        render.shows(until=NOON + timedelta(minutes=5))

    cache, paper = opened(world=Told(does=ends))
    if happened != "never seen":
        ask(cache, "/world/")
    if happened == "dropped":
        cache.store.drop({ALL})
    cache.store.lose()
    cache.store.hear(clock() - {"ended": 301, "too long ago": 601}.get(happened, 0), NOON)
    if happened == "too long ago":
        cache.store.hear(clock() - 601, NOON - timedelta(hours=1))
    paper.answers["/world/"] = FAILED

    assert ask(cache, "/world/").status == 503
