"""What a reader does: sends a comment, sees the own one, comes back to it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from articles.models import Article
from comments import own
from comments.forms import stamp
from comments.models import Comment, Mode, Policy, Thread
from newsroom import words
from newsroom.database import now
from tests.cast import make_article, make_comment, make_story, make_user, story_of

pytestmark = pytest.mark.django_db
TYPED = {"text": "I was on the quay.", "name": "Mirel", "email": "mirel@example.org"}
SECRET = "what nobody may read"


@pytest.fixture(autouse=True)
def _no_limits_reached(db):
    cache.clear()


@pytest.fixture
def article(db):
    return make_article()


def send(client, article, part="", **fields):
    return client.post(f"/comments/{part}", {"article": article.pk, **TYPED, **fields})


def hidden_articles() -> list[int]:
    """Every article that readers must not know of, and the number of none."""
    editor = make_user("Editor")
    scheduled = make_story(owner=editor)
    scheduled.schedule(editor, scheduled.version, now() + timedelta(days=1))
    withdrawn, expired = make_article(by=editor), make_article(by=editor)
    story_of(withdrawn).withdraw(editor, 1, "The council asked for a hearing.")
    hour = timedelta(hours=1)
    Article.all_objects.filter(pk=expired.pk).update(
        published_at=now() - 2 * hour, expires_at=now() - hour
    )
    return [scheduled.article_id, withdrawn.pk, expired.pk, 10**9]


def make_known(email: str = TYPED["email"]):
    """A writer whom a moderator has let speak before."""
    comment = make_comment(make_article(), status="pending", email=email)
    comment.approve(make_user("Moderator"), comment.version)


# Sending.


def test_first_comment_is_held_and_shown_to_its_writer_alone(client, article):
    """Issue 3, point 2."""
    response = send(client, article)

    comment = Comment.all_objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/comments/{comment.pk}/sent/")
    page = client.get(response["Location"]).content.decode()
    assert str(words.THANKS_FIRST) in page
    assert TYPED["text"] in page
    assert (comment.status, comment.name, comment.email) == ("pending", "Mirel", TYPED["email"])
    assert Client().get(response["Location"]).status_code == 404
    assert TYPED["text"] not in client.get(article.get_absolute_url()).content.decode()


def test_known_writers_comment_stands_at_once(client, article):
    make_known()

    response = send(client, article)

    comment = Comment.objects.get(article=article)
    page = client.get(response["Location"]).content.decode()
    assert str(words.THANKS_SHOWN) in page
    assert f'href="/comments/{comment.pk}/"' in page
    assert TYPED["text"] in client.get(article.get_absolute_url()).content.decode()


def test_first_comment_is_told_the_same_whatever_held_it(client, article):
    """A writer who is quick, or shouts, learns nothing of the house's rules."""
    location = send(client, article, opened=stamp(), text="LISTEN TO ME, ALL OF YOU OUT THERE!")

    assert str(words.THANKS_FIRST) in client.get(location["Location"]).content.decode()


def test_where_each_is_read_first_the_writer_is_told_so(client, article):
    make_known()
    Thread.choose(story_of(article), Mode.PREMODERATED, None)

    response = send(client, article)

    assert str(words.THANKS_READ_BEFORE) in client.get(response["Location"]).content.decode()


def test_a_rule_that_held_is_never_named(client, article):
    make_known()
    Policy.objects.filter(pk=1).update(most_links=0)

    response = send(client, article, text="Look at https://example.org/ today.")

    page = client.get(response["Location"]).content.decode()
    assert str(words.THANKS_HELD) in page
    assert "link" not in re.search(r'class="answer-told".*?</p>', page)[0]


@pytest.mark.parametrize(("verb", "told"), [("reject", "NOT_PUBLISHED"), ("remove", "TAKEN_DOWN")])
def test_writer_learns_what_became_of_the_comment(client, article, verb, told):
    moderator = make_user("Moderator")
    location = send(client, article)["Location"]
    comment = Comment.all_objects.get()
    if verb == "remove":
        comment.approve(moderator, comment.version)

    getattr(comment, verb)(moderator, comment.version, "abuse", "A note for colleagues")

    page = client.get(location).content.decode()
    assert str(getattr(words, told)) in page
    assert TYPED["text"] in page
    assert "A note for colleagues" not in page
    assert moderator.username not in page


def test_the_same_words_again_are_the_same_comment(client, article):
    """THREATS F3: a double click, a retry after a lost answer."""
    answers = [send(client, article) for _ in range(2)]

    assert Comment.all_objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_reply_to_a_reply_stands_in_the_same_thread(client, article):
    root = make_comment(article)
    reply = make_comment(article, parent=root)

    send(client, article, parent=reply.pk)

    assert Comment.all_objects.get(name="Mirel").parent == root


def test_colleague_writes_under_the_accounts_name_with_a_badge(client, article):
    """Issue 3, point 4: the badge comes from the account and cannot be typed."""
    editor = make_user("Editor", first_name="Ada", last_name="Brandt")
    client.force_login(editor)

    send(client, article, name="Somebody else", by_staff="", user="1")

    comment = Comment.objects.get()
    assert (comment.name, comment.by_staff, comment.user) == ("Ada Brandt", True, editor)


def test_reader_cannot_send_a_badge_or_a_decision(client, article):
    """THREATS C2."""
    editor = make_user("Editor")

    send(client, article, by_staff="on", user=editor.pk, status="approved", version="9")

    comment = Comment.all_objects.get()
    assert (comment.by_staff, comment.user, comment.status) == (False, None, "pending")


def test_account_without_a_desk_writes_as_a_reader(client, article):
    client.force_login(make_user())

    send(client, article)

    assert Comment.all_objects.get().by_staff is False


def test_address_is_kept_as_a_hash(client, article):
    """DESIGN §4.11."""
    send(client, article)

    assert re.fullmatch("[0-9a-f]{64}", Comment.all_objects.get().address)


# The cookie.


def test_cookie_is_narrow_and_signed(client, article, settings):
    settings.SESSION_COOKIE_SECURE = True

    cookie = send(client, article).cookies[own.COOKIE]

    wanted = {"path": "/comments/", "httponly": True, "samesite": "Lax", "secure": True}
    assert {key: cookie[key] for key in wanted} == wanted
    assert cookie["max-age"] == 30 * 24 * 3600
    assert cookie.value.startswith(f"{Comment.all_objects.get().pk}:")


@pytest.mark.parametrize("value", ["{pk}", "{pk}:x:y", "", "::", "é", "1.2.3"])
def test_cookie_that_is_not_ours_opens_nothing(client, article, value):
    comment = make_comment(article, status="pending", text=SECRET)
    client.cookies[own.COOKIE] = value.format(pk=comment.pk)

    answers = [client.get(f"/comments/{comment.pk}/{page}") for page in ("", "sent/")]

    assert [each.status_code for each in answers] == [404, 404]
    assert SECRET not in client.get(f"/comments/form/{article.pk}/").content.decode()


def test_cookie_is_bounded_and_keeps_the_newest(client, article, monkeypatch):
    monkeypatch.setattr(own, "MOST", 2)
    for number in range(3):
        send(client, article, text=f"I was on the quay, {number}.")

    first, *others = (c.pk for c in Comment.all_objects.order_by("pk"))

    statuses = [client.get(f"/comments/{pk}/sent/").status_code for pk in (first, *others)]
    assert statuses == [404, 200, 200]


def test_cookie_ends_after_thirty_days(client, article, clock):
    location = send(client, article)["Location"]
    clock.forward(days=29)
    before = client.get(location).status_code

    clock.forward(days=2)

    assert (before, client.get(location).status_code) == (200, 404)


# Coming back.


def test_permalink_leads_to_the_comment(client, article):
    comment = make_comment(article)

    response = client.get(f"/comments/{comment.pk}/")

    assert response.status_code == 302
    assert response["Location"] == f"{article.get_absolute_url()}#comment-{comment.pk}"


@pytest.mark.parametrize("status", ["pending", "rejected", "removed"])
def test_permalink_of_what_is_not_readable_is_404(client, article, status):
    comment = make_comment(article, status=status)

    response = client.get(f"/comments/{comment.pk}/")

    missing = client.get("/comments/999999999/")
    assert (response.status_code, missing.status_code) == (404, 404)
    assert response.content == missing.content


def test_permalink_leads_its_writer_to_the_waiting_comment(client, article):
    location = send(client, article)["Location"]

    response = client.get(f"/comments/{Comment.all_objects.get().pk}/")

    assert (response.status_code, response["Location"]) == (302, location)


def test_what_is_not_public_has_no_conversation(client):
    """THREATS B5: form, permalink, the own comment and sending answer like what never was."""
    hidden = hidden_articles()
    asked, sent = [], []
    for pk in hidden:
        if pk != hidden[-1]:
            comment = make_comment(Article.all_objects.get(pk=pk), text=SECRET)
            assert client.get(f"/comments/{comment.pk}/").status_code == 404
        asked.append(client.get(f"/comments/form/{pk}/"))
        sent.append(client.post("/comments/", {"article": pk, **TYPED}))

    assert [each.status_code for each in asked + sent] == [404] * 8
    assert len({each.content for each in asked}) == 1
    assert len({each.content for each in sent}) == 1
    assert Comment.all_objects.filter(name="Mirel").count() == 0


def test_own_comment_on_a_withdrawn_article_is_404(client, article):
    location = send(client, article)["Location"]
    editor = make_user("Editor")
    story_of(article).withdraw(editor, 1, "The council asked for a hearing.")

    assert client.get(location).status_code == 404


@pytest.mark.parametrize("number", ["0", str(2**63), str(10**30), "9" * 5000])
@pytest.mark.parametrize("address", ["/comments/{}/", "/comments/{}/sent/", "/comments/form/{}/"])
def test_number_of_nothing_is_404(client, db, number, address):
    """THREATS D8."""
    assert client.get(address.format(number)).status_code == 404


# What all of these answers have in common.


def test_answers_are_kept_by_nobody(client, article):
    """THREATS D1."""
    sent = send(client, article)
    asked = [f"/comments/form/{article.pk}/", sent["Location"], "/comments/", "/comments/1/"]

    answers = [sent, *(client.get(address) for address in asked)]

    assert {each["Cache-Control"] for each in answers} == {"private, no-store"}
    assert {each["X-Robots-Tag"] for each in answers} == {"noindex"}


def test_articles_page_has_no_cookie_and_no_token(client, article):
    """DESIGN §4.6."""
    make_comment(article)
    client.get(f"/comments/form/{article.pk}/")
    client.force_login(make_user("Editor"))

    response = client.get(article.get_absolute_url())

    assert not response.cookies
    assert "csrf" not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_a_post_sends(client, article, method):
    """THREATS C4."""
    query = f"?article={article.pk}&text=x&name=y&email=z@example.org"

    response = getattr(client, method)(f"/comments/{query}")

    assert response.status_code == 404
    assert not Comment.all_objects.exists()
