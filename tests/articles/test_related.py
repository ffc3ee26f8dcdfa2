"""Related articles as they are typed at the desk and kept: by address, or by a whole headline."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from articles import related
from articles.admin.fields import RelatedField
from articles.models import Article
from newsroom import database
from tests.cast import make_article, make_story, make_user, rewrite, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def ferry(editor):
    return make_article(by=editor, owner=editor, headline="The ferry is back")


def cleaned(text: str, stored: str = "") -> str:
    field = RelatedField(max_length=2000)
    field.stored = stored
    return field.clean(text)


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "https://courier.example{}",
        "  {}?x=1#notes \n",
        "the ferry is BACK",
        "{}\nThe ferry is back",
    ],
)
def test_article_is_named_by_address_or_headline(ferry, typed):
    address = ferry.get_absolute_url()

    assert cleaned(typed.format(address)) == address


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Nothing of this name", "Readers find no article “Nothing of this name”."),
        ("/2026/02/31/x/", "Readers find no article"),
        ("/world/", "Readers find no article"),
        ("Twice", "Several articles are called “Twice”."),
        ("\0", "NUL character"),
    ],
)
def test_what_is_none_gets_a_sentence(editor, typed, sentence):
    """DESIGN §4.13."""
    for _ in range(2):
        make_article(by=editor, owner=editor, headline="Twice")

    with pytest.raises(ValidationError, match=sentence):
        cleaned(typed)


def test_four_are_enough(editor):
    articles = [make_article(by=editor, owner=editor) for _ in range(5)]
    lines = "\n".join(article.get_absolute_url() for article in articles)

    with pytest.raises(ValidationError, match="four related articles at most"):
        cleaned(lines)


def test_what_is_still_to_come_is_not_found(editor):
    """THREATS B3: neither its address nor its headline tells that it is there."""
    story = make_story(owner=editor, headline="Secret")
    story.schedule(editor, story.version, database.now() + timedelta(days=1))

    assert related.find("Secret") == related.find(story.article.get_absolute_url()) == []


def test_what_stands_there_may_stay_after_it_was_withdrawn(ferry, editor):
    """Nobody is kept from saving by what happened to another article."""
    story_of(ferry).withdraw(editor, 1, "The figures were wrong.")
    address = ferry.get_absolute_url()

    assert cleaned(address, stored=address) == address


def test_moved_article_is_still_the_one_that_was_named(ferry, editor):
    old = ferry.get_absolute_url()
    story_of(ferry).move(editor, 1, "another-slug")

    assert related.ids(old) == [ferry.pk]
    assert cleaned(old) == Article.objects.get(pk=ferry.pk).get_absolute_url()


def test_named_go_out_with_the_words_and_come_back_with_a_version(ferry, editor):
    """DESIGN §2: a working copy's change reaches readers when it is published."""
    story = story_of(make_article(by=editor, owner=editor))
    kept = story.name_version(editor, story.version, "Before")
    story = rewrite(story, editor, related=ferry.get_absolute_url())
    assert Article.objects.get(pk=story.article_id).related_ids == []

    story.publish(editor, story.version, change="update")

    assert Article.objects.get(pk=story.article_id).related_ids == [ferry.pk]
    story.bring_back(editor, story.version, kept)
    assert story.related == ""
