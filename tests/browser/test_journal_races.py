"""The device's journal where two things happen at once, or where the browser keeps nothing: no text
is lost, and none is shown to, or saved for, another person (DESIGN §4.14, THREATS B)."""

import os
import re

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.test_autosave import (
    CANARY,
    DEVICE,
    SAVED,
    come_in,
    find_the_newsroom,
    headline,
    kept,
    line,
    lose_the_newsroom,
    open_story,
    path,
)
from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
UNKEPT = re.compile(r"^Not saved since \d\d:\d\d$")
NO_STORE = "indexedDB.open = () => { throw new DOMException('No', 'SecurityError') }"
FULL = """window.isFull = true
const put = IDBObjectStore.prototype.put
IDBObjectStore.prototype.put = function (...row) {
  if (window.isFull) throw new DOMException("Full", "QuotaExceededError")
  return put.apply(this, row)
}"""
TOO_DEEP = "<em>" * 40 + CANARY  # the door for HTML refuses it


@pytest.fixture
def journalist():
    return make_user("Journalist", first_name="Jo", last_name="Lind")


def note(page):
    return page.locator("#story-form [data-saved-note]")


def until_there(page) -> None:
    """Wait for the page's own store; to open it here would make an empty one."""
    for _ in range(100):
        if page.evaluate("async () => (await indexedDB.databases()).some((each) => each.version)"):
            return
        page.wait_for_timeout(100)


def begin_offline(page, words: str) -> None:
    """Write into the panel that “New story” opens without a network."""
    page.goto("/admin/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("button", name="New story").click()
    page.get_by_label("Headline").fill(words)


def said(page):
    return page.locator(".begin [data-saved]")


def test_unfinished_word_is_not_written_over_by_the_other_tab(sign_in, journalist):
    story = make_story(owner=journalist)
    one = sign_in(journalist)
    two = one.context.new_page()
    for page in (one, two):
        open_story(page, story)
    with two.expect_response("**/autosave/"):
        two.get_by_label("Tags").press_sequentially("Half a ta")
    expect(line(two)).to_have_text(SAVED)

    headline(one).fill("From the first tab")
    one.get_by_label("Tags").fill("Harbour")
    headline(one).focus()
    expect(line(one)).to_have_text(SAVED)

    expect(note(two)).to_contain_text("You also have this story open in another tab.")
    expect(two.get_by_label("Tags")).to_have_value("Half a ta")
    headline(two).focus()
    expect(note(two)).to_contain_text("Press “Save” to see both texts")
    kept(two)


def test_answer_after_a_newer_word_leaves_that_word_on_the_device(sign_in, journalist):
    """The first words are stored; the browser is gone before the next are sent."""
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)

    def type_on(route):
        answer = route.fetch()
        headline(page).fill(f"First, and {CANARY}")
        lose_the_newsroom(page)
        route.fulfill(response=answer)

    page.route("**/autosave/", type_on)
    headline(page).fill("First")
    expect(line(page)).to_have_text(DEVICE)
    kept(page)
    page.close()
    another = page.context.new_page()
    another.goto(path(story))
    expect(headline(another)).to_have_value("First")
    another.get_by_role("button", name="Put it back").click()

    expect(line(another)).to_have_text(SAVED)
    kept(another, 0)
    assert Story.objects.get().headline == f"First, and {CANARY}"


def test_other_tab_keeps_nothing_once_the_story_is_sensitive(sign_in, journalist):
    story = make_story(owner=journalist)
    one = sign_in(journalist)
    two = one.context.new_page()
    for page in (one, two):
        open_story(page, story)
    lose_the_newsroom(two)
    headline(two).fill(CANARY)
    kept(two)

    Story.objects.get().mark_sensitive(journalist, 1, [], Story.Comments.HELD)
    headline(one).fill("The first tab learns it")
    expect(line(one)).to_have_text(SAVED)

    kept(two, 0)
    expect(headline(two)).to_have_value(CANARY)


def test_page_says_that_a_full_device_keeps_no_copy_and_keeps_one_again(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.add_init_script(FULL)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill("Nowhere but here")
    expect(line(page)).to_have_text(UNKEPT)
    expect(note(page)).to_contain_text("No copy is kept on this device.")

    page.evaluate("window.isFull = false")
    headline(page).fill(CANARY)

    kept(page)
    find_the_newsroom(page)
    expect(line(page)).to_have_text(SAVED)
    kept(page, 0)


def test_page_says_that_a_browser_keeps_nothing_and_saves_all_the_same(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.add_init_script(NO_STORE)
    page.goto(path(story))
    expect(note(page)).to_have_text("No copy is kept on this device.")
    page.wait_for_load_state("networkidle")
    lose_the_newsroom(page)
    headline(page).fill(CANARY)
    expect(line(page)).to_have_text(UNKEPT)
    expect(note(page)).to_contain_text("No copy is kept on this device.")

    find_the_newsroom(page)

    expect(line(page)).to_have_text(SAVED)
    assert Story.objects.get().headline == CANARY


def test_text_is_kept_again_after_the_device_was_cleared(sign_in, live_server, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill("Before")
    kept(page)

    browser = page.context.new_cdp_session(page)
    cleared = {"origin": live_server.url, "storageTypes": "indexeddb"}
    browser.send("Storage.clearDataForOrigin", cleared)
    headline(page).fill(CANARY)

    until_there(page)
    kept(page)
    expect(line(page)).to_have_text(DEVICE)


def test_page_that_was_sent_and_stays_saves_again(sign_in, journalist):
    """The way was stopped after “Save”: what is typed then is saved as before."""
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.clock.install()
    open_story(page, story)
    page.route("**/change/", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state("networkidle")
    headline(page).fill("Typed on")

    page.clock.fast_forward("01:05")

    expect(line(page)).to_have_text(SAVED, timeout=30_000)
    assert Story.objects.get().headline == "Typed on"


def test_two_tabs_begin_a_story_each(sign_in, journalist):
    one = sign_in(journalist)
    two = one.context.new_page()
    two.goto("/admin/")
    two.wait_for_load_state("networkidle")
    begin_offline(one, "Of the first tab")
    two.get_by_role("button", name="New story").click()
    two.get_by_label("Headline").fill("Of the second")
    kept(one, 2)

    one.context.set_offline(False)

    for page in (one, two):
        expect(said(page)).to_have_text(SAVED, timeout=30_000)
        expect(page.locator(".notice")).to_have_count(0)
    kept(one, 0)
    assert {story.headline for story in Story.objects.all()} == {
        "Of the first tab",
        "Of the second",
    }


def test_story_begun_is_not_sent_under_another_name(sign_in, live_server, journalist):
    """Somebody else signs in between the question who is there and the text itself."""
    page = sign_in(journalist)
    with page.expect_response("**/admin/journal/") as answer:
        page.goto("/admin/")
    of_before = answer.value.json()
    begin_offline(page, CANARY)
    kept(page)
    come_in(page.context, live_server, make_user("Editor"))
    page.route("**/admin/journal/", lambda route: route.fulfill(json=of_before))

    page.context.set_offline(False)

    expect(page.locator(".begin [data-saved-note]")).to_contain_text("Somebody else is signed in")
    assert not Story.objects.exists()
    kept(page)


def test_story_begun_where_nothing_can_be_kept_is_sent(sign_in, journalist):
    page = sign_in(journalist)
    page.add_init_script(NO_STORE)
    begin_offline(page, CANARY)
    expect(said(page)).to_have_text(UNKEPT)
    expect(page.locator(".begin [data-saved-note]")).to_contain_text("No copy is kept")

    page.context.set_offline(False)

    expect(said(page)).to_have_text(SAVED, timeout=30_000)
    assert Story.objects.get().headline == CANARY


def test_what_the_newsroom_refuses_of_a_begun_story_stays_on_the_device(sign_in, journalist):
    page = sign_in(journalist)
    begin_offline(page, "Begun")
    page.context.set_offline(False)
    expect(said(page)).to_have_text(SAVED, timeout=30_000)
    kept(page, 0)

    page.get_by_label("Text, with a blank line").fill(TOO_DEEP)
    expect(said(page)).to_contain_text("except “Text”")
    assert CANARY not in kept(page)["text"]
    page.get_by_label("Text, with a blank line").fill("Mended")

    expect(said(page)).to_have_text(SAVED)
    kept(page, 0)
    assert Story.objects.get().body == "<p>Mended</p>"


def test_signed_out_page_promises_only_what_is_so(sign_in, journalist):
    """A note for the desk is in no journal: it is copied, and nothing else is said."""
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.goto(f"/admin/articles/story/{story.pk}/notes/")
    page.get_by_label("Note for the desk").fill(CANARY)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Add the note").click()

    expect(page.locator("h1")).to_have_text("You were signed out")
    expect(page.locator(".typed")).to_contain_text(CANARY)
    expect(page.locator("#then")).to_contain_text("Copy your text from here")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed'))") == []
