"""A conversation's terms, set on the story's page in a real Chromium."""

import os

import pytest
from playwright.sync_api import expect

from comments.models import Thread
from tests.cast import make_story, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.crawl,
    pytest.mark.django_db(transaction=True),
]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


def test_terms_are_set_beside_words_that_are_not_saved(sign_in):
    journalist = make_user("Journalist")
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.goto(story.get_absolute_url())
    page.get_by_placeholder("Headline").fill("Not saved yet")

    page.get_by_label("Rule for this article").select_option("closed")
    page.get_by_role("button", name="Set, from now on").click()

    expect(page.locator("[data-thread-said]")).to_have_text("Set. It holds from now on.")
    expect(page.locator("[data-thread] strong")).to_have_text("Closed")
    expect(page.get_by_placeholder("Headline")).to_have_value("Not saved yet")
    assert Thread.all_objects.get(story=story).mode == "closed"
    assert len(page.context.pages) == 1
    story.refresh_from_db()
    assert story.version == 1
    assert page.complaints == []


def test_terms_are_set_without_javascript_and_without_losing_words(sign_in):
    journalist = make_user("Journalist")
    story = make_story(owner=journalist)
    page = sign_in(journalist, java_script_enabled=False)
    page.goto(story.get_absolute_url())
    page.get_by_placeholder("Headline").fill("Not saved yet")

    page.get_by_label("Rule for this article").select_option("premoderated")
    page.get_by_label("Close after").fill("3")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Set, from now on").click()

    expect(opened.value.locator(".messagelist")).to_contain_text("each comment is read first")
    expect(page.get_by_placeholder("Headline")).to_have_value("Not saved yet")
    assert Thread.all_objects.get(story=story).closes_after == 3
