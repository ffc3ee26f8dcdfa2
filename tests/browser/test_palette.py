"""“Go to” in a real Chromium: by keyboard, over a page, and without a script."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.looks import axe
from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


def test_a_story_is_three_keys_away(sign_in):
    user = make_user("Journalist")
    story = make_story(owner=user, headline="The ferry that came back empty")
    page = sign_in(user)
    page.goto("/admin/")

    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Go to")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ferry")
    expect(dialog.get_by_role("status")).to_have_text("One place")
    assert axe(page) == {}
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("ferry")
    expect(dialog.get_by_role("status")).to_have_text("One place")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link", name="The ferry that came back empty")).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/admin/articles/story/{story.pk}/change/")
    assert page.complaints == []


def test_a_new_story_begins_from_anywhere(sign_in):
    page = sign_in(make_user("Journalist"))
    page.goto("/admin/articles/tag/")

    page.get_by_role("link", name="Go to").click()
    page.get_by_role("searchbox").fill("new sto")
    page.get_by_role("dialog").get_by_role("button", name="New story").click()

    page.wait_for_url("**/change/")
    assert Story.objects.count() == 1


def test_what_the_open_story_can_do_is_in_reach(sign_in):
    user = make_user("Journalist")
    story = make_story(owner=user, headline="The ferry")
    page = sign_in(user)
    page.goto(story.get_absolute_url())
    page.get_by_placeholder("Headline").focus()

    page.keyboard.press("Control+k")
    page.keyboard.type("hist")
    page.keyboard.press("Enter")

    page.wait_for_url("**/history/")


def test_question_mark_shows_the_keys_but_not_while_one_writes(sign_in):
    user = make_user("Journalist")
    page = sign_in(user)
    page.goto(make_story(owner=user, headline="").get_absolute_url())
    keys = page.get_by_role("dialog", name="Keys")

    page.get_by_placeholder("Headline").press("?")
    expect(keys).to_be_hidden()
    expect(page.get_by_placeholder("Headline")).to_have_value("?")
    page.locator("summary").first.focus()
    page.keyboard.press("?")
    expect(keys).to_be_visible()


def test_it_works_without_javascript(sign_in):
    user = make_user("Journalist")
    make_story(owner=user, headline="The ferry that came back empty")
    page = sign_in(user, java_script_enabled=False)
    page.goto("/admin/")

    page.get_by_role("link", name="Go to").click()
    page.get_by_role("searchbox").fill("came back")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="The ferry that came back empty").click()

    expect(page.get_by_placeholder("Headline")).to_have_value("The ferry that came back empty")
