"""Links for people without an account: what is stored, how they end, what is said through them."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles import passages
from articles.models import Refused, Revision, ShareAnswer, ShareLink, ShareVisit, Stale, Story
from articles.models.sharing import Changed, Over, TooManyAnswers, hash_of
from newsroom import database
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db
TOKEN = "t" * 43


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def story(editor):
    return make_story(owner=editor)


def share(story, token: str = TOKEN, days: int = 3, **choices) -> ShareLink:
    return ShareLink.make(story, story.owner, token, days, **{"label": "A1", **choices})


def read(link: ShareLink) -> str:
    return passages.fingerprint(link.content())


# Making


def test_only_a_hash_of_the_token_is_stored(story):
    share(story)

    with connection.cursor() as cursor:
        cursor.execute("SELECT l::text FROM articles_sharelink l")
        row = cursor.fetchone()[0]
    assert TOKEN not in row
    assert ShareLink.objects.by_token(TOKEN).story == story
    assert ShareLink.objects.by_token(hash_of(TOKEN)) is None


def test_same_token_twice_is_one_link(story):
    assert share(story) == share(story)
    assert ShareLink.objects.count() == 1
    assert [row.verb for row in story.transitions.all()] == ["share"]


def test_link_to_this_version_keeps_its_words(story):
    link = share(story, of=1)

    Story.objects.filter(pk=story.pk).update(headline="Changed", version=2)

    link = ShareLink.objects.get(pk=link.pk)
    assert link.content()["headline"] == story.headline
    assert (link.revision.kind, link.revision.name) == ("named", "Shared as “A1”")


def test_link_without_a_version_shows_the_present_words(story):
    link = share(story)

    Story.objects.filter(pk=story.pk).update(headline="Changed")

    assert ShareLink.objects.get(pk=link.pk).content()["headline"] == "Changed"


def test_link_to_a_version_that_moved_on_is_refused(story, editor):
    """DESIGN §4.3: the passages that were ticked would be others."""
    story.claim(editor, 1)

    with pytest.raises(Stale):
        share(story, of=1)
    assert not ShareLink.objects.exists()


def test_spiked_story_is_shared_with_nobody(story, editor):
    story.spike(editor, 1)

    with pytest.raises(Stale):
        share(story)


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"expires_at": timedelta(days=30, seconds=1)},
        {"expires_at": timedelta()},
        {"passages": ["1"]},
    ],
)
def test_database_refuses_what_no_link_may_be(story, wrong):
    now = database.now()
    row = {"label": "A1", "created_at": now, "expires_at": timedelta(days=30)} | wrong
    row["expires_at"] = now + row["expires_at"]

    with pytest.raises(IntegrityError), transaction.atomic():
        ShareLink.objects.create(story=story, token_hash="x", created_by=story.owner, **row)


# Ending


def test_link_ends_by_its_time(story, clock):
    share(story, days=1)

    clock.forward(hours=23, minutes=59)
    assert ShareLink.objects.by_token(TOKEN)
    clock.forward(minutes=1)
    assert ShareLink.objects.by_token(TOKEN) is None


def test_link_is_ended_once_and_the_history_says_by_whom(story, editor):
    link = share(story)

    assert (link.end(editor), link.end(editor)) == (True, False)
    assert ShareLink.objects.by_token(TOKEN) is None
    last = story.transitions.first()
    assert (last.verb, last.note, last.made_by) == ("end_share", "A1", editor)


def spiked(story, by):
    story.spike(by, story.version)


def published(story, by):
    story.publish(by, story.version)


def taken_back(story, by):
    story.take_back(by, story.version)


def withdrawn(story, by):
    story.withdraw(by, story.version, "It was wrong.")


def hidden(story, by):
    story.hide(by, story.version, "The court says so.")


def over(story, by):
    story.expire(by, story.version)


@pytest.mark.parametrize("end", [spiked, taken_back, withdrawn, hidden, over])
def test_spiking_and_taking_down_end_every_link_in_the_same_transaction(story, editor, end):
    if end is not spiked:
        published(story, editor)
    share(story), share(story, token="u" * 43, of=story.version)

    with transaction.atomic():
        end(story, editor)
        assert not ShareLink.objects.open().exists()
        transaction.set_rollback(True)
    assert ShareLink.objects.open().count() == 2

    end(Story.objects.get(pk=story.pk), editor)
    assert not ShareLink.objects.open().exists()


def test_refused_taking_down_ends_no_link(story, editor):
    published(story, editor)
    share(story)

    with pytest.raises(Refused):
        story.hide(editor, story.version, " ")

    assert ShareLink.objects.open().exists()


def test_end_that_is_to_come_leaves_the_links(story, editor):
    published(story, editor)
    share(story)

    story.expire(editor, story.version, at=database.now() + timedelta(days=1))

    assert ShareLink.objects.open().exists()


def test_erasing_a_story_erases_its_links_visits_and_answers(story, editor, clock):
    link = share(story, may_answer=True)
    ShareVisit.count_one(link)
    link.answer(read(link), "cleared", "")
    story.spike(editor, 1)
    clock.forward(days=31)

    call_command("erase_spiked")

    counts = [m.objects.count() for m in (Story, ShareLink, ShareVisit, ShareAnswer, Revision)]
    assert counts == [0, 0, 0, 0, 0]


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_no_link_is_born_while_the_story_is_being_spiked(story, editor):
    """The maker waits for the spiking's end, and then is told so."""
    told = []

    def make():
        try:
            share(Story.objects.get(pk=story.pk))
        except Stale:
            told.append("stale")
        finally:
            connection.close()

    with transaction.atomic():
        story.spike(editor, 1)
        maker = threading.Thread(target=make)
        maker.start()
        maker.join(0.5)
        assert maker.is_alive()
    maker.join(10)

    assert told == ["stale"]
    assert not ShareLink.objects.exists()


# Visits


def test_visits_are_hours_and_counts_and_nothing_else(story, clock):
    link = share(story)
    for _ in range(3):
        ShareVisit.count_one(link)
    clock.forward(hours=1)
    ShareVisit.count_one(link)

    visits = list(link.visits.all())
    assert [visit.count for visit in visits] == [1, 3]
    assert all(v.hour.minute == v.hour.second == v.hour.microsecond == 0 for v in visits)
    assert {field.name for field in ShareVisit._meta.fields} == {"id", "link", "hour", "count"}


# Answers


def test_answer_keeps_the_words_it_was_given_to(story):
    link = share(story, may_answer=True)

    answer = link.answer(read(link), "cleared", "")
    Story.objects.filter(pk=story.pk).update(body="<p>Worse.</p>", version=2)

    assert answer.revision.content["body"] == story.body
    assert answer.revision.name == "Read by “A1”"


def test_same_answer_twice_is_one_and_its_words_are_kept_once(story):
    link = share(story, may_answer=True)
    words = read(link)

    first, second = link.answer(words, "note", "See §3."), link.answer(words, "note", "See §3.")
    third = link.answer(words, "cleared", "")

    assert first == second != third
    assert first.revision == third.revision
    assert story.revisions.count() == 1


def test_answer_through_a_link_to_a_version_keeps_no_other(story):
    link = share(story, of=1, may_answer=True)

    assert link.answer(read(link), "cleared", "").revision == link.revision
    assert story.revisions.count() == 1


def test_answer_to_words_that_changed_meanwhile_is_refused(story):
    link = share(story, may_answer=True)
    words = read(link)
    Story.objects.filter(pk=story.pk).update(body="<p>Worse.</p>")

    with pytest.raises(Changed):
        link.answer(words, "cleared", "")
    assert not ShareAnswer.objects.exists()


def test_save_that_changes_no_shown_word_does_not_stop_an_answer(story, editor):
    link = share(story, may_answer=True)
    words = read(link)
    story.claim(editor, 1, "commissioned length")

    assert link.answer(words, "cleared", "").verdict == "cleared"


def test_answer_through_an_ended_link_is_refused(story, editor):
    link = share(story, may_answer=True)
    words = read(link)
    link.end(editor)

    with pytest.raises(Over):
        link.answer(words, "cleared", "")


@pytest.mark.crawl
def test_one_link_takes_a_hundred_answers(story):
    link = share(story, may_answer=True)
    words = read(link)
    for number in range(100):
        link.answer(words, "note", f"{number}")

    with pytest.raises(TooManyAnswers):
        link.answer(words, "note", "one more")


def test_later_change_is_seen_and_its_undoing_too(story):
    link = share(story, may_answer=True)
    answer = link.answer(read(link), "cleared", "")
    now = link.content()

    assert not answer.has_changed(now)
    assert answer.has_changed(now | {"body": now["body"] + "<p>More.</p>"})


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_answer(story):
    """THREATS F3: the second waits for the first one's end, and finds its answer."""
    link = share(story, may_answer=True)
    words = read(link)

    def press():
        try:
            ShareLink.objects.get(pk=link.pk).answer(words, "cleared", "")
        finally:
            connection.close()

    with transaction.atomic():
        link.answer(words, "cleared", "")
        second = threading.Thread(target=press)
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join(10)

    assert ShareAnswer.objects.count() == 1
    assert story.revisions.count() == 1
