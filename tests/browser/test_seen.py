"""After a verb the desk asks, as a reader, whether readers see it, and says since when."""

import os
import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


@pytest.fixture
def editor(live_server, page):
    user = make_user("Editor")
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return user


def publish(page, live_server, story) -> None:
    page.goto(f"{live_server.url}/admin/articles/story/{story.pk}/publish/")
    page.get_by_role("button", name="Publish now").click()


def test_desk_says_since_when_readers_see_it(live_server, page, editor):
    publish(page, live_server, make_story(owner=editor))

    expect(page.locator(".seen")).to_have_text(
        re.compile(r"^Readers see this since \d\d:\d\d:\d\d\.$")
    )


def test_desk_asks_as_somebody_without_a_cookie(live_server, page, editor):
    asked = {}
    page.on("request", lambda r: asked.setdefault(r.url.removeprefix(live_server.url), r))
    publish(page, live_server, make_story(owner=editor))
    expect(page.locator(".seen")).to_contain_text("Readers see this")

    assert "cookie" not in asked["/"].all_headers()
    assert "cookie" not in asked["/feed/"].all_headers()


def test_page_that_does_not_show_it_is_named(live_server, page, editor):
    page.route(f"{live_server.url}/", lambda route: route.fulfill(body="An hour old."))

    publish(page, live_server, make_story(owner=editor))

    late = page.locator(".seen--late")
    expect(late).to_contain_text("does not show this to readers yet")
    expect(late.get_by_role("link")).to_have_text("The front page")
