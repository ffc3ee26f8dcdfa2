"""A link for somebody without an account, from the desk to the answer, in a real Chromium."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import ShareAnswer, ShareLink, Story
from tests.browser.looks import axe, too_wide
from tests.cast import make_author, make_photo, make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


@pytest.fixture
def story():
    photo = make_photo(credit="Jo Lind")
    owner = make_user("Journalist")
    return make_story(owner=owner, author=make_author(), lead_photo=photo, headline="The ferry")


@pytest.fixture
def outside(browser, live_server):
    """Somebody with a browser that runs no script and has met us never before."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append((request.url, request.headers)))
    yield page
    context.close()


def test_lawyer_reads_and_answers_without_an_account_or_a_script(sign_in, outside, story):
    """DESIGN §4.10, THREATS B1."""
    desk = sign_in(story.owner)
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.get_by_text("More", exact=True).click()
    desk.get_by_role("link", name="Share…").click()
    desk.get_by_label("Label", exact=True).fill("Kanzlei 7")
    desk.get_by_label("Whoever has the link may answer").check()
    desk.get_by_role("button", name="Make the link").click()
    address = desk.get_by_label("The link", exact=True).input_value()

    outside.goto("/share/" + address.partition("/share/")[2])
    expect(outside.locator("h1")).to_have_text("The ferry")
    loaded = outside.locator(".article-lead img").evaluate("image => image.naturalWidth")
    outside.get_by_label("Cleared", exact=True).check()
    outside.get_by_label("Your note").fill("Without the second name.")
    outside.get_by_role("button", name="Send the answer").dblclick()
    expect(outside.get_by_text("Without the second name.")).to_be_visible()

    assert loaded > 0
    assert outside.context.cookies() == []
    # A style sheet may name itself when it asks for its font; nothing names the link.
    assert not any("/share/" in headers.get("referer", "") for _, headers in outside.asked)
    assert {url.split("/")[2] for url, _ in outside.asked} == {outside.url.split("/")[2]}
    assert ShareAnswer.objects.count() == 1
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    expect(desk.get_by_text("Kanzlei 7:")).to_be_visible()
    assert desk.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shared_pages_have_nothing_that_axe_minds(sign_in, page, live_server, story, scheme):
    ShareLink.make(
        story, story.owner, "t" * 43, 3, label="A1", may_answer=True, is_watermarked=True
    )
    ShareLink.make(story, story.owner, "p" * 43, 3, of=1, label="A2", passages=["2"])
    desk = sign_in(story.owner, color_scheme=scheme)
    page.emulate_media(color_scheme=scheme)

    for path in (f"/share/{'t' * 43}/", f"/share/{'p' * 43}/"):
        page.goto(live_server.url + path)
        assert axe(page) == {}
    for name in ("share", "take-down", "hide", "taken-down"):
        if name == "take-down":
            Story.objects.get(pk=story.pk).publish(story.owner, 1)
        if name == "taken-down":
            Story.objects.get(pk=story.pk).take_back(story.owner, 1)
        answer = desk.goto(f"/admin/articles/story/{story.pk}/{name}/")
        assert answer.status == (403 if name == "hide" else 200)
        assert axe(desk) == {}


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_shared_page_is_never_wider_than_the_screen(page, live_server, story, width):
    Story.objects.update(headline="Donau" * 40, standfirst="w" * 300)
    label = "L" * 60
    ShareLink.make(story, story.owner, "t" * 43, 3, label=label, is_watermarked=True)
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{live_server.url}/share/{'t' * 43}/")

    assert too_wide(page) == []
