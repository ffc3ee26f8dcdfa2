"""The form for a comment: it is there when asked for, and loses nothing that was typed."""

import re

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from pytest_django.asserts import assertNumQueries

from comments import limits
from comments.forms import CommentForm, stamp
from comments.models import Comment, Mode, Policy, Thread
from newsroom import words
from tests.cast import make_article, make_comment, make_user, story_of
from tests.comments.test_views import SECRET, TYPED, make_known, send

pytestmark = pytest.mark.django_db
TEXT = "Nobody <b>was</b> there & “I” saw it.\n\n  Twice."
SHOWN = "Nobody &lt;b&gt;was&lt;/b&gt; there &amp; “I” saw it.\n\n  Twice."


@pytest.fixture(autouse=True)
def _no_limits_reached(db):
    cache.clear()


@pytest.fixture
def article(db):
    return make_article()


def form_of(client, article, query="") -> str:
    response = client.get(f"/comments/form/{article.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def holds_what_was_typed(page: str, text=SHOWN) -> bool:
    """Whether a page has a form that could be sent again as it stands."""
    area = re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return (
        area is not None
        and area[1] == text
        and 'value="Mirel"' in page
        and 'value="mirel@example.org"' in page
        and 'name="csrfmiddlewaretoken"' in page
        and 'type="submit"' in page
    )


# Opening it.


def test_form_names_the_article_and_the_rule_in_force(client, article):
    page = form_of(client, article)

    assert article.headline in page
    assert str(words.FIRST_READ) in page
    assert str(words.EMAIL_PRIVATE) in page
    assert 'autocomplete="name"' in page
    assert 'autocomplete="email"' in page


def test_form_asks_the_same_of_the_database_for_one_and_three(client, article):
    """DESIGN §4.12: the own comments that wait."""
    counts = []
    for number in range(3):
        send(client, article, text=f"I was on the quay, {number}.")
        with assertNumQueries(6):
            page = form_of(client, article)
        counts.append(page.count(str(words.YOURS_WAITS)))

    assert counts == [1, 2, 3]


def test_part_is_the_form_alone(client, article):
    page = form_of(client, article, "?part=1")

    assert page.startswith('<section class="answer"')
    assert "<html" not in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_form_sets_the_token_and_nothing_else(client, article):
    response = client.get(f"/comments/form/{article.pk}/")

    assert set(response.cookies) == {"csrftoken"}


def test_form_shows_what_is_answered(client, article):
    parent = make_comment(article, text="The ferry was <full>.", name="Ana")

    page = form_of(client, article, f"?parent={parent.pk}")

    assert "The ferry was &lt;full&gt;." in page
    assert f'name="parent" value="{parent.pk}"' in page


@pytest.mark.parametrize("status", ["pending", "rejected", "removed"])
def test_form_for_an_answer_to_what_is_not_readable_is_one_for_a_comment(client, article, status):
    parent = make_comment(article, status=status, text=SECRET, name="Hidden writer")
    make_comment(article, parent=parent)

    page = form_of(client, article, f"?parent={parent.pk}")

    assert str(words.PARENT_GONE) in page
    assert SECRET not in page
    assert "Hidden writer" not in page
    assert 'name="parent" id' in page


@pytest.mark.parametrize("parent", ["0", "-1", "abc", str(10**30), "1.5", "９", ""])
def test_form_for_an_answer_to_no_comment_says_so(client, article, parent):
    page = form_of(client, article, f"?parent={parent}")

    assert (str(words.PARENT_GONE) in page) == (parent != "")


def test_answer_belongs_to_its_own_article(client, article):
    parent = make_comment(make_article(), text=SECRET)

    page = form_of(client, article, f"?parent={parent.pk}")

    assert SECRET not in page
    assert str(words.PARENT_GONE) in page


def test_closed_thread_has_no_form(client, article):
    Thread.choose(story_of(article), Mode.CLOSED, None)

    page = form_of(client, article)

    assert str(words.CLOSED) in page
    assert "<form" not in page.split("<main")[1]


def test_form_says_that_each_is_read_first(client, article):
    Thread.choose(story_of(article), Mode.PREMODERATED, None)

    assert str(words.READ_BEFORE) in form_of(client, article)


def test_form_shows_the_own_comments_that_wait(client, article):
    send(client, article)
    make_comment(article, status="pending", text=SECRET)

    page = form_of(client, article)

    assert str(words.YOURS_WAITS) in page
    assert TYPED["text"] in page
    assert SECRET not in page


def test_colleague_is_asked_for_neither_name_nor_address(client, article):
    client.force_login(make_user("Editor"))

    page = form_of(client, article)

    assert str(words.BY_STAFF) in page
    assert 'name="email"' not in page


def test_hostile_words_stay_words(client, article):
    """THREATS A1, A2, A6, A7."""
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)> ]]>"
    parent = make_comment(article, name=hostile[:60], text=hostile)

    pages = [form_of(client, article, f"?parent={parent.pk}")]
    pages.append(send(client, article, text=hostile, name=hostile, email=hostile).content.decode())
    send(client, article, text=hostile, parent=parent.pk)
    pages.append(form_of(client, article))

    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script>" not in page
        assert "<img" not in page


# Whatever is wrong, what was typed comes back.


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", words.NAME_MISSING),
        ("name", "  ", words.NAME_MISSING),
        ("name", "a" * 61, words.NAME_TOO_LONG),
        ("name", "a\x00", words.UNREADABLE),
        ("email", "", words.EMAIL_MISSING),
        ("email", "mirel", words.EMAIL_WRONG),
        ("email", "a" * 300 + "@example.org", words.EMAIL_WRONG),
        ("text", "", words.TEXT_MISSING),
        ("text", " \r\n\t ", words.TEXT_MISSING),
        ("text", "a\x00", words.UNREADABLE),
    ],
)
def test_wrong_field_gets_a_sentence(client, article, field, value, sentence):
    """DESIGN §4.13."""
    response = send(client, article, **{"text": TEXT, field: value})

    page = response.content.decode()
    assert response.status_code == 400
    assert f'<p class="answer-error" id="answer-{field}_error">{sentence}</p>' in page
    assert str(words.CHECK) in page
    others = {"text": SHOWN, "name": 'value="Mirel"', "email": 'value="mirel@example.org"'}
    assert all(shown in page for name, shown in others.items() if name != field)
    assert not Comment.all_objects.exists()


def test_text_that_is_too_long_comes_back_whole(client, article):
    Policy.objects.filter(pk=1).update(longest=100)

    response = send(client, article, text="word " * 200_000)

    page = response.content.decode()
    assert response.status_code == 400
    assert page.count("word ") == 200_000
    assert 'id="answer-text_error"' in page


def test_form_without_its_token_comes_back_with_a_new_one(article):
    """DESIGN §4.14."""
    client = Client(enforce_csrf_checks=True)

    response = send(client, article, text=TEXT)

    page = response.content.decode()
    assert response.status_code == 403
    assert str(words.SEND_AGAIN) in page
    assert holds_what_was_typed(page)
    assert not Comment.all_objects.exists()
    again = send(client, article, text=TEXT, csrfmiddlewaretoken=_token(page))
    assert again.status_code == 303
    assert Comment.all_objects.get().text == TEXT.strip()


def _token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def test_foreign_page_cannot_send(article):
    """THREATS C4: with a cookie and a token, but from elsewhere."""
    client = Client(enforce_csrf_checks=True)
    token = _token(form_of(client, article))

    response = client.post(
        "/comments/",
        {"article": article.pk, **TYPED, "csrfmiddlewaretoken": token},
        headers={"origin": "https://evil.example"},
    )

    assert response.status_code == 403
    assert not Comment.all_objects.exists()


def test_thread_closed_meanwhile_gives_the_text_to_copy(client, article):
    Thread.choose(story_of(article), Mode.CLOSED, None)

    response = send(client, article, text=TEXT)

    page = response.content.decode()
    assert response.status_code == 400
    assert str(words.CLOSED) in page
    assert SHOWN in page
    assert not Comment.all_objects.exists()


@pytest.mark.parametrize("value", ["", "0", "abc", str(10**30), "1\x00", "-1"])
def test_article_that_is_not_there_gives_the_text_to_copy(client, article, value):
    response = client.post("/comments/", {**TYPED, "article": value, "text": TEXT})

    page = response.content.decode()
    assert response.status_code == 404
    assert str(words.NOT_HERE) in page
    assert SHOWN in page


def test_answer_to_what_was_removed_meanwhile_comes_back(client, article):
    parent = make_comment(article, status="removed", text=SECRET)

    response = send(client, article, text=TEXT, parent=parent.pk)

    page = response.content.decode()
    assert response.status_code == 409
    assert str(words.PARENT_GONE) in page
    assert holds_what_was_typed(page)
    assert 'name="parent" id' in page
    assert SECRET not in page


def test_too_many_are_asked_to_wait(client, article, clock):
    """THREATS D5: 429 with Retry-After and the text kept."""
    clock.next_window(limits.SECONDS)
    Policy.objects.filter(pk=1).update(per_address=1)
    send(client, article)

    response = send(client, article, text=TEXT)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert holds_what_was_typed(response.content.decode())
    assert Comment.all_objects.count() == 1


def test_name_of_a_colleague_is_refused_at_its_field(client, article):
    """Issue 3, point 4."""
    make_user("Editor", first_name="Ada", last_name="Brandt")

    response = send(client, article, name="Ada Brandt")

    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="answer-name_error"' in page
    assert TYPED["text"] in page
    assert not Comment.all_objects.exists()


def test_colleague_whose_session_ended_is_asked_for_a_name(client, article):
    response = client.post("/comments/", {"article": article.pk, "text": TEXT})

    page = response.content.decode()
    assert response.status_code == 400
    assert str(words.SIGNED_OUT) in page
    assert SHOWN in page


def test_database_gone_gives_a_form_that_can_be_sent_again(client, article):
    """DESIGN §4.14, THREATS F6: what failed once is not asked, and waited for, again."""
    opened, asked = stamp(), []

    def fail(*args):
        asked.append(args)
        raise OperationalError("the connection is lost")

    with connection.execute_wrapper(fail):
        response = send(client, article, text=TEXT, parent="7", opened=opened)

    page = response.content.decode()
    assert response.status_code == 503
    assert len(asked) == 1
    assert int(response["Retry-After"]) > 0
    assert str(words.NOT_STORED) in page
    assert holds_what_was_typed(page)
    for name, value in {"article": article.pk, "parent": 7, "opened": opened}.items():
        assert f'name="{name}" value="{value}"' in page
    assert send(client, article, text=TEXT).status_code == 303


def test_part_asked_for_is_the_part_answered(client, article):
    wrong = send(client, article, "?part=1", name="")
    sent = send(client, article, "?part=1")

    part = client.get(sent["Location"]).content.decode()
    assert wrong.content.decode().startswith('<section class="answer"')
    assert part.startswith('<section class="answer"')
    assert str(words.THANKS_FIRST) in part


# How long the form was open.


def test_form_knows_how_long_it_was_open(clock):
    form = CommentForm({"opened": stamp()})
    clock.forward(minutes=5)

    assert 299 < form.seconds < 302


@pytest.mark.parametrize("opened", ["", "1", "a:b:c", "\x00", "é", "1" * 10_000])
def test_note_of_time_that_is_not_ours_says_nothing(opened):
    assert CommentForm({"opened": opened}).seconds is None


def test_comment_sent_at_once_is_held(client, article):
    make_known()
    opened = stamp()

    send(client, article, opened=opened)

    assert Comment.all_objects.get(article=article).status == "pending"


def test_time_counts_from_the_first_opening_when_the_form_comes_back(client, article, clock):
    make_known()
    opened = stamp()
    clock.forward(minutes=1)

    page = send(client, article, name="", opened=opened).content.decode()

    again = re.search(r'name="opened" value="([^"]+)"', page)[1]
    send(client, article, opened=again)
    assert Comment.all_objects.get(article=article).status == "approved"
