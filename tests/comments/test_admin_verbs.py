"""Deciding comments at the desk: one and many, on the version that was seen, and undone again."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client

from comments.models import Comment, Reason, Verdict
from tests.cast import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"
DECIDE = f"{QUEUE}decide/"


@pytest.fixture
def moderator(client):
    user = make_user("Moderator", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


@pytest.fixture
def article(db):
    return make_article()


def pick(comment, version: int | None = None) -> str:
    return f"{comment.pk}-{version or comment.version}"


def decide(client, verb: str, *comments, **more):
    data = {"verb": verb, "comment": [pick(comment) for comment in comments]}
    return client.post(DECIDE, data | more)


def page(client, address: str = QUEUE) -> str:
    return client.get(address).content.decode()


def notice(client, address: str = QUEUE) -> str:
    """What is said of the last decision, without the markup."""
    found = re.search(r'<div id="notice".*?</div>\s*(?=<form|</div>)', page(client, address), re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split())


def statuses(*comments) -> list[str]:
    found = Comment.all_objects.in_bulk([comment.pk for comment in comments])
    return [found[comment.pk].status for comment in comments]


# One comment


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ("pending", "approve", "approved"),
        ("pending", "reject-spam", "rejected"),
        ("approved", "remove-private", "removed"),
        ("rejected", "approve", "approved"),
        ("removed", "approve", "approved"),
    ],
)
def test_decision_moves_the_comment_and_says_who_and_why(
    client, moderator, article, before, verb, after
):
    comment = make_comment(article, status=before)

    answer = decide(client, verb, comment, note=" Third time today. ")

    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert statuses(comment) == [after]
    verdict = comment.verdicts.last()
    assert (verdict.by, verdict.before, verdict.after) == (moderator, before, after)
    assert (verdict.reason, verdict.sentence) == (verb.partition("-")[2], "Third time today.")


def test_decision_leads_back_to_the_place_in_the_queue(client, moderator, article):
    comment = make_comment(article, status="pending")
    back = f"{QUEUE}?list=waiting&article={article.pk}&from=3#c9"

    assert decide(client, "approve", comment, _back=back)["Location"] == back


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/admin/",
        "https://evil.example/admin/",
        "/\\evil.example",
        "/2026/",
        "javascript:x",
        "",
    ],
)
def test_decision_leads_nowhere_but_the_desk(client, moderator, article, back):
    """THREATS D3."""
    comment = make_comment(article, status="pending")

    assert decide(client, "approve", comment, _back=back)["Location"] == QUEUE


def test_decision_says_what_was_done(client, moderator, article):
    comment = make_comment(article, status="pending", name="Zoë <b>")

    decide(client, "reject-spam", comment)

    assert notice(client) == "Zoë &lt;b&gt;’s comment is rejected."


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_nothing_is_decided_by_another_method(client, moderator, article, method):
    """THREATS C4."""
    comment = make_comment(article, status="pending")

    query = f"{DECIDE}?verb=approve&comment={pick(comment)}"
    answer = getattr(client, method)(query)

    assert answer.status_code == (200 if method == "get" else 405)
    assert statuses(comment) == ["pending"]


def test_decision_needs_the_token(article):
    """THREATS C4."""
    comment, client = make_comment(article, status="pending"), Client(enforce_csrf_checks=True)
    client.force_login(make_user("Moderator"))

    answer = decide(client, "approve", comment, note="A careful note")

    assert answer.status_code == 403
    assert "A careful note" in answer.content.decode()
    assert statuses(comment) == ["pending"]


@pytest.mark.parametrize("role", ["Journalist", ""])
def test_who_may_not_moderate_decides_nothing(client, article, role):
    """THREATS C2."""
    comment = make_comment(article, status="pending")
    client.force_login(make_user(role))

    assert decide(client, "approve", comment).status_code == 403
    assert statuses(comment) == ["pending"]


def test_who_may_only_look_gets_no_buttons_and_decides_nothing(client, article):
    user = make_user("Journalist")
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    comment = make_comment(article, status="pending", text="Quiet words.")

    shown = page(client)

    assert "Quiet words." in shown
    assert 'name="verb"' not in shown
    assert decide(client, "approve", comment).status_code == 403
    assert statuses(comment) == ["pending"]


# What is missing


def test_reason_other_needs_a_note_and_keeps_what_was_chosen(client, moderator, article):
    """DESIGN §4.13."""
    comment = make_comment(article, status="pending", name="Zoë")

    answer = decide(client, "reject-other", comment, _back=f"{QUEUE}?list=all")

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Say in a few words what the reason is." in shown
    assert "Zoë" in shown
    assert f'value="{pick(comment)}"' in shown
    assert f'href="{QUEUE}?list=all"' in shown
    assert statuses(comment) == ["pending"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a comment first"),
        ({"comment": "x", "verb": "approve"}, "not readable"),
        ({"comment": "1-" + "9" * 30, "verb": "approve"}, "not readable"),
        ({"comment": [f"{n}-1" for n in range(101)], "verb": "approve"}, "at most 100"),
        ({"comment": "{pick}", "verb": "reject"}, "Choose one of the buttons"),
        ({"comment": "{pick}", "verb": "reject-nonsense"}, "Choose one of the buttons"),
        ({"comment": "{pick}", "verb": "delete"}, "Choose one of the buttons"),
        ({"comment": "{pick}"}, "Choose what to do."),
        ({"comment": "{pick}", "verb": "reject-spam", "note": "a\0b"}, "NUL character"),
        ({"comment": "{pick}", "verb": "reject-spam", "note": "x" * 1001}, "at most 1000"),
    ],
)
def test_odd_forms_get_a_sentence_and_decide_nothing(client, moderator, article, data, sentence):
    """DESIGN §4.13, THREATS D9."""
    comment = make_comment(article, status="pending")
    data = {k: pick(comment) if v == "{pick}" else v for k, v in data.items()}

    answer = client.post(DECIDE, data)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert data.get("note", "")[:1000].replace("\0", "") in answer.content.decode().replace(
        "\0", ""
    )
    assert Verdict.objects.exclude(verb="take_in").count() == 0


def test_comment_that_is_not_there_is_named_as_gone(client, moderator, article):
    comment = make_comment(article, status="pending")

    client.post(DECIDE, {"verb": "approve", "comment": [pick(comment), f"{10**17}-1"]})

    assert statuses(comment) == ["approved"]
    assert "1 of 2 comments are approved." in notice(client)
    assert "It is not there any more." in notice(client)


# Two moderators


def test_slower_of_two_is_told_who_was_faster_and_decides_nothing(client, moderator, article):
    """THREATS F1."""
    faster, comment = make_user("Editor", first_name="Jo", last_name="Lind"), None
    comment = make_comment(article, status="pending", text="Contested words.")
    comment.reject(faster, 1, "spam")
    comment.version = 1

    decide(client, "approve", comment)

    assert statuses(comment) == ["rejected"]
    said = "Jo Lind rejected it (Advertises, or repeats itself)"
    assert f"{said}." in notice(client)
    shown = page(client)
    assert "Contested words." in shown  # in its place in the queue, which it has left
    assert shown.count(said) == 2


def test_double_click_says_that_one_decided_already(client, moderator, article):
    comment = make_comment(article, status="pending")

    for _ in range(2):
        decide(client, "approve", comment)

    assert "Nothing was done." in notice(client)
    assert "You approved it." in notice(client)
    assert comment.verdicts.count() == 2


def test_decision_undone_meanwhile_is_lost_too(client, moderator, article):
    """A comment that waits again is not the one that was seen."""
    comment = make_comment(article, status="pending")
    comment.approve(moderator, 1)
    comment.undo(make_user("Editor", first_name="Jo", last_name="Lind"), 2)
    comment.version = 1

    decide(client, "reject-spam", comment)

    assert statuses(comment) == ["pending"]
    assert "Jo Lind undid the decision before; it is waiting again." in notice(client)


# Many at once


def test_bulk_decides_the_others_and_says_how_many_of_how_many(client, moderator, article):
    """THREATS F1."""
    one, two, three = (make_comment(article, status="pending", name=n) for n in ("A", "B", "Cleo"))
    three.approve(make_user("Editor", first_name="Jo", last_name="Lind"), 1)
    three.version = 1

    decide(client, "reject-spam", one, two, three)

    assert statuses(one, two, three) == ["rejected", "rejected", "approved"]
    assert notice(client).startswith("2 of 3 comments are rejected.")
    assert "Cleo: Jo Lind approved it." in notice(client)


def test_bulk_is_undone_as_a_whole(client, moderator, article):
    comments = [make_comment(article, status="pending") for _ in range(3)]
    decide(client, "approve", *comments)

    sent = picks_to_undo(client)
    client.post(DECIDE, {"verb": "undo", "comment": sent})

    assert sent == [f"{comment.pk}-2" for comment in comments]
    assert statuses(*comments) == ["pending"] * 3
    assert notice(client) == "3 decisions are undone."
    assert picks_to_undo(client) == []


def picks_to_undo(client, address: str = QUEUE) -> list[str]:
    notice = re.search(r"<form[^>]*data-undo>(.*?)</form>", page(client, address), re.S)
    return re.findall(r'name="comment" value="([^"]+)"', notice[1]) if notice else []


# Undo


def test_undo_stays_offered_until_the_next_decision(client, moderator, article):
    one, two = (make_comment(article, status="pending") for _ in range(2))
    decide(client, "approve", one)

    assert picks_to_undo(client) == [f"{one.pk}-2"]
    assert picks_to_undo(client, f"{QUEUE}?list=rejected") == [f"{one.pk}-2"]
    assert picks_to_undo(client, f"{QUEUE}{two.pk}/") == [f"{one.pk}-2"]

    decide(client, "approve", two)

    assert picks_to_undo(client) == [f"{two.pk}-2"]


def test_undo_takes_back_exactly_that_decision(client, moderator, article):
    comment = make_comment(article, status="pending")
    decide(client, "approve", comment)
    comment.refresh_from_db(from_queryset=Comment.all_objects.all())
    comment.remove(make_user("Editor", first_name="Jo", last_name="Lind"), 2, "legal")

    client.post(DECIDE, {"verb": "undo", "comment": f"{comment.pk}-2"})

    assert statuses(comment) == ["removed"]
    assert "Jo Lind removed it (Could break the law)." in notice(client)


@pytest.mark.parametrize(
    ("status", "verb", "said"),
    [("pending", "approve", "waits again"), ("approved", "remove-legal", "is approved again")],
)
def test_undo_says_where_the_comment_is_now(client, moderator, article, status, verb, said):
    comment = make_comment(article, status=status, name="Zoë")
    decide(client, verb, comment)

    client.post(DECIDE, {"verb": "undo", "comment": f"{comment.pk}-2"})

    assert statuses(comment) == [status]
    assert notice(client) == f"Zoë’s comment {said}."


def test_undo_stands_on_the_decided_comment_for_every_moderator(client, moderator, article):
    comment = make_comment(article, status="pending")
    comment.reject(make_user("Editor"), 1, "spam")
    untouched = make_comment(article, status="rejected", text="By a rule.")

    shown = page(client, f"{QUEUE}?list=rejected")

    cards = re.findall(r'<article class="card" id="c(\d+)".*?</article>', shown, re.S)
    undoable = re.findall(r'id="c(\d+)"(?:(?!</article>).)*value="undo"', shown, re.S)
    assert cards == [str(untouched.pk), str(comment.pk)]
    assert undoable == [str(comment.pk)]


# What was typed


def test_note_comes_back_when_the_login_had_ended(article):
    """DESIGN §4.14."""
    comment = make_comment(article, status="pending")

    answer = decide(Client(), "reject-spam", comment, note="Fourth time, see the other three.")

    assert answer.status_code == 403
    assert "Fourth time, see the other three." in answer.content.decode()
    assert statuses(comment) == ["pending"]


def test_note_comes_back_when_the_database_cannot_store_it(client, moderator, article):
    """DESIGN §4.14, THREATS F7."""
    comment = make_comment(article, status="pending")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        answer = decide(client, "reject-spam", comment, note="Fourth time.")
        transaction.set_rollback(True)

    assert answer.status_code == 503
    assert "Fourth time." in answer.content.decode()


def test_after_a_new_login_the_decision_is_offered_again(client, moderator, article):
    comment = make_comment(article, status="pending", name="Zoë")

    shown = page(client, f"{DECIDE}?comment={pick(comment)}&verb=reject-spam")

    assert "Zoë" in shown
    undo = page(client, f"{DECIDE}?comment={pick(comment)}&verb=undo")
    assert re.findall(r'name="verb" value="([^"]+)"', undo) == ["undo"]
    assert [f"reject-{code}" for code in Reason.values] == re.findall(
        r'name="verb" value="([^"]+)"', shown
    )
