"""Many people at once, on real connections: one wins, and no text is lost (THREATS F1, F2)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article, Story
from tests.articles.test_admin import address, fields
from tests.cast import make_story, make_user, rewrite

pytestmark = [pytest.mark.crawl, pytest.mark.django_db(transaction=True)]
PEOPLE = 6


def at_once(users, act) -> list:
    """Let each user act in a thread and a connection of their own, all from the same moment."""
    barrier = Barrier(len(users), timeout=20)

    def one(user):
        client = Client()
        client.force_login(user)
        barrier.wait()
        try:
            return act(client, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(one, users))


def test_of_many_saves_one_wins_and_every_text_is_kept():
    users = [make_user("Editor") for _ in range(PEOPLE)]
    story = make_story(headline="Before")

    answers = at_once(
        users,
        lambda client, user: client.post(
            address("change", story.pk), fields(story, headline=f"By {user.username}")
        ),
    )

    story.refresh_from_db()
    statuses = sorted(answer.status_code for answer in answers)
    kept = {revision.content["headline"] for revision in story.revisions.all()}
    assert statuses == [302] + [409] * (PEOPLE - 1)
    assert story.version == 2
    assert kept | {story.headline} == {f"By {user.username}" for user in users}


def test_of_many_publications_one_is_done():
    users = [make_user("Editor") for _ in range(PEOPLE)]
    story = make_story()

    answers = at_once(
        users,
        lambda client, user: client.post(address("verb", story.pk, "publish"), {"version": 1}),
    )

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (PEOPLE - 1)
    assert Article.objects.count() == 1
    assert story.transitions.filter(verb="publish").count() == 1


def test_of_save_and_publication_neither_undoes_the_other():
    writer, editor = make_user("Editor"), make_user("Editor")
    for _ in range(5):
        story = make_story(headline="Before")

        def act(client, user, story=story):
            if user == writer:
                return client.post(address("change", story.pk), fields(story, headline="After"))
            return client.post(address("verb", story.pk, "publish"), {"version": 1})

        at_once([writer, editor], act)

        story = Story.objects.get(pk=story.pk)
        assert (story.headline, story.version) == ("After", 2)
        if story.article:  # it was published before the save, with the words of before
            assert (story.article.headline, story.published_version) == ("Before", 1)


def draft(editor) -> Story:
    return make_story()


def changed(editor) -> Story:
    story = make_story()
    story.publish(editor, 1)
    return rewrite(story, editor, headline="Other words")


def withdrawn(editor) -> Story:
    story = make_story()
    story.publish(editor, 1)
    story.withdraw(editor, 1, "It was wrong.")
    return story


@pytest.mark.parametrize("state", [draft, changed, withdrawn])
def test_of_hold_and_publication_nothing_goes_out_after_the_hold(state):
    """Issue 5.11: whichever is later knows of the earlier."""
    lawyer, editor = make_user("Editor"), make_user("Editor")
    for _ in range(4):
        story = state(editor)
        before = story.transitions.count()

        def act(client, user, story=story):
            verb = "hold" if user == lawyer else "publish"
            said = {"note": "A letter.", "releasers": [lawyer.pk], "change": "update"}
            return client.post(address("verb", story.pk, verb), {"version": story.version} | said)

        at_once([lawyer, editor], act)

        done = [row.verb for row in story.transitions.order_by("pk")[before:]]
        assert done in (["hold"], ["publish"], ["publish", "hold"])


def test_new_story_pressed_many_times_at_once_is_one():
    user = make_user("Journalist")

    answers = at_once([user] * PEOPLE, lambda client, _: client.post(address("add")))

    assert len({answer.url for answer in answers}) == 1
    assert Story.objects.count() == 1
