"""Second looks and pasted pieces on the writing page: nothing typed is lost on the way."""

import pytest

from articles.models import Revision, Story
from tests.articles.test_pasted import PIECE, body_of
from tests.cast import make_author, make_photo, make_section, make_story, make_user

pytestmark = pytest.mark.django_db
BODY = "<p>It closed yesterday.</p><p>Comments 0</p>"


@pytest.fixture
def writer(client):
    user = make_user("Journalist")
    client.force_login(user)
    return user


def form_of(client, story, **fields) -> dict:
    """The fields of the page as a browser would send them."""
    page = client.get(story.get_absolute_url())
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    rows = page.context["bylines"]
    data |= {
        f"bylines-{name}": rows.management_form[name].value()
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return data | {"version": page.context["version"]} | fields


def test_page_shows_what_is_worth_a_look(client, writer):
    photo = make_photo(uploaded_by=writer, alt="", credit="")
    story = make_story(owner=writer, body=BODY, lead_photo=photo)

    page = client.get(story.get_absolute_url()).content.decode()

    assert "“yesterday” is true on one day only" in page
    assert "“Comments 0” looks like a part of a page" in page
    assert "has no text for those who cannot see it and no credit yet" in page
    assert f"/admin/newsroom/photo/{photo.pk}/change/" in page


def test_fix_saves_what_was_typed_and_mends_the_passage(client, writer):
    """DESIGN §4.14: the button is a save first."""
    story = make_story(owner=writer, body=BODY)
    check = client.get(story.get_absolute_url()).context["checks"][1]
    data = form_of(client, story, standfirst="Typed just now", _then=f"mend-{check.key}")

    response = client.post(story.get_absolute_url(), data, follow=True)

    story.refresh_from_db()
    assert story.body == "<p>It closed yesterday.</p>"
    assert story.standfirst == "Typed just now"
    assert "Done: take it out." in response.content.decode()


def test_fix_of_a_passage_that_changed_does_nothing(client, writer):
    story = make_story(owner=writer, body=BODY)
    check = client.get(story.get_absolute_url()).context["checks"][1]
    data = form_of(client, story, body="<p>It closed.</p>", _then=f"mend-{check.key}")

    response = client.post(story.get_absolute_url(), data, follow=True)

    story.refresh_from_db()
    assert story.body == "<p>It closed.</p>"
    assert "changed meanwhile" in response.content.decode()


def test_checks_alone_for_the_script(client, writer):
    story = make_story(owner=writer, body=BODY)

    page = client.get(f"/admin/articles/story/{story.pk}/checks/").content.decode()

    assert page.startswith('<div class="checks"')
    assert "Comments 0" in page


def test_days_are_those_of_the_publication(client, writer):
    story = make_story(owner=writer, body=BODY, earlier_date="2026-01-29")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "Write “on 28 January 2026”" in page


# Taken apart.


def address(story) -> str:
    return f"/admin/articles/story/{story.pk}/apart/"


def parts_of(client, story) -> list[str]:
    return [key for key, *_ in client.get(address(story)).context["parts"]]


def test_pasted_piece_is_offered_part_by_part(client, writer):
    story = make_story(owner=writer, headline="", body=body_of(PIECE))

    form = client.get(story.get_absolute_url()).content.decode()
    page = client.get(address(story)).content.decode()

    assert f'href="{address(story)}"' in form
    assert page.count('type="checkbox"') == 13
    for line in PIECE.splitlines()[:6]:
        assert line.removeprefix("By ").removeprefix("Published: March 12, ") in page


def test_what_one_says_yes_to_moves(client):
    """Issue 5, point 3; the date takes an editor, and the pasted text stays in the history."""
    editor, author = make_user("Editor"), make_author("Mirel Anu")
    client.force_login(editor)
    body = body_of(PIECE)
    story = make_story(
        owner=editor, headline="", body=body, byline_choice="", section=make_section()
    )
    wanted = parts_of(client, story)

    client.post(address(story), {"version": story.version, "parts": wanted})

    story.refresh_from_db()
    assert story.headline == "The ferry that came back empty"
    assert story.standfirst.startswith("Nobody at Norrhaven")
    assert story.lead_caption.startswith("The quay at Tarn")
    assert str(story.earlier_date) == "2026-03-12"
    assert [credit.author for credit in story.bylines.all()] == [author]
    assert story.body.count("<p>") == 4
    assert story.revisions.get().content["body"] == body


def test_what_one_says_no_to_stays(client, writer):
    story = make_story(owner=writer, headline="", body=body_of(PIECE))

    client.post(address(story), {"version": story.version, "parts": ["headline-0"]})

    story.refresh_from_db()
    assert story.headline == "The ferry that came back empty"
    assert story.body == body_of(PIECE).replace(f"<p>{story.headline}</p>", "", 1)
    assert story.standfirst == ""


def test_journalist_is_told_who_sets_the_date_and_names_nobody_unknown(client, writer):
    story = make_story(owner=writer, headline="", body=body_of(PIECE))

    response = client.post(
        address(story),
        {"version": story.version, "parts": ["earlier_date-2", "bylines-3"]},
        follow=True,
    )

    story.refresh_from_db()
    page = response.content.decode()
    assert story.earlier_date is None
    assert "An editor can give it its first publication: 2026-03-12." in page
    assert "No author is called “Mirel Anu” yet." in page
    assert "Mirel Anu" in Revision.objects.get().content["body"]


def test_story_that_moved_meanwhile_is_not_touched(client, writer):
    """DESIGN §4.3."""
    story = make_story(owner=writer, headline="", body=body_of(PIECE))
    Story.objects.filter(pk=story.pk).update(version=7)

    response = client.post(
        address(story), {"version": story.version, "parts": ["headline-0"]}, follow=True
    )

    story.refresh_from_db()
    assert (story.headline, story.version) == ("", 7)
    assert "changed meanwhile" in response.content.decode()


def test_parts_that_are_not_there_are_refused(client, writer):
    story = make_story(owner=writer, headline="", body=body_of(PIECE))

    response = client.post(address(story), {"version": story.version, "parts": ["furniture-9"]})

    assert response.status_code == 200
    assert "furniture-9" in response.content.decode()
    assert Revision.objects.count() == 0
