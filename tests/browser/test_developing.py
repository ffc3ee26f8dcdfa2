"""A piece that develops, in a real Chromium: marked at the desk, followed by a reader."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.looks import axe, too_wide
from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
BODY = (
    "<p>The ferry left at six. Nobody was on the quay.</p>" * 12
    + "<h2>On the island</h2><p>It is back.</p>"
)


@pytest.mark.parametrize("script", [True, False])
def test_line_is_added_and_followed(sign_in, script):
    user = make_user("Editor")
    story = make_story(owner=user, body=BODY, standfirst="In the night.")
    story.publish(user, story.version)
    page = sign_in(user, java_script_enabled=script, viewport={"width": 360, "height": 740})

    page.goto(f"/admin/articles/story/{story.pk}/developing/")
    page.get_by_role("button", name="Mark as developing").click()
    page.get_by_label("What has become known").fill("Two people are missing")
    page.get_by_label("The passage that tells more").first.select_option("h-on-the-island")
    page.get_by_role("button", name="Add the line").click()
    expect(page.get_by_text("Readers see the line now.")).to_be_visible()
    if script:
        assert axe(page) == {}
        assert too_wide(page) == []
    page.get_by_role("link", name="See it as readers do").click()
    expect(page.locator(".article-kicker")).to_contain_text("Developing", ignore_case=True)
    page.get_by_role("link", name="Two people are missing").click()

    expect(page.get_by_role("heading", name="On the island")).to_be_in_viewport()
    if script:
        assert axe(page) == {}
        assert too_wide(page) == []
    assert page.complaints == []
