"""A standing page is written in the editor and read. Issue 6, point 4."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.looks import axe, too_wide
from tests.cast import make_page, make_user

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_administrator_writes_a_page_and_readers_find_it(sign_in):
    """DESIGN §4.9: the editor runs under the strict policy here, too."""
    make_page("about", title="About us", is_published=True)
    page = sign_in(make_user("Administrator"))
    page.goto("/admin/newsroom/standingpage/add/")
    page.get_by_label("Title").fill("Privacy")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Erased after {address_days} days.")
    page.get_by_label("Readers see it").check()
    assert page.complaints == []
    assert (axe(page), too_wide(page)) == ({}, [])  # its own inline styles are stopped
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()

    page.goto("/about/")
    page.get_by_role("link", name="Privacy").click()

    expect(page.get_by_text("Erased after 30 days.")).to_be_visible()
    assert (axe(page), too_wide(page)) == ({}, [])
