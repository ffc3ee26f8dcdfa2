"""Answers that are remembered whole: never longer than their page (DESIGN §4.5, THREATS D1, D2)."""

from datetime import timedelta

import pytest

from newsroom import page_store
from newsroom.page_store import ALL
from tests.newsroom.paper import (
    NOON,
    TEXT,
    Told,
    ask,
    fall_silent,
    kept,
    let_pass,
    listening_store,
    opened,
)


def shows_world(environ, render):
    render.shows("world", until=NOON + timedelta(hours=1))


def remembered():
    """A cache whose page is remembered as it was sent, and the paper."""
    cache, paper = opened(world=Told(does=shows_world))
    for _ in range(3):
        ask(cache, "/world/")
    assert len(paper.asked) == 1
    assert len(cache.store.answers) == 1
    return cache, paper


def test_remembered_answer_is_the_same_and_counts_as_a_hit():
    cache, _ = remembered()

    first, second = ask(cache, "/world/"), ask(cache, "/world/")

    assert first == second
    assert first.body == TEXT.encode()
    assert cache.store.hits == 4
    assert cache.store.pages["/world/"].was_asked


@pytest.mark.parametrize(
    "happens",
    [
        lambda store: store.drop({"world"}),
        lambda store: store.drop({ALL}),
        lambda store: let_pass(store, hours=1),
        lambda store: fall_silent(store, seconds=2.5),
        lambda store: store.lose(),
        lambda store: store.listen("newsroom 2"),
    ],
    ids=["dropped", "all dropped", "ended", "silent", "lost", "another server"],
)
def test_answer_goes_with_its_page(happens):
    cache, paper = remembered()

    happens(cache.store)
    ask(cache, "/world/")

    assert len(paper.asked) == 2


def test_page_that_is_pushed_out_leaves_no_answer():
    cache, paper = opened(listening_store(most_bytes=80_000))
    for _ in range(2):
        ask(cache, "/world/")
    assert len(cache.store.answers) == 1

    for number in range(60):
        kept(cache.store, f"/{number}/", text=TEXT)

    assert "/world/" not in cache.store.pages
    assert cache.store.answers == {}
    ask(cache, "/world/")
    assert len(paper.asked) == 2


def test_page_that_is_drawn_anew_leaves_no_answer():
    cache, _ = remembered()

    kept(cache.store, "/world/", text="Another page")

    assert ask(cache, "/world/").body == b"Another page"


def test_answer_of_a_page_that_goes_meanwhile_is_not_remembered():
    """Both orders: dropped before the page is looked up again, and right after."""
    store = listening_store()
    page, before = kept(store), store.answers

    store.drop({ALL})
    store.remember(before, ("GET", "/"), "/", page, ("200 OK", [], [b""]))
    again = kept(store)
    store.remember(before, ("GET", "/"), "/", again, ("200 OK", [], [b""]))

    assert store.answers == {}


def test_every_reader_gets_an_answer_of_their_own():
    """Coding, condition and method: in whatever order they ask, twice each."""
    cache, _ = opened()
    plain = ask(cache)
    asked = [
        {"accept_encoding": "br"},
        {"accept_encoding": "gzip"},
        {"method": "HEAD"},
        {"if_none_match": plain.headers["ETag"]},
        {"if_none_match": '"another"'},
        {},
    ]
    first = [ask(cache, **each) for each in asked]
    again = [ask(cache, **each) for each in reversed(asked)][::-1]

    assert again == first
    assert [answer.status for answer in first] == [200, 200, 200, 304, 200, 200]
    assert [answer.headers.get("Content-Encoding") for answer in first[:3]] == ["br", "gzip", None]
    assert [len(answer.body) > 0 for answer in first] == [True, True, False, False, True, True]


def test_reader_without_https_gets_no_remembered_answer(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    cache, paper = opened()
    for _ in range(2):
        ask(cache, x_forwarded_proto="https")

    ask(cache, x_forwarded_proto="http")
    ask(cache)

    assert len(paper.asked) == 3


def test_answers_are_bounded_in_number_and_length(monkeypatch):
    monkeypatch.setattr(page_store, "MOST_ANSWERS", 10)
    cache, _ = opened()

    for number in range(100):
        ask(cache, accept_encoding=f"x{number}")
        assert len(cache.store.answers) <= 10
    cache.store.answers.clear()
    ask(cache, if_none_match='"' + "a" * 1000 + '"')

    assert cache.store.answers == {}
