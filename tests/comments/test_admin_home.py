"""Comments on the desk's home, and what the queue's pages cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from tests.cast import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"


@pytest.fixture
def moderator(client):
    user = make_user("Moderator")
    client.force_login(user)
    return user


@pytest.fixture
def article(db):
    return make_article()


# The desk's home


def test_home_shows_the_oldest_that_wait(client, moderator, article):
    for number in range(7):
        make_comment(article, status="pending", text=f"Waiting {number}")
    make_comment(article, text="Approved already")

    shown = client.get("/admin/").content.decode()

    assert "Waiting comments (7)" in shown
    assert re.findall(r"Waiting \d", shown) == [f"Waiting {n}" for n in range(5)]
    assert "Approved already" not in shown


def test_number_of_waiting_is_bounded(client, moderator, article, monkeypatch):
    """DESIGN §4.12: nobody counts a hundred thousand rows."""
    monkeypatch.setattr("comments.admin.queue.COUNTED", 2)
    for _ in range(3):
        make_comment(article, status="pending")

    assert "Waiting comments (2+)" in client.get("/admin/").content.decode()
    assert 'Waiting <span class="quiet">2+' in client.get(QUEUE).content.decode()


def test_home_of_a_journalist_has_no_comments(client, article):
    make_comment(article, status="pending", text="Waiting words")
    client.force_login(make_user("Journalist"))

    assert "Waiting words" not in client.get("/admin/").content.decode()


# What it costs


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _in_every_state(moderator) -> None:
    for status in ("pending", "approved", "rejected", "removed"):
        article = make_article()
        parent = make_comment(article)
        comment = make_comment(article, status="pending", parent=parent, address="a" * 64)
        comment.approve(moderator, 1)
        comment.undo(moderator, 2)
        Comment.all_objects.filter(pk=comment.pk).update(status=status)


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("query", "count"),
    [("", 10), *((f"?list={tab}", 10) for tab in ("approved", "rejected", "removed", "all"))],
)
def test_list_costs_the_same_at_one_and_three_rows(client, moderator, query, count):
    """DESIGN §4.12."""
    _in_every_state(moderator)
    at_one = _queries(client, QUEUE + query)
    for _ in range(2):
        _in_every_state(moderator)
    at_three = _queries(client, QUEUE + query)

    assert (at_one, at_three) == (count, count)


def test_home_costs_one_query_more_for_moderators(client, moderator):
    """DESIGN §4.12."""
    _in_every_state(moderator)
    at_one = _queries(client, "/admin/")
    for _ in range(2):
        _in_every_state(moderator)

    assert (at_one, _queries(client, "/admin/")) == (7, 7)


def test_decision_costs_the_same_in_a_long_queue(client, moderator, article):
    """DESIGN §7."""
    counts = []
    for _ in range(2):
        comment = make_comment(article, status="pending")
        with CaptureQueriesContext(connection) as queries:
            client.post(f"{QUEUE}decide/", {"verb": "approve", "comment": f"{comment.pk}-1"})
        counts.append(len(queries))
        for _ in range(3):
            make_comment(article, status="pending")

    assert counts == [16, 16]
