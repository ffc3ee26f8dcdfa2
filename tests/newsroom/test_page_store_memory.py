"""What the kept pages may take: bounded whoever asks for what, from however many threads (D2)."""

from datetime import timedelta
from threading import Thread

import pytest

from newsroom.page_store import ALL, LONGEST_NOWHERE, MOST_NOWHERE
from tests.newsroom.paper import NOON, begun, kept, let_pass, listening_store, page


@pytest.fixture
def store():
    return listening_store()


def test_memory_is_bounded_and_what_nobody_asked_for_goes_first():
    store = listening_store(most_bytes=100_000)
    for number in range(15):
        kept(store, f"/{number}/", text="x" * 2000)
    store.get("/0/")

    for number in range(15, 30):
        kept(store, f"/{number}/", text="x" * 2000)

    assert store.bytes == sum(page.size for page in store.pages.values()) <= 100_000
    assert "/0/" in store.pages
    assert "/1/" not in store.pages
    assert "/29/" in store.pages


def test_memory_is_bounded_when_every_page_was_asked_for():
    store = listening_store(most_bytes=100_000)
    for number in range(60):
        kept(store, f"/{number}/", text="x" * 2000)
        store.get(f"/{number}/")

    assert store.bytes == sum(page.size for page in store.pages.values()) <= 100_000
    assert "/59/" in store.pages
    assert len(store.pages) > 10


def test_page_that_is_drawn_again_counts_once(store):
    kept(store, text="x" * 2000)
    again = kept(store, text="y" * 1500)

    assert store.bytes == again.size
    assert store.get("/") is again


def test_huge_page_is_not_kept():
    store = listening_store(most_bytes=100_000)

    kept(store, text="x" * 10_000)

    assert not store.pages


def test_made_up_places_in_a_list_push_nothing_out():
    """D2: anybody can make up `?before=`; they fill the room that is left, and no more."""
    store = listening_store(most_bytes=100_000)
    for number in range(15):
        kept(store, f"/{number}/", text="x" * 2000)

    for number in range(50):
        kept(store, f"/?before={number}-1", text="x" * 2000)
    kept(store, "/new/", text="x" * 2000)

    assert {f"/{number}/" for number in range(1, 15)} | {"/new/"} <= set(store.pages)
    assert store.bytes <= 100_000


def test_every_address_that_leads_nowhere_shares_one_page(store):
    for number in range(3):
        store.keep_nowhere(f"/{number}/", page(), begun(store))

    assert store.get("/0/") is store.get("/2/") is not None
    assert store.get("/3/") is None
    assert not store.pages


def test_addresses_known_to_lead_nowhere_are_bounded(store):
    """D2: in number and in length."""
    for number in range(MOST_NOWHERE + 5):
        store.keep_nowhere(f"/{number}/", page(), begun(store))
    long = f"/{'x' * LONGEST_NOWHERE}/"
    store.keep_nowhere(long, page(), begun(store))

    assert len(store.nowhere) == MOST_NOWHERE
    assert store.get("/0/") is None
    assert store.get(f"/{MOST_NOWHERE}/") is not None
    assert store.get(long) is None


def test_address_leads_nowhere_only_until_something_may_come(store):
    """B7: a scheduled article's address is 404 until its minute."""
    store.keep_nowhere("/soon/", page(), begun(store, until=NOON + timedelta(minutes=1)))
    store.keep_nowhere("/late/", page(), begun(store, until=NOON + timedelta(minutes=9)))

    let_pass(store, minutes=1)

    assert store.get("/soon/") is None
    assert store.get("/late/") is not None


def test_drop_of_all_forgets_what_leads_nowhere(store):
    store.keep_nowhere("/soon/", page(), begun(store))
    render = begun(store)

    store.drop({ALL})
    store.keep_nowhere("/other/", page(), render)

    assert store.get("/soon/") is None
    assert store.get("/other/") is None


def test_cache_that_is_off_keeps_nothing():
    store = listening_store(most_bytes=0)

    kept(store)
    store.keep_nowhere("/nowhere/", page(), begun(store))

    assert store.get("/") is None
    assert store.get("/nowhere/") is None


def test_readers_never_disturb_a_drop(store):
    """Readers' threads take no lock: a drop in their midst must not fail."""
    failures = []
    for number in range(300):
        kept(store, f"/{number}/", f"thread:{number % 7}")
    readers = [Thread(target=_read, args=(store, failures)) for _ in range(4)]

    for reader in readers:
        reader.start()
    for number in range(400):
        store.drop({f"thread:{number % 7}"})
        kept(store, f"/{number % 300}/", f"thread:{number % 7}")
    for reader in readers:
        reader.join()

    assert failures == []


def _read(store, failures):
    try:
        for number in range(20_000):
            store.get(f"/{number % 300}/")
    except RuntimeError as problem:  # changed while it was walked through
        failures.append(problem)
