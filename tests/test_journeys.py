"""The whole loop as people walk it, each in a browser of their own, with JavaScript and without.

A journalist writes and publishes, a reader answers, a moderator decides, readers see it
(issue 3, point 12). Nothing is prepared but the logins and a section: every step is a click.
"""

import os
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from newsroom import words
from newsroom.models import User
from tests.browser.conftest import CHROMIUM, browser_type_launch_args  # noqa: F401 (a fixture)
from tests.cast import PASSWORD, make_section, make_user

IS_GATE = os.environ.get("CI") == "true"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.crawl,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists() and not IS_GATE, reason=f"No Chromium: {CHROMIUM}"),
]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
HEADLINE = "The ferry that came back empty"
ASKS = "I was on the quay that morning. Who had the lamp?"
ANSWERS = "My grandmother had it. She lit it twice."


@pytest.fixture(autouse=True)
def _nothing_counted(db):
    cache.clear()  # the limits of logins and comments


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visit(request, live_server, browser):
    """`visit()`: a page in a browser that has never been here, which notes what went wrong."""
    contexts, complaints = [], []

    def newcomer():
        options = {"base_url": live_server.url, "java_script_enabled": request.param}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda r: complaints.append(r.url) if r.status >= 400 else None)
        return page

    yield newcomer
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def writes(clock):
    """`writes(page, name, text)` fills in the open form at a person's pace, and sends it."""

    def person(page, name: str, text: str) -> None:
        page.get_by_role("textbox", name="Your comment").fill(text)
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Your e-mail address").fill(f"{name.lower()}@example.org")
        clock.forward(seconds=60)  # nobody types that in a moment
        page.get_by_role("button", name="Send your comment").click()

    return person


def sign_in(page, user: User) -> None:
    """Go to the desk, as somebody does who has its address only."""
    page.goto("/admin/")
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_contain_text("The desk")


def publish_story(page) -> str:
    """Write and publish a story at the desk; return where readers find it."""
    page.get_by_role("button", name="New story").click()
    page.get_by_placeholder("Headline").fill(HEADLINE)
    page.wait_for_load_state("networkidle")  # the editor, where there is one, has taken its place
    field = page.locator(".ProseMirror, textarea[name=body]").locator("visible=true")
    field.fill("The ferry left at six.")
    page.get_by_label("Section").select_option(label="City")
    page.get_by_label("The newsroom").press("Space")  # the panel may grow under a pointer
    page.get_by_role("button", name="Save and publish…").first.click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="See it as readers do").first.click()
    expect(page.locator("h1")).to_have_text(HEADLINE)
    return page.url


def open_queue(page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile("^Waiting comments")).click()
    expect(page.locator("h1")).to_have_text("Comments")


def card(page, text: str):
    return page.locator(".card").filter(has=page.locator(".card__text > .words", has_text=text))


def approve(page, text: str) -> None:
    card(page, text).get_by_role("button", name="Approve").click()
    expect(page.locator("#notice")).to_contain_text("comment is approved.")
    expect(card(page, text)).to_have_count(0)


def test_from_the_journalists_desk_to_the_readers_answer_and_back(visit, writes):
    make_section("City")
    journalist, moderator, reader, stranger = visit(), visit(), visit(), visit()
    sign_in(journalist, make_user("Journalist"))
    address = publish_story(journalist)
    sign_in(moderator, make_user("Moderator"))

    a_reader_answers_and_is_alone_in_seeing_it(address, reader, stranger, writes)
    a_moderator_sees_why_it_waits_and_approves(moderator)
    everybody_sees(address, (reader, stranger), "1 comment", [ASKS])
    somebody_answers_the_reader(address, stranger, moderator, writes)
    everybody_sees(address, (reader, stranger), "2 comments", [ASKS, ANSWERS])
    a_moderator_removes_the_first(moderator)

    everybody_sees(address, (reader, stranger), "1 comment", [str(words.REMOVED), ANSWERS])
    for page in (reader, stranger):
        assert ASKS not in page.content()
        assert "Mirel" not in page.content()


def a_reader_answers_and_is_alone_in_seeing_it(address, reader, stranger, writes):
    reader.goto(address)
    expect(reader.locator("#comments-title")).to_have_text("Comments")
    assert reader.context.cookies() == []
    reader.get_by_role("link", name="Write a comment").click()
    writes(reader, "Mirel", ASKS)
    expect(reader.get_by_role("status")).to_have_text(str(words.THANKS_FIRST))
    expect(reader.locator(".answer .comment-text")).to_have_text(ASKS)

    stranger.goto(address)
    stranger.get_by_role("link", name="Write a comment").click()
    expect(stranger.get_by_role("textbox", name="Your comment")).to_be_visible()
    assert ASKS not in stranger.content()
    stranger.goto(address)
    expect(stranger.locator("#comments-title")).to_have_text("Comments")
    assert ASKS not in stranger.content()

    reader.goto(address)
    reader.get_by_role("link", name="Write a comment").click()
    expect(reader.locator(".answer-own")).to_contain_text(ASKS)
    expect(reader.locator(".answer-own")).to_contain_text(str(words.YOURS_WAITS))


def a_moderator_sees_why_it_waits_and_approves(moderator):
    open_queue(moderator)
    expect(card(moderator, ASKS)).to_contain_text(
        "No comment with this e-mail address was approved before."
    )
    expect(card(moderator, ASKS)).to_contain_text(HEADLINE)
    approve(moderator, ASKS)


def somebody_answers_the_reader(address, stranger, moderator, writes):
    stranger.goto(address)
    stranger.get_by_role("link", name="Reply to Mirel").click()
    writes(stranger, "Tove", ANSWERS)
    expect(stranger.get_by_role("status")).to_have_text(str(words.THANKS_FIRST))
    open_queue(moderator)
    expect(card(moderator, ANSWERS).locator(".card__parent")).to_contain_text(ASKS)
    approve(moderator, ANSWERS)


def a_moderator_removes_the_first(moderator):
    """Its place stands, for the answer's sake."""
    moderator.get_by_role("link", name="Approved", exact=True).click()
    asked = card(moderator, ASKS)
    asked.get_by_text("Remove…").click()
    asked.get_by_role("button", name="Gives away what is private").click()
    expect(moderator.locator("#notice")).to_contain_text("Mirel’s comment is removed.")


def everybody_sees(address, pages, count: str, places: list[str]):
    for page in pages:
        page.goto(address)
        expect(page.locator("#comments-title")).to_have_text(count)
        found = page.locator(".comment-text, .comment-removed").all_inner_texts()
        assert found == places
        if len(places) > 1:
            expect(page.locator(".comments-list ol .comment")).to_contain_text(places[1])
