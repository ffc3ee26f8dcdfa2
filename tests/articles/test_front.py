"""What leads the front page, asked by itself, is what leads it on the page."""

import pytest

from articles import front
from articles.arranging import Slot
from articles.models import Front
from tests.cast import make_article, make_user, story_of

pytestmark = pytest.mark.django_db


def led() -> str:
    """The lead's headline, asked both ways."""
    alone, on_the_page = front.lead(), front.compose().lead
    assert alone == on_the_page
    return alone.headline if alone else ""


def test_lead_alone_is_the_pages(django_assert_num_queries):
    editor = make_user("Editor")
    nothing = led()
    old, new = (make_article(headline=name, by=editor, owner=editor) for name in ("Old", "New"))
    newest = led()
    Front.put(None, editor, 0, {1: Slot(new.pk)})
    beside = led()
    Front.put(None, editor, 1, {0: Slot(old.pk), 1: Slot(new.pk)})
    pinned = led()
    story = story_of(old)
    story.withdraw(editor, story.version, "It was wrong.")

    assert (nothing, newest, beside, pinned, led()) == ("", "New", "Old", "Old", "")
    with django_assert_num_queries(1):
        front.lead()
