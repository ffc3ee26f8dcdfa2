"""Nothing typed is lost: a real Chromium is killed, signed out, cut off, shared (DESIGN §4.14)."""

import os
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.looks import axe
from tests.cast import PASSWORD, make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
CANARY = "kanariengelb-7391"
DEVICE = re.compile(r"^Only on this device since \d\d:\d\d$")
SAVED = re.compile(r"^Saved \d\d:\d\d$")
# Every byte of every entry, and whatever else stands in the store, as one text.
STORED = """async () => {
  const open = indexedDB.open("newsroom")
  await new Promise((done) => { open.onsuccess = done })
  const rows = await new Promise((done) => {
    const all = open.result.transaction("texts").objectStore("texts").getAll()
    all.onsuccess = () => done(all.result)
  })
  open.result.close()
  const told = (row) => new TextDecoder("latin1").decode(row.bytes) + JSON.stringify(row)
  const text = rows.map(told).join()
  return { count: rows.length, text: text + JSON.stringify({ ...localStorage, ...sessionStorage }) }
}"""


@pytest.fixture
def journalist():
    return make_user("Journalist", first_name="Jo", last_name="Lind")


def path(story) -> str:
    return f"/admin/articles/story/{story.pk}/change/"


def line(page):
    return page.locator("#story-form [data-saved]")


def headline(page):
    return page.get_by_placeholder("Headline")


def sign_in_by_hand(page, user) -> None:
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form").get_by_role("button").first.click()


def come_in(context, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([cookie | {"url": live_server.url}])


def kept(page, count: int = 1) -> dict:
    """Wait until the device keeps so many entries; return how many, and all that is stored."""
    for _ in range(100):
        stored = page.evaluate(STORED)
        if stored["count"] == count:
            break
        page.wait_for_timeout(100)
    assert stored["count"] == count
    return stored


def lose_the_newsroom(page) -> None:
    """From now on nothing of this page is answered; closing it lets no last request out."""
    away = "window.real = fetch; window.fetch = () => Promise.reject(new TypeError())"
    page.evaluate(f"() => {{ {away} }}")


def find_the_newsroom(page) -> None:
    page.evaluate("() => { window.fetch = window.real; dispatchEvent(new Event('online')) }")


def open_story(page, story) -> None:
    """Open the writing page and wait until its journal has the key."""
    with page.expect_response("**/admin/journal/"):
        page.goto(path(story))
    page.wait_for_function("async () => (await navigator.locks.query()).held.length > 0")
    page.wait_for_load_state("networkidle")


def test_typing_is_saved_within_two_seconds(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.goto(path(story))
    page.locator(".ProseMirror").click()
    with page.expect_response("**/autosave/", timeout=2500) as answer:
        page.keyboard.type("Typed. ")

    expect(line(page)).to_have_text(SAVED)
    assert answer.value.json()["version"] == 2
    assert "Typed." in Story.objects.get().body
    assert story.revisions.count() == 0
    kept(page, 0)
    headline(page).fill("And by hand")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("version 3")
    assert page.complaints == []


def test_one_save_is_in_flight_and_the_next_begins_from_its_version(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.goto(path(story))
    versions, open_now, most = [], [0], [0]

    def slow(route):
        open_now[0] += 1
        most[0] = max(most[0], open_now[0])
        versions.append(route.request.post_data_json["version"])
        answer = route.fetch()
        page.wait_for_timeout(700)
        route.fulfill(response=answer)
        open_now[0] -= 1

    page.route("**/autosave/", slow)
    headline(page).fill("")
    for _ in range(5):
        headline(page).press_sequentially("ab ", delay=30)
        page.wait_for_timeout(900)

    expect(line(page)).to_have_text(SAVED)
    assert most == [1]
    assert versions == [str(number) for number in range(1, len(versions) + 1)]


def test_killed_within_two_seconds_the_text_is_offered_again(sign_in, journalist):
    story = make_story(owner=journalist, headline="Before")
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)  # as if the browser died before the first save
    headline(page).fill(CANARY)
    kept(page)
    page.close()
    another = page.context.new_page()

    another.goto(path(story))

    offer = another.locator(".offer")
    expect(offer).to_contain_text("This device has text of")
    expect(headline(another)).to_have_value("Before")
    another.get_by_role("button", name="Compare").click()
    expect(offer.locator(".offer__both")).to_contain_text(CANARY)
    assert axe(another) == {}
    another.get_by_role("button", name="Put it back").click()
    expect(headline(another)).to_have_value(CANARY)
    expect(line(another)).to_have_text(SAVED)
    kept(another, 0)
    assert Story.objects.get().headline == CANARY


def test_offered_text_is_discarded_only_when_asked_twice(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill(CANARY)
    kept(page)
    page.close()
    another = page.context.new_page()
    another.goto(path(story))

    another.get_by_role("button", name="Discard").click()
    assert kept(another)["count"] == 1
    another.get_by_role("button", name="Discard for good").click()

    kept(another, 0)
    assert Story.objects.get().headline == story.headline


def test_while_the_newsroom_is_away_the_line_says_so_and_save_stays_here(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill("Written on a train")
    expect(line(page)).to_have_text(DEVICE)
    said = page.locator("#story-form [data-saved-aloud]")
    expect(said).to_have_text(DEVICE)

    page.get_by_role("button", name="Save", exact=True).click()
    expect(headline(page)).to_have_value("Written on a train")
    find_the_newsroom(page)

    expect(line(page)).to_have_text(SAVED)
    expect(said).to_have_text(SAVED)
    assert Story.objects.get().headline == "Written on a train"


def test_answer_that_was_lost_does_not_make_the_next_save_somebody_elses(sign_in, journalist):
    """THREATS F5: it was stored, but the tab does not know; then it types on."""
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/autosave/", lose)
    headline(page).fill("Stored, not answered")
    expect(line(page)).to_have_text(DEVICE)
    headline(page).fill("And typed on")
    page.unroute("**/autosave/")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(line(page)).to_have_text(SAVED)
    page.wait_for_function("async () => true")
    kept(page, 0)
    assert Story.objects.get().headline == "And typed on"
    assert story.revisions.count() == 0


def test_nobody_else_at_the_same_browser_reads_it(sign_in, live_server, journalist):
    """THREATS B: the next person sees nothing of it, and the stored bytes say nothing."""
    story = make_story(owner=journalist)
    editor = make_user("Editor")
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill(CANARY)
    assert CANARY not in kept(page)["text"]
    page.close()
    other = page.context.new_page()
    come_in(page.context, live_server, editor)

    other.goto(path(story))
    expect(line(other)).to_have_text(SAVED)
    with other.expect_response("**/admin/journal/"):
        other.goto("/admin/")

    expect(other.locator("body")).not_to_contain_text(CANARY)
    expect(other.locator(".offer, .notice")).to_have_count(0)
    stored = kept(other)
    assert CANARY not in stored["text"]
    assert journalist.username not in stored["text"]


def test_tab_of_one_person_is_not_saved_under_anothers_name(sign_in, live_server, journalist):
    story = make_story(owner=journalist)
    editor = make_user("Editor")
    page = sign_in(journalist)
    open_story(page, story)
    come_in(page.context, live_server, editor)

    headline(page).fill("Not the editor’s words")

    expect(line(page)).to_have_text(DEVICE)
    expect(page.locator("[data-saved-note]")).to_contain_text("Somebody else is signed in here now")
    assert Story.objects.get().version == 1


def test_session_that_ended_keeps_the_text_and_saves_it_after_a_new_login(
    sign_in, live_server, journalist
):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    Session.objects.all().delete()
    headline(page).fill("After the session")
    expect(line(page)).to_have_text(DEVICE)

    with page.context.expect_page() as beside:
        page.get_by_role("link", name="Sign in beside this page").click()
    sign_in_by_hand(beside.value, journalist)
    beside.value.wait_for_url(f"**{path(story)}")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(line(page)).to_have_text(SAVED)
    assert Story.objects.get().headline == "After the session"


def test_second_tab_shows_the_newer_text_and_is_never_somebody_else(sign_in, journalist):
    story = make_story(owner=journalist)
    one = sign_in(journalist)
    two = one.context.new_page()
    for page in (one, two):
        open_story(page, story)

    headline(one).fill("From the first tab")
    expect(headline(two)).to_have_value("From the first tab")
    expect(line(two)).to_have_text(SAVED)
    headline(two).fill("From the second")
    expect(headline(one)).to_have_value("From the second")

    expect(one.locator("[data-saved-note]")).to_be_hidden()
    assert Story.objects.get().headline == "From the second"


def test_second_tab_with_words_of_its_own_is_told_kindly(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    Story.objects.get().claim(journalist, 1, "headline")
    Story.objects.update(headline="Of the other tab")

    headline(page).fill("Mine, too")

    note = page.locator("[data-saved-note]")
    expect(note).to_contain_text("You also have this story open in another tab")
    expect(line(page)).to_have_text(DEVICE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Your other tab saved while you were writing")
    assert story.revisions.get().content["headline"] == "Mine, too"


@pytest.fixture
def with_unsent(sign_in, journalist):
    """A home page of somebody whose device has text that was not sent."""
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill(CANARY)
    kept(page)
    page.close()
    home = page.context.new_page()
    home.goto("/admin/")
    return home


def sign_out(page):
    page.locator(".desk-head .menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    return page.get_by_role("dialog")


def test_home_names_what_waits_here(with_unsent):
    expect(with_unsent.locator(".notice")).to_contain_text(CANARY)
    with_unsent.get_by_role("link", name="Open it").click()
    expect(with_unsent.locator(".offer")).to_be_visible()


def test_signing_out_sends_unsent_text_when_asked(with_unsent):
    dialog = sign_out(with_unsent)
    expect(dialog).to_contain_text(CANARY)
    dialog.get_by_role("button", name="Send it now").click()

    with_unsent.wait_for_url("**/accounts/login/**")
    assert Story.objects.get().headline == CANARY


def test_signing_out_can_be_left(with_unsent):
    sign_out(with_unsent).get_by_role("button", name="Stay signed in").click()

    expect(with_unsent.get_by_role("dialog")).to_have_count(0)
    assert kept(with_unsent)["count"] == 1


def test_signing_out_downloads_unsent_text(with_unsent):
    dialog = sign_out(with_unsent)
    with with_unsent.expect_download() as file:
        dialog.get_by_role("button", name="Download it and sign out").click()

    assert CANARY in file.value.path().read_text()
    with_unsent.wait_for_url("**/accounts/login/**")


def test_signing_out_discards_unsent_text(with_unsent):
    sign_out(with_unsent).get_by_role("button", name="Discard it and sign out").click()

    with_unsent.wait_for_url("**/accounts/login/**")
    kept(with_unsent, 0)
    assert Story.objects.get().headline != CANARY


def test_story_is_begun_without_a_network_and_sent_once(sign_in, journalist):
    page = sign_in(journalist)
    page.goto("/admin/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("button", name="New story").click()
    page.get_by_label("Headline").fill("Begun on a train")
    page.get_by_label("Text, with a blank line").fill("One.\n\nTwo.")
    expect(page.locator(".begin [data-saved]")).to_have_text(DEVICE)
    lost = []

    def lose_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/story/add/", lose_first)
    page.context.set_offline(False)

    expect(page.locator(".begin [data-saved]")).to_have_text(SAVED, timeout=20_000)
    page.get_by_label("Headline").fill("Begun on a train, and typed on")
    expect(page.locator(".begin [data-saved]")).to_have_text(SAVED)
    page.get_by_role("link", name="Open the story").click()
    expect(headline(page)).to_have_value("Begun on a train, and typed on")
    story = Story.objects.get()
    assert (story.body, story.owner) == ("<p>One.</p><p>Two.</p>", journalist)


def test_story_begun_without_a_network_survives_the_browser(sign_in, journalist):
    page = sign_in(journalist)
    page.goto("/admin/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("button", name="New story").click()
    page.get_by_label("Headline").fill(CANARY)
    assert CANARY not in kept(page)["text"]
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()

    again.goto("/admin/")

    expect(again.locator(".notice")).to_contain_text("It is a story now")
    kept(again, 0)
    assert Story.objects.get().headline == CANARY


def test_refusal_page_copies_all_text(sign_in, live_server, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(path(story))
    headline(page).fill("Copy me")
    Story.objects.update(owner=make_user("Editor"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("h1")).to_have_text("There is nothing here any more")

    page.get_by_role("button", name="Copy all my text").click()

    expect(page.locator("[data-copied]")).to_have_text("Copied.")
    assert "Copy me" in page.evaluate("navigator.clipboard.readText()")
