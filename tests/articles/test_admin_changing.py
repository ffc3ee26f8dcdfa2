"""What the desk asks before a change goes to readers, and how a correction is amended."""

import re

import pytest

from articles.models import Article, Correction, Edition
from tests.articles.test_admin import address
from tests.cast import make_story, make_user, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("Editor")
    client.force_login(user)
    return user


@pytest.fixture
def story(editor):
    """Live, with words that readers do not see yet."""
    story = make_story(owner=editor, headline="The ferry left at 6")
    story.publish(editor, story.version)
    return rewrite(story, editor, headline="The ferry left at 7")


def press(client, story, verb="publish", **data):
    return client.post(address("verb", story.pk, verb), {"version": story.version, **data})


def text(answer) -> str:
    return answer.content.decode()


def test_change_asks_its_kind_and_whether_the_earlier_wording_is_shown(client, story):
    page = text(client.get(address("verb", story.pk, "publish")))

    assert re.findall(r'name="change" value="(\w+)"', page) == [
        "small_fix",
        "update",
        "correction",
        "clarification",
    ]
    assert re.findall(r'name="hidden_because" value="(\w*)"', page) == [
        "",
        "legal",
        "privacy",
        "safety",
    ]
    assert not re.search(r'name="change"[^>]*checked', page)
    assert 'name="confirmed"' not in page


def test_first_publication_asks_nothing_of_it(client, editor):
    page = text(client.get(address("verb", make_story(owner=editor).pk, "publish")))

    assert 'name="change"' not in page


def test_change_without_its_kind_is_asked_for_it(client, story):
    answer = press(client, story, text="My words stay")

    assert answer.status_code == 200
    assert "Choose what kind of change it is." in text(answer)
    assert "My words stay" in text(answer)
    assert Article.objects.get().headline == "The ferry left at 6"


def test_correction_without_words_leads_to_the_field(client, story):
    answer = press(client, story, change="correction")

    assert '<a href="#id_text">Say what was wrong and what is right.</a>' in text(answer)


def test_small_fix_shows_what_changed_and_can_be_confirmed(client, story):
    refused = press(client, story, change="small_fix", note="My note stays")

    page = text(refused)
    assert "Figures change: “6” becomes “7”." in page
    assert 'href="#id_confirmed"' in page
    assert 'name="confirmed"' in page
    assert "My note stays" in page
    assert Article.objects.get().headline == "The ferry left at 6"

    done = press(client, story, change="small_fix", confirmed="on")

    assert done.status_code == 302
    assert Article.objects.get().headline == "The ferry left at 7"


def test_change_goes_out_with_all_that_was_said(client, story):
    press(client, story, change="correction", text="At 7.", hidden_because="privacy", note="Law")

    assert Correction.objects.get().text == "At 7."
    assert [edition.number for edition in Edition.objects.all()] == [2]
    history = text(client.get(address("history", story.pk)))
    assert "Correction, earlier wording hidden (privacy)." in history
    assert "Law" in history


def test_correction_asks_what_it_replaces_once_there_is_one(client, story, editor):
    assert 'name="amends"' not in text(client.get(address("verb", story.pk, "correct")))
    press(client, story, "correct", kind="correction", text="It was 7.")
    told = Correction.objects.get()

    page = text(client.get(address("verb", story.pk, "correct")))
    assert f'<option value="{told.pk}">Correction: It was 7.</option>' in page
    press(client, story, "correct", kind="correction", text="It was 8.", amends=told.pk)

    assert Correction.objects.latest("pk").amends == told


@pytest.mark.parametrize("amends", ["x", "0", str(10**30), "a\0b"])
def test_correction_of_nothing_is_refused(client, story, editor, amends):
    story.correct(editor, story.version, "correction", "It was 7.")

    answer = press(client, story, "correct", kind="correction", text="Stays", amends=amends)

    assert answer.status_code == 200
    assert "Stays" in text(answer)
    assert Correction.objects.count() == 1
