"""How many comments are taken in ten minutes, and whose address counts (issue 3, point 5)."""

import logging
import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from comments import limits
from comments.limits import TooMany, address_of
from comments.models import Comment, Policy
from tests.cast import make_article, make_comment

pytestmark = pytest.mark.django_db
POLICY = Policy(per_address=3, per_article=5)


@pytest.fixture(autouse=True)
def _nothing_counted(db):
    cache.clear()


@pytest.fixture
def window(clock):
    clock.next_window(limits.SECONDS)
    return clock


def asked_from(peer: str, forwarded: str | None = None) -> str:
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return address_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


def passes(address: str, article: int, policy: Policy = POLICY) -> bool:
    try:
        limits.check(address, article, policy)
    except TooMany:
        return False
    return True


def test_an_address_has_its_number_of_attempts(window):
    """THREATS D5."""
    assert [passes("a", article) for article in (1, 2, 3, 4)] == [True, True, True, False]
    assert passes("b", 4)


def test_an_article_has_its_number_of_attempts(window):
    """THREATS D5."""
    assert [passes(address, 1) for address in "abcdef"] == [True] * 5 + [False]
    assert passes("f", 2)


def test_what_an_address_may_not_send_takes_nothing_from_the_article(window):
    """One flooding address closes no conversation to the others."""
    for _ in range(20):
        passes("flood", 1)

    assert [passes(address, 1) for address in "abc"] == [True, True, False]


def test_a_reader_is_told_when_to_come_back(window):
    window.forward(seconds=60)
    for _ in range(3):
        limits.check("a", 1, POLICY)

    with pytest.raises(TooMany) as refusal:
        limits.check("a", 1, POLICY)

    assert 535 <= refusal.value.retry_after <= 539
    assert str(refusal.value) == (
        "Many comments have come from where you are. Your words are kept here: please send them "
        "again in 9 minutes."
    )


def test_the_article_has_another_sentence_and_a_minute_is_one(window):
    window.forward(seconds=570)
    for address in "abcde":
        limits.check(address, 1, POLICY)

    with pytest.raises(TooMany) as refusal:
        limits.check("f", 1, POLICY)

    assert 1 <= refusal.value.retry_after <= 30
    assert str(refusal.value) == (
        "Very many comments on this article are arriving just now. Your words are kept here: "
        "please send them again in a minute."
    )


def test_a_new_window_begins_from_nothing(window):
    for _ in range(3):
        limits.check("a", 1, POLICY)
    assert not passes("a", 1)

    window.forward(seconds=limits.SECONDS)

    assert passes("a", 1)


def test_an_attempt_costs_a_literal_number_of_queries(window, django_assert_num_queries):
    """Each count: a look, a turn in a transaction of its own, a look, a write."""
    limits.check("a", 1, POLICY)
    with django_assert_num_queries(20):
        limits.check("a", 2, POLICY)
    limits.check("a", 3, POLICY)

    with django_assert_num_queries(1), pytest.raises(TooMany):
        limits.check("a", 3, POLICY)


@pytest.mark.django_db(transaction=True)
def test_of_forty_attempts_at_once_exactly_as_many_pass_as_may(window):
    """THREATS D5: the cache's own `incr` would let more pass."""
    policy, outcomes = Policy(per_address=7, per_article=300), []
    start = threading.Barrier(40)

    def attempt():
        start.wait()
        outcomes.append(passes("a", 1, policy))
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(outcomes) == [False] * 33 + [True] * 7


def test_an_address_is_a_keyed_hash_and_nothing_else(settings):
    """DESIGN §4.11."""
    hashed = asked_from("192.0.2.7")

    settings.SECRET_KEY = "another key"

    assert len(hashed) == Comment._meta.get_field("address").max_length == 64
    assert set(hashed) <= set("0123456789abcdef")
    assert asked_from("192.0.2.7") != hashed


def test_no_address_is_kept_or_logged(window, caplog):
    """DESIGN §4.11, THREATS D10."""
    caplog.set_level(logging.DEBUG)
    hashed = asked_from("192.0.2.7")
    for _ in range(4):
        passes(hashed, 1)
    make_comment(make_article(), address=hashed)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM newsroom_cache")
        rows = str(cursor.fetchall())

    assert hashed in rows
    assert "192.0.2.7" not in rows + caplog.text + str(Comment.all_objects.values())


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("192.0.2.7", "192.0.2.7:4711", True),
        ("[2001:db8::1]:4711", "2001:db8::2", True),
        ("", "unknown", True),
        ("", "192.0.2.7", False),
    ],
)
def test_an_ipv6_network_counts_as_one_address(one, other, is_same):
    assert (asked_from(one) == asked_from(other)) is is_same


READER, PROXY, FORGED = "192.0.2.7", "198.51.100.1", "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, FORGED, PROXY),
        (0, None, PROXY),
        (1, READER, READER),
        (1, f"{FORGED}, {READER}", READER),
        (1, f"{FORGED},{FORGED},{READER}:4711", READER),
        (2, f"{FORGED}, {READER}, 198.51.100.2", READER),
        (2, FORGED, PROXY),  # too short to have come through both
        (1, None, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "\x00 ' OR 1", PROXY),
        (1, "," * 5000, PROXY),
    ],
)
def test_a_forwarded_address_counts_only_as_the_setting_says(settings, proxies, forwarded, counted):
    """DESIGN §4.11, THREATS D2: nobody escapes a limit by writing a header."""
    settings.PROXY_COUNT = proxies

    assert asked_from(PROXY, forwarded) == asked_from(counted)


def test_counts_outlive_many_addresses(window):
    """THREATS D5: a flood from many addresses must not make the counts forgotten."""
    for _ in range(3):
        limits.check("a", 1, POLICY)
    for number in range(400):
        cache.set(f"other:{number}", 1)

    assert not passes("a", 1)


def test_the_same_words_again_are_the_same_attempt(window):
    """THREATS F3: a double click and forty retries cost what one comment costs."""
    for _ in range(5):
        limits.check("a", 1, POLICY, "these words")
    limits.check("a", 1, POLICY, "other words")
    limits.check("a", 1, POLICY, "a third")

    limits.check("a", 1, POLICY, "these words")
    with pytest.raises(limits.TooMany):
        limits.check("a", 1, POLICY, "a fourth")
