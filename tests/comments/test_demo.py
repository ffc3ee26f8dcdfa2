"""The demo is loaded by the product's own verbs and shows every state and special case."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from articles.models import Address, Article, Correction, Story
from authors.models import Author
from newsroom.models import Photo, User

# Loading it takes seconds: once, in one process.
pytestmark = [pytest.mark.django_db, pytest.mark.crawl, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for this file and taken out again."""
    from django.db import transaction
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(PICTURES_ROOT=folder):
        atom = transaction.atomic()
        atom.__enter__()
        call_command("demo", password="a demo password")
        yield
        transaction.set_rollback(True)
        atom.__exit__(None, None, None)


def test_demo_shows_every_state(demo):
    states = Counter(story.state for story in Story.objects.all())

    assert set(states) == set(Story.State) - {Story.State.EXPIRED}
    assert sum(states.values()) == 16


def test_demo_shows_every_kind_of_author_and_nearly_every_kind_of_story(demo):
    assert {author.kind for author in Author.objects.all()} == set(Author.Kind)
    assert {story.kind for story in Story.objects.all()} == set(Story.Kind)


def test_demo_readers_see_articles_over_several_months(demo):
    dates = [article.published_at for article in Article.objects.latest_news()]

    assert len(dates) >= 8
    assert (max(dates) - min(dates)).days > 90
    assert Article.objects.filter(first_publication="day").count() == 1


def test_demo_has_a_withdrawn_address_and_a_correction(demo):
    gone = Address.objects.get()
    assert gone.path == gone.article.get_absolute_url()
    assert gone.reason
    assert Correction.objects.count() == 1


def test_demo_pictures_are_illustrations_with_words_and_credit(demo):
    photos = Photo.objects.all()

    assert {photo.kind for photo in photos} == {Photo.Kind.ILLUSTRATION}
    assert [photo for photo in photos if photo.lacks()] == []


def test_demo_logins_have_their_roles_and_can_be_closed(demo):
    groups = dict(User.objects.values_list("username", "groups__name"))
    assert groups == {
        "journalist": "Journalist",
        "editor": "Editor",
        "moderator": "Moderator",
        "admin": "Administrator",
    }

    call_command("demo", deactivate_logins=True)

    assert not User.objects.filter(is_active=True).exists()


def test_demo_is_refused_where_somebody_works(demo):
    with pytest.raises(CommandError):
        call_command("demo", password="a demo password")
