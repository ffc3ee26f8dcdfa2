"""The desk's home and the choice of mail, in a real Chromium, with something that calls."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import day
from tests.browser.looks import axe, too_wide
from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


def test_home_counts_what_calls_and_mail_is_chosen(sign_in):
    """Issue 5, points 1 and 17: at 360 px, axe 0."""
    user = make_user("Editor")
    day.mark(make_story(headline="The barrier"), [user], "assigned", make_user("Journalist"))
    page = sign_in(user, viewport={"width": 360, "height": 740})

    page.goto("/admin/")
    expect(page.get_by_role("link", name="1 for you")).to_be_visible()
    assert axe(page) == {}
    page.get_by_role("link", name="Mail to you").click()
    page.get_by_label("Assigned to you").check()
    page.get_by_role("button", name="Keep this choice").click()

    expect(page.get_by_text("Your choice is kept.")).to_be_visible()
    expect(page.get_by_label("Assigned to you")).to_be_checked()
    expect(page.get_by_role("link", name="1 for you")).to_be_visible()
    assert axe(page) == {}
    assert too_wide(page) == []
    assert [wish.kind for wish in user.mail_wishes.all()] == ["assigned"]
    assert page.complaints == []
