"""The desk's page of a piece that develops, and what readers see of it."""

import pytest

from articles.models import Development
from tests.cast import make_story, make_user, rewrite

pytestmark = pytest.mark.django_db
PLACE = "p-the-ferry-left-at-six-nobody-was-on-the-quay"


@pytest.fixture
def editor(client):
    user = make_user("Editor", username="mira")
    client.force_login(user)
    return user


@pytest.fixture
def story(editor):
    story = make_story(owner=editor, standfirst="In the night.")
    story.publish(editor, story.version)
    return story


def press(client, story, deed, follow=True, **data):
    data = {"version": story.version, "deed": deed, **data}
    address = f"/admin/articles/story/{story.pk}/developing/"
    return client.post(address, data, follow=follow)


def read(client, address="/") -> str:
    return client.get(address).content.decode()


def test_line_leads_from_the_standfirst_to_its_passage(client, story):
    press(client, story, "develop")
    said = press(client, story, "add_line", text="Two <b>missing</b>", passage=PLACE)

    page = read(client, story.article.get_absolute_url())

    assert "Readers see the line now." in said.content.decode()
    assert f'<a href="#{PLACE}">Two &lt;b&gt;missing&lt;/b&gt;</a>' in page
    assert f'<p id="{PLACE}">The ferry left' in page
    assert page.index("In the night.") < page.index("Two &lt;b&gt;") < page.index(f'id="{PLACE}"')
    assert '"dateModified"' in page


def test_line_whose_passage_is_gone_has_no_link(client, story, editor):
    press(client, story, "develop")
    press(client, story, "add_line", text="Two missing", passage=PLACE)
    rewrite(story, editor, body="<p>Another text.</p>")
    story.publish(editor, story.version)

    page = read(client, story.article.get_absolute_url())

    assert "Two missing" in page
    assert PLACE not in page


def test_word_stands_on_page_and_cards_until_the_mark_ends(client, story, clock):
    """Issue 5, point 18."""
    word = '<span class="kind kind--live">Developing</span>'
    addresses = ["/", story.article.section.get_absolute_url(), story.article.get_absolute_url()]
    press(client, story, "develop")
    assert [word in read(client, each) for each in addresses] == [True] * 3
    assert "Developing" not in read(client, "/feed/")

    clock.forward(hours=12, seconds=1)

    assert [word in read(client, each) for each in addresses] == [False] * 3


def test_line_is_mended_and_taken_out_on_the_page(client, story):
    press(client, story, "develop")
    press(client, story, "add_line", text="Two missing")
    line = Development.all_objects.get()

    press(client, story, "change_line", line=line.pk, number=1, text="Three missing")
    page = read(client, story.article.get_absolute_url())
    press(client, story, "drop_line", line=line.pk, number=2)

    assert "Three missing" in page
    assert ", changed <time" in page
    assert Development.all_objects.count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": "Two missing", "version": 0}, "The story changed meanwhile"),
        ({"text": "Two missing" + "x" * 200}, "Ensure this value has at most 200 characters"),
        ({"text": "Two missing", "passage": "p-made-up"}, "This passage is no longer there"),
        ({"text": "Two missing", "deed": "publish"}, "Select a valid choice"),
        ({"text": "Two missing", "deed": "change_line"}, "The page lost which line is meant"),
        ({"text": "Two missing", "deed": "drop_line", "line": 7, "number": 1}, "Somebody changed"),
    ],
)
def test_refused_line_comes_back_with_a_sentence(client, story, data, sentence):
    """DESIGN §4.13: what was typed is still there."""
    press(client, story, "develop")

    response = press(client, story, **{"deed": "add_line", **data})

    page = response.content.decode()
    assert sentence in page
    assert 'value="Two missing' in page
    assert Development.all_objects.count() == 0


def test_stale_press_can_be_pressed_again(client, story, editor):
    press(client, story, "develop")
    before = story.version
    rewrite(story, editor, headline="Another")
    page = press(client, story, "add_line", version=before, text="Two missing").content.decode()

    assert "(mira changed headline)" in page
    assert f'name="version" value="{story.version}"' in page


def test_journalist_without_the_right_to_publish_is_kept_out(client, story):
    """THREATS C2."""
    writer = make_user("Journalist")
    story.assignee = writer
    story.save(update_fields=["assignee"])
    writer.groups.first().permissions.remove(
        writer.groups.first().permissions.get(codename="publish_article")
    )
    client.force_login(writer)

    assert press(client, story, "develop").status_code == 403
    story.article.refresh_from_db()
    assert story.article.developing_until is None
    assert "/developing/" not in read(client, story.get_absolute_url())
