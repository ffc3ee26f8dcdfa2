"""A sensitive story in the writing page: nothing of it stays on the device."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.test_autosave import (
    CANARY,
    STORED,
    headline,
    line,
    lose_the_newsroom,
    open_story,
)
from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITHOUT = "No copy is kept on this device."


@pytest.fixture
def journalist(transactional_db):
    return make_user("Journalist", username="ines")


def shut(story, by) -> None:
    story = Story.objects.get(pk=story.pk)
    story.mark_sensitive(by, story.version, [], "closed")


def is_kept(page) -> bool:
    page.wait_for_timeout(1200)  # it would be there after half a second
    stored = page.evaluate("indexedDB.databases().then((all) => all.length)")
    return stored > 0 and page.evaluate(STORED)["count"] > 0


def test_sensitive_story_leaves_nothing_on_the_device(sign_in, journalist):
    story = make_story(owner=journalist)
    shut(story, journalist)
    page = sign_in(journalist)
    open_story(page, story)
    expect(page.locator("[data-saved-note]")).to_have_text(WITHOUT)
    lose_the_newsroom(page)

    headline(page).fill(CANARY)

    expect(line(page)).to_have_text(re.compile(r"^Not saved since \d\d:\d\d$"))
    assert not is_kept(page)


def test_page_that_was_open_before_keeps_nothing_from_its_next_save_on(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    shut(story, journalist)

    headline(page).fill("Saved once more")
    expect(page.locator("[data-saved-note]")).to_have_text(WITHOUT)
    lose_the_newsroom(page)
    headline(page).fill(CANARY)

    expect(line(page)).to_have_text(re.compile(r"^Not saved since \d\d:\d\d$"))
    assert not is_kept(page)
