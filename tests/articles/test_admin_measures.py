"""Lengths on the writing page: words against the commission, the headline where others cut it."""

import pytest

from articles.admin import measures
from newsroom.models import Site
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db


def page(client, story) -> str:
    client.force_login(story.owner)
    return client.get(story.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("body", "asked", "said"),
    [
        ("", None, "0 words"),
        ("<p>One.</p>", None, "1 word"),
        ("<p>One two – three.</p>", 600, "3 of 600 words"),
        ("<p>One two three.</p>", 2, "3 of 2 words, 1 too many"),
    ],
)
def test_words_are_said_against_the_commission(body, asked, said):
    assert measures.words(make_story(body=body, commissioned_length=asked)) == said


def test_headline_is_shown_as_each_place_takes_it():
    story = make_story(headline="Long " * 14, short_headline="Short", kind="opinion")
    site = Site(name="The Paper")

    card, search, share = measures.headline(story, site)["shown"]

    assert (card.title, card.room) == ("Short", "5 characters.")
    assert search.title == f"Opinion: {story.headline} – The Paper"
    assert share.title == f"Opinion: {story.headline}"
    assert share.room == "79 characters. About the first 70 are seen."


def test_story_without_a_headline_shows_none_and_says_what_to_do(client):
    story = make_story(headline="", kind="opinion")

    drawn = page(client, story)

    assert [each.title for each in measures.headline(story, Site(name="P"))["shown"]] == [""] * 3
    assert "Write the headline, and here it stands" in drawn
    assert "autofocus" in drawn


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("de", "ltr")])
def test_words_are_checked_in_the_storys_own_language(client, language, direction):
    story = make_story(owner=make_user("Journalist"), language=language)

    drawn = page(client, story)

    marks = f'lang="{language}" dir="{direction}" spellcheck="true"'
    assert drawn.count(marks) == 8  # the field of every text that readers or colleagues read
    assert '<div class="write__paper">' in drawn  # labels and sentences stay in the desk's
