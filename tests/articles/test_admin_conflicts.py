"""Two people on one story: the slower one's text is shown, kept, and never in anybody's way."""

import pytest

from articles.admin import saving
from articles.models import Revision, Story
from tests.articles.test_admin import address, fields
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def journalist(client):
    user = make_user("Journalist")
    client.force_login(user)
    return user


# Two people (DESIGN §4.4)


def test_stale_save_is_409_with_both_texts_and_keeps_mine(client, journalist):
    story = make_story(owner=journalist, headline="The old one")
    mine = fields(story, headline="Mine <b>bold</b>", tags="mine")
    other = make_user("Editor", first_name="Ada", last_name="Berg")
    story.claim(other, 1, "headline")
    Story.objects.filter(pk=story.pk).update(headline="Theirs <i>slanted</i>")

    answer = client.post(address("change", story.pk), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine &lt;b&gt;bold&lt;/b&gt;" in page
    assert "Theirs &lt;i&gt;slanted&lt;/i&gt;" in page
    assert "Ada Berg changed headline" in page
    assert Story.objects.get(pk=story.pk).headline == "Theirs <i>slanted</i>"
    kept = story.revisions.get()
    assert (kept.kind, kept.made_by) == (Revision.Kind.CONFLICT, journalist)
    assert (kept.content["headline"], kept.content["tags"]) == ("Mine <b>bold</b>", ["mine"])


def test_keep_mine_saves_over_theirs_and_keeps_theirs_too(client, journalist):
    story = make_story(owner=journalist, headline="Theirs")
    story.claim(make_user("Editor"), 1)
    mine = fields(story, headline="Mine", version=1)
    page = client.post(address("change", story.pk), mine).content.decode()
    assert '<input type="hidden" name="version" value="2">' in page

    client.post(address("change", story.pk), mine | {"version": 2, "_keep": "mine"})

    story.refresh_from_db()
    assert (story.headline, story.version) == ("Mine", 3)
    assert {r.content["headline"] for r in story.revisions.all()} == {"Mine", "Theirs"}


def test_stale_save_sent_twice_keeps_one_text(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Mine")
    story.claim(make_user("Editor"), 1)

    client.post(address("change", story.pk), mine)
    client.post(address("change", story.pk), mine)

    assert story.revisions.count() == 1


def test_save_sent_twice_is_saved_once(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Mine")

    client.post(address("change", story.pk), mine)
    answer = client.post(address("change", story.pk), mine)

    story.refresh_from_db()
    assert (answer.status_code, story.version, story.revisions.count()) == (302, 2, 0)


def test_save_beside_a_publication_does_not_undo_it(client, journalist, monkeypatch):
    """A verb that comes between reading and saving keeps what it wrote."""
    story = make_story(owner=journalist)
    stale = saving.stale

    def publish_meanwhile(row, version):
        Story.objects.get(pk=story.pk).publish(make_user("Editor"), 1)
        return stale(row, version)

    monkeypatch.setattr(saving, "stale", publish_meanwhile)

    client.post(address("change", story.pk), fields(story, headline="Later words"))

    story.refresh_from_db()
    assert (story.published_version, story.version, story.state) == (1, 2, "changed")


def test_save_that_loses_the_race_after_its_look_is_409(client, journalist, monkeypatch):
    """The check is the UPDATE itself: a look that saw nothing does not help the slower one."""
    story = make_story(owner=journalist)
    look = saving.stale
    others = [make_user("Editor")]

    def overtaken(row, version):
        found = look(row, version)
        if others:
            Story.objects.get(pk=story.pk).claim(others.pop(), version, "body")
        return found

    monkeypatch.setattr(saving, "stale", overtaken)

    answer = client.post(address("change", story.pk), fields(story, headline="Mine"))

    assert answer.status_code == 409
    assert story.revisions.get().content["headline"] == "Mine"


def test_save_to_a_spiked_story_is_409_and_keeps_the_text(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Too late")
    story.spike(journalist, 1)

    answer = client.post(address("change", story.pk), mine)

    assert answer.status_code == 409
    assert "The story is spiked" in answer.content.decode()
    assert story.revisions.get().content["headline"] == "Too late"


def test_kept_text_opens_in_the_form(client, journalist):
    story = make_story(owner=journalist)
    kept = story.keep("conflict", journalist, content={"headline": "From before"})

    page = client.get(address("change", story.pk) + f"?revision={kept.pk}").content.decode()

    assert "From before</textarea>" in page
