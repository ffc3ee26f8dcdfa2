"""THREATS B2, DESIGN §5: nothing goes out before its embargo, and only two editors end it early."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from articles.models import Article, EarlyRelease, Refused, Stale, Story
from articles.models.publishing import publish
from newsroom import database
from tests.cast import make_author, make_story, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def editor():
    return make_user("Editor", first_name="Ada", last_name="Berg")


@pytest.fixture
def other():
    return make_user("Editor", first_name="Jo", last_name="Lind")


@pytest.fixture
def until(db):
    return (database.now() + 4 * HOUR).replace(microsecond=0)


def embargoed(editor, until, **kwargs) -> Story:
    story = make_story(**kwargs)
    story.embargo(editor, 1, until, "Agreed with the ministry.")
    return story


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def sentence(refused) -> str:
    return refused.value.problems[0].sentence


def settle(story, clock) -> None:
    """Let the time pass in which a slip can be mended."""
    clock.forward(minutes=11)
    story.refresh_from_db()


# The verbs


def test_publish_is_refused_until_the_time_and_done_from_then_on(editor, until, clock):
    story = embargoed(editor, until)

    with pytest.raises(Refused) as refused:
        story.publish(editor, 1)

    assert sentence(refused).startswith("It is under embargo until ")
    assert f"{until:%Y, %H:%M} UTC" in sentence(refused)
    assert not Article.all_objects.exists()
    clock.forward(hours=4, seconds=1)
    story.publish(editor, 1)
    assert Article.objects.get().published_at >= until


def test_schedule_before_it_is_refused_and_for_it_done(editor, until):
    story = embargoed(editor, until)

    with pytest.raises(Refused) as refused:
        story.schedule(editor, 1, until - timedelta(seconds=1))

    assert refused.value.problems[0].field == "at"
    story.schedule(editor, 1, until)
    assert Article.all_objects.get().embargoed_until == until


def test_update_of_what_goes_out_keeps_its_time(editor, until):
    story = embargoed(editor, until)
    story.schedule(editor, 1, until + HOUR)
    story.claim(editor, 1)

    story.update_scheduled(editor, 2)

    assert Article.all_objects.get().published_at == until + HOUR


def test_embargo_past_the_time_of_a_scheduled_story_is_refused(editor, until):
    story = make_story()
    story.schedule(editor, 1, until)

    with pytest.raises(Refused) as refused:
        story.embargo(editor, 1, until + HOUR, "They asked for an hour more.")

    assert "Schedule it later" in sentence(refused)
    story.embargo(editor, 1, until, "As agreed.")
    assert Article.all_objects.get().embargoed_until == until


def test_withdrawn_article_is_not_reinstated_before_it(editor, until, clock):
    story = make_story()
    story.publish(editor, 1)
    story.withdraw(editor, 1, "It came too early.")
    story.embargo(editor, 1, until, "Not again.")

    for verb in ("reinstate", "publish"):
        with pytest.raises(Refused):
            getattr(story, verb)(editor, 1)

    clock.forward(hours=5)
    story.reinstate(editor, 1)
    assert Article.objects.exists()


def test_return_of_a_withdrawn_article_can_be_taken_from_the_schedule(editor, until):
    story = make_story()
    story.publish(editor, 1)
    story.withdraw(editor, 1, "It came too early.")
    story.embargo(editor, 1, until, "Not again.")
    story.schedule(editor, 1, until + HOUR)

    story.unschedule(editor, 1)

    assert story.state == Story.State.WITHDRAWN


def test_older_piece_waits_for_it_and_keeps_its_own_date(editor, until, clock):
    """Its date lies in the past by nature: it may come from the embargo's end on."""
    story = embargoed(editor, until, earlier_date=date(2026, 1, 29))
    with pytest.raises(Refused):
        story.publish(editor, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        publish(story, database.now())

    clock.forward(hours=5)
    Story.objects.get().publish(editor, 1)

    assert Article.objects.get().day == date(2026, 1, 29)


def test_nothing_is_in_the_way_once_it_is_over(editor, until, clock):
    story = embargoed(editor, until)
    story.schedule(editor, 1, until)
    clock.forward(hours=5)
    story = Story.objects.get()

    story.claim(editor, 1)
    story.publish(editor, 2)
    story.withdraw(editor, 2, "Wrong.")
    story.reinstate(editor, 2)
    Article.all_objects.update(published_at=until - 9 * HOUR)

    assert Article.objects.get().embargoed_until is None
    assert Story.objects.get().state == Story.State.PUBLISHED


def test_verb_on_a_live_article_is_not_there(editor, until):
    story = make_story()
    story.publish(editor, 1)

    assert "embargo" not in story.verbs_for(editor)
    with pytest.raises(Stale):
        story.embargo(editor, 1, until, "Too late.")


@pytest.mark.parametrize(
    ("hours", "note", "field"),
    [(4, "  ", "note"), (-1, "Why not.", "at"), (None, "Why not.", "at")],
)
def test_embargo_needs_a_time_to_come_and_a_reason(editor, hours, note, field):
    until = None if hours is None else database.now() + hours * HOUR

    with pytest.raises(Refused) as refused:
        make_story().embargo(editor, 1, until, note)

    assert refused.value.problems[0].field == field


def test_writer_sets_none(until):
    journalist = make_user("Journalist")
    story = make_story(owner=journalist)

    for verb, value in (("embargo", (until, "Mine.")), ("ask_release", ("Mine.",))):
        with pytest.raises(PermissionDenied):
            getattr(story, verb)(journalist, 1, *value)


# Early release: two editors


def test_anybody_moves_it_later_and_nobody_earlier(editor, other, until):
    story = embargoed(editor, until)
    story.embargo(other, 1, until + HOUR, "They asked for more.")

    for person in (editor, other):
        for earlier in (until, None):
            with pytest.raises(Refused) as refused:
                story.embargo(person, 1, earlier, "Now, please.")
            assert "takes two editors" in sentence(refused)
    assert Story.objects.get().embargoed_until == until + HOUR


def test_own_slip_is_mended_alone_for_ten_minutes(editor, other, until, clock):
    story = embargoed(editor, until + 24 * HOUR)
    with pytest.raises(Refused):
        story.embargo(other, 1, until, "I know better.")

    story.embargo(editor, 1, until, "Today, not tomorrow.")
    story.embargo(editor, 1, None, "It was another story.")
    story.embargo(editor, 1, until, "It was this one.")
    settle(story, clock)

    with pytest.raises(Refused):
        story.embargo(editor, 1, None, "Too late for a slip.")
    assert Story.objects.get().embargoed_until == until


def test_two_editors_release_it_early(editor, other, until, clock):
    story = embargoed(editor, until)
    settle(story, clock)
    story.ask_release(editor, 1, "The ministry published it itself.")
    assert story.is_embargoed

    with pytest.raises(Refused) as refused:
        story.release_embargo(editor, 1, story.release_request.pk)
    assert "Another editor" in sentence(refused)
    story.release_embargo(other, 1, story.release_request.pk, "I saw it.")

    story.publish(editor, 1)
    assert Article.objects.exists()
    said = {row.verb: (row.made_by, row.note) for row in story.transitions.all()}
    assert said["ask_release"] == (editor, "The ministry published it itself.")
    assert said["release_embargo"] == (
        other,
        "Ada Berg asked: The ministry published it itself.\nI saw it.",
    )


def test_request_needs_a_reason(editor, until):
    story = embargoed(editor, until)

    with pytest.raises(Refused):
        story.ask_release(editor, 1, " \n")

    assert story.release_request is None


def test_another_time_ends_the_request(editor, other, until):
    story = embargoed(editor, until)
    story.ask_release(editor, 1, "It is out already.")
    request = story.release_request.pk

    story.embargo(other, 1, until + HOUR, "It is not.")

    assert story.release_request is None
    with pytest.raises(Stale):
        story.release_embargo(other, 1, request)


def test_only_the_request_that_was_read_is_answered(editor, other, until):
    story = embargoed(editor, until)
    story.ask_release(editor, 1, "It is out already.")
    read = story.release_request.pk
    story.embargo(other, 1, until + HOUR, "It is not.")
    story.ask_release(editor, 1, "But now.")

    with pytest.raises(Refused):
        story.release_embargo(other, 1, read)

    assert Story.objects.get().embargoed_until == until + HOUR


def test_released_embargo_can_be_set_again_and_takes_two_again(editor, other, until, clock):
    story = embargoed(editor, until)
    story.ask_release(editor, 1, "It is out already.")
    story.release_embargo(other, 1, story.release_request.pk)
    story.embargo(editor, 1, until, "It was not.")
    settle(story, clock)

    with pytest.raises(IntegrityError):
        sql("UPDATE articles_story SET embargoed_until = NULL")
    with pytest.raises(Refused):
        story.embargo(editor, 1, None, "Now, please.")


def test_request_of_one_is_answered_by_another_in_the_database_too(editor, until):
    row = EarlyRelease.objects.create(
        story=make_story(), until=until, reason="Why not.", asked_by=editor
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyRelease.objects.filter(pk=row.pk).update(released_by=editor, released_at=until)


# By no road (the database's own rules)


def test_scheduled_article_is_not_made_public_early_by_any_road(editor, until, clock):
    story = embargoed(editor, until)
    story.schedule(editor, 1, until)
    settle(story, clock)
    early = "published_at = newsroom_now() - interval '1 second'"

    for statement in (
        f"UPDATE articles_article SET {early}",
        f"UPDATE articles_article SET embargoed_until = NULL, {early}",
        f"UPDATE articles_article SET withdrawn_at = NULL, expires_at = NULL, {early}",
        "UPDATE articles_story SET embargoed_until = NULL",
        "UPDATE articles_story SET embargoed_until = newsroom_now()",
        "UPDATE articles_story SET embargoed_until = embargoed_until + interval '1 minute'",
    ):
        with pytest.raises(IntegrityError):
            sql(statement)
    now = database.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.all_objects.all().update(published_at=now)
    article = Article.all_objects.get()
    article.published_at, article.embargoed_until = now, None
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()
    assert not Article.objects.exists()
    assert Article.all_objects.get().published_at == until


def test_article_made_by_a_forgotten_path_is_not_linked(editor, until):
    """The copy that knows nothing of an embargo meets it when the story's row names it."""
    story, other = embargoed(editor, until), make_story()
    other.publish(editor, 1)
    Story.objects.filter(pk=other.pk).update(article=None, published_version=None)
    link = "UPDATE articles_story SET article_id = %s WHERE id = %s"

    with pytest.raises(IntegrityError, match="article_keeps_embargo"):
        sql(link, other.article_id, story.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        publish(story, database.now())


def test_embargo_set_past_the_verbs_holds_as_well(editor, until):
    make_story().schedule(editor, 1, until)

    Story.objects.update(embargoed_until=until)

    assert Article.all_objects.get().embargoed_until == until
    with pytest.raises(IntegrityError):
        sql("UPDATE articles_article SET published_at = %s", until - HOUR)


def test_constraint_reaches_a_person_as_a_sentence(editor, until, monkeypatch):
    """A code path that forgot the check is refused like any other, never a 500."""
    story = embargoed(editor, until)
    monkeypatch.setattr(Story, "obstacles", lambda self, verb: [])

    with pytest.raises(Refused) as refused:
        story.publish(editor, 1)

    assert sentence(refused) == "It is under embargo: nothing goes out before its time."
    story.refresh_from_db()
    assert (story.article, story.transitions.first().verb) == (None, "embargo")


def test_other_breaks_of_the_database_are_not_explained_away(editor, until, monkeypatch):
    def fail(*args):
        make_author(slug="twice")
        make_author(slug="twice")

    monkeypatch.setattr("articles.models.publishing.publish", fail)

    with pytest.raises(IntegrityError):
        make_story().publish(editor, 1)
