"""Comments: who sees them, one owner per decision, the terms of a thread."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from comments.models import Comment, Decided, Mode, Policy, Terms, Thread, Verdict
from tests.cast import make_article, make_comment, make_story, make_user, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db):
    return make_user("Moderator")


def test_the_readable_are_approved_on_what_is_public():
    """DESIGN §4.1."""
    article, scheduled = make_article(), make_article()
    approved = make_comment(article)
    for status in ("pending", "rejected", "removed"):
        make_comment(article, status=status)
    make_comment(scheduled)
    type(scheduled).all_objects.filter(pk=scheduled.pk).update(withdrawn_at=scheduled.published_at)

    assert list(Comment.objects.all()) == [approved]
    assert list(Comment.shown.all()) == [approved]


@pytest.mark.parametrize(
    ("parent", "is_readable"),
    [("approved", True), ("removed", True), ("pending", False), ("rejected", False)],
)
def test_a_reply_is_readable_while_its_parent_has_a_place(parent, is_readable):
    parent = make_comment(make_article(), status=parent)
    reply = make_comment(parent.article, parent=parent)

    assert (reply in Comment.objects.all()) == is_readable


def test_a_removed_comment_keeps_its_place_while_replies_need_it():
    parent = make_comment(make_article(), status="removed")
    reply = make_comment(parent.article, parent=parent)
    make_comment(parent.article, status="removed")

    assert list(Comment.shown.in_order()) == [parent, reply]
    Comment.all_objects.filter(pk=reply.pk).update(status="removed")

    assert list(Comment.shown.in_order()) == []


def test_a_conversation_stands_in_its_order():
    article = make_article()
    first, second = make_comment(article), make_comment(article)
    late, reply = make_comment(article, parent=second), make_comment(article, parent=first)

    assert list(Comment.shown.in_order()) == [first, reply, second, late]


def test_the_same_words_of_one_writer_make_one_comment():
    article = make_article()
    fields = {"article": article, "name": "Ana", "status": "pending", "rule": "first"}
    one = Comment.take_in(email="ana@example.org", text="Thank you.\nGood.", **fields)

    again = Comment.take_in(email="Ana@example.org", text="Thank you. Good. ", **fields)
    other = Comment.take_in(email="bo@example.org", text="Thank you. Good.", **fields)

    assert again == one
    assert other != one
    assert [verdict.comment for verdict in Verdict.objects.all()] == [one, other]


@pytest.mark.django_db(transaction=True)
def test_forty_identical_posts_at_once_make_one_comment():
    """THREATS F3."""
    article, made = make_article(), []

    def post():
        fields = {"name": "Ana", "email": "ana@example.org", "text": "Thank you."}
        made.append(Comment.take_in(article=article, status="pending", **fields).pk)
        connection.close()

    posts = [threading.Thread(target=post) for _ in range(40)]
    for each in posts:
        each.start()
    for each in posts:
        each.join()

    assert len(made) == 40
    assert set(made) == {comment.pk for comment in Comment.all_objects.all()}
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("approve", "pending", "approved"),
        ("approve", "rejected", "approved"),
        ("approve", "removed", "approved"),
        ("reject", "pending", "rejected"),
        ("remove", "approved", "removed"),
    ],
)
def test_a_verb_moves_the_status_and_is_kept(moderator, verb, before, after):
    comment = make_comment(make_article(), status=before)
    why = [] if verb == "approve" else ["abuse"]

    verdict = getattr(comment, verb)(moderator, 1, *why)

    comment.refresh_from_db()
    assert (comment.status, comment.version) == (after, 2)
    assert (verdict.before, verdict.after, verdict.by) == (before, after, moderator)


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("approve", "approved"),
        ("reject", "approved"),
        ("reject", "rejected"),
        ("remove", "pending"),
    ],
)
def test_a_verb_that_does_not_start_there_is_refused(moderator, verb, status):
    comment = make_comment(make_article(), status=status)
    why = [] if verb == "approve" else ["abuse"]

    with pytest.raises(Decided):
        getattr(comment, verb)(moderator, 1, *why)


def test_the_second_moderator_is_told_who_was_faster(moderator):
    """DESIGN §4.3."""
    comment, other = make_comment(make_article(), status="pending"), make_user("Moderator")
    comment.approve(moderator, 1)

    with pytest.raises(Decided) as refusal:
        comment.reject(other, 1, "spam")

    assert refusal.value.last.by == moderator
    assert Comment.all_objects.get().status == "approved"


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_decides():
    """DESIGN §4.3."""
    comment = make_comment(make_article(), status="pending")
    people, outcomes = [make_user("Moderator") for _ in range(8)], []

    def decide(person):
        try:
            comment.reject(person, 1, "spam")
            outcomes.append("done")
        except Decided:
            outcomes.append("late")
        connection.close()

    threads = [threading.Thread(target=decide, args=[person]) for person in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(outcomes) == ["done"] + ["late"] * 7
    assert Verdict.objects.filter(verb="reject").count() == 1


def test_an_undo_restores_what_was_and_is_kept(moderator):
    comment = make_comment(make_article(), status="approved")
    comment.remove(moderator, 1, "legal")

    comment.undo(moderator, 2)

    comment.refresh_from_db()
    assert (comment.status, comment.version) == ("approved", 3)
    assert [verdict.verb for verdict in comment.verdicts.all()][-2:] == ["remove", "undo"]


def test_only_the_last_decision_can_be_undone(moderator):
    comment = make_comment(make_article(), status="pending")
    comment.approve(moderator, 1)
    comment.remove(moderator, 2, "abuse")

    with pytest.raises(Decided):
        comment.undo(moderator, 2)


def test_what_the_rules_decided_is_no_decision_to_undo(moderator):
    comment = make_comment(make_article(), status="pending")

    with pytest.raises(Decided):
        comment.undo(moderator, 1)


@pytest.mark.parametrize("role", ["", "Journalist"])
def test_others_decide_nothing(role):
    comment = make_comment(make_article(), status="pending")

    with pytest.raises(PermissionDenied):
        comment.approve(make_user(role), 1)


def test_an_articles_own_terms_stand_over_the_papers():
    article = make_article()
    Policy.objects.filter(pk=1).update(mode=Mode.PREMODERATED, closes_after=3)
    before = Terms.of(article.pk)

    Thread.choose(story_of(article), Mode.OPEN, None)

    assert (before.mode, before.is_closed) == (Mode.PREMODERATED, False)
    assert before.closes_at is not None
    assert Terms.of(article.pk) == Terms(Mode.OPEN, None, False)


def test_a_thread_closes_by_itself(clock):
    article = make_article()
    Thread.choose(story_of(article), Mode.OPEN, 2)
    clock.forward(hours=47)
    before = Terms.of(article.pk)

    clock.forward(hours=2)

    assert not before.is_closed
    assert Terms.of(article.pk).is_closed


def test_terms_chosen_for_a_draft_hold_from_its_first_moment():
    story, editor = make_story(), make_user("Editor")
    Thread.choose(story, Mode.CLOSED, None)

    story.publish(editor, story.version)

    assert Terms.of(story.article_id).is_closed


def test_terms_outlive_a_schedule_that_is_undone(clock):
    from datetime import timedelta

    from newsroom.database import now

    story, editor = make_story(), make_user("Editor")
    Thread.choose(story, Mode.CLOSED, None)
    story.schedule(editor, story.version, now() + timedelta(hours=1))
    story.unschedule(editor, story.version)

    assert Thread.all_objects.get(story=story).mode == Mode.CLOSED
    assert Thread.all_objects.get(story=story).article_id is None


def test_there_are_no_terms_for_what_is_not_public():
    """THREATS B5."""
    article = make_article()
    type(article).all_objects.filter(pk=article.pk).update(withdrawn_at=article.published_at)

    assert Terms.of(article.pk) is None
    assert Terms.of(10**9) is None


def test_terms_count_what_readers_see():
    article = make_article()
    parent = make_comment(article)
    make_comment(article, parent=parent)
    make_comment(article, status="removed")
    make_comment(make_article())

    assert Terms.of(article.pk, counted=True).count == 2


def test_addresses_are_forgotten_after_thirty_days(clock):
    """DESIGN §4.11."""
    comment = make_comment(make_article(), address="0" * 64)
    clock.forward(hours=24 * 29)
    assert Comment.all_objects.forget_addresses() == 0
    clock.forward(hours=24 * 2)

    assert Comment.all_objects.forget_addresses() == 1

    comment.refresh_from_db()
    assert comment.address == ""
