"""A place on the front page and the banner, chosen on the sheet that publishes a story."""

import pytest

from articles.models import Article, Banner, Front, FrontPin
from tests.articles.test_admin_sheet import editor, journalist, local, names, press, sheet, text
from tests.cast import make_story

__all__ = ["editor", "journalist"]  # fixtures

pytestmark = pytest.mark.django_db
CHOSEN = {"front-place": "0", "front-is_breaking": "on"}


def pinned() -> list[tuple]:
    rows = FrontPin.all_objects.filter(front__is_live=True)
    return list(rows.values_list("article__headline", "place"))


def test_editor_makes_it_the_lead_and_breaking_in_the_same_press(client, editor):
    story = make_story(headline="The ferry")

    answer = press(client, story, when="publish", **CHOSEN)

    assert answer.status_code == 302
    assert pinned() == [("The ferry", 0)]
    assert Banner.objects.current().text == "The ferry"


def test_place_can_be_chosen_for_its_time_and_the_banner_cannot(client, editor):
    """Nothing of a press that is refused is done, and what was chosen stays."""
    story = make_story(headline="The ferry")
    later = {"when": "schedule", "at": local(hours=2)}

    answer = press(client, story, **later, **CHOSEN)
    nothing = Article.all_objects.count(), Front.objects.count()
    press(client, story, **later, **{"front-place": "1"})

    assert "cannot see the story yet" in text(answer)
    assert 'name="front-is_breaking" id="id_front-is_breaking" checked' in text(answer)
    assert nothing == (0, 0)
    assert pinned() == [("The ferry", 1)]
    assert not Banner.all_objects.exists()


def test_sensitive_story_has_no_place_before_readers_see_it(client, editor):
    """Point 16: other editors would read its headline there."""
    story = make_story(headline="The ferry", owner=editor)
    story.mark_sensitive(editor, story.version, [], "closed")
    story = story.as_stored()

    chosen = {"front-place": "0", "thread-mode": "closed", "initial-thread-mode": "closed"}
    answer = press(client, story, when="schedule", at=local(hours=2), **chosen)

    assert "Give it a place once it is out" in text(answer)
    assert not FrontPin.all_objects.exists()


def test_who_arranges_no_front_page_has_no_such_choice(client, journalist):
    """DESIGN §5: neither on the sheet nor by a field sent along."""
    story = make_story(owner=journalist)
    page = sheet(client, story)

    answer = press(client, story, **CHOSEN)

    assert not any(name.startswith("front") for name in names(page))
    assert (answer.status_code, Article.objects.count()) == (302, 1)
    assert not Front.objects.exists()
    assert not Banner.all_objects.exists()
