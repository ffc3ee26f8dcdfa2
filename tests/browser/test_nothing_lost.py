"""The browser is killed, an hour passes without a network, the device’s clock is wrong, somebody
signs out by the plain page: nothing typed is lost (DESIGN §4.14).
"""

import os
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.looks import axe
from tests.browser.test_autosave import (
    CANARY,
    DEVICE,
    SAVED,
    come_in,
    headline,
    kept,
    line,
    lose_the_newsroom,
    open_story,
    path,
    sign_in_by_hand,
)
from tests.cast import make_story, make_user
from tests.torture.chromium import CLOCK, Chromium
from tests.torture.writer import IS_BEGUN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
OF_THE_PHONE = "Words of the other device."
TWO_HOURS = 2 * 3600 * 1000
TYPED_EARLY = """new MutationObserver(() => {
  const field = document.querySelector("[name=headline]")
  if (field && field.value === field.defaultValue) field.value = "Typed early"
}).observe(document, { childList: true, subtree: true })"""


@pytest.fixture
def journalist():
    return make_user("Journalist", first_name="Jo", last_name="Lind")


@pytest.fixture
def profile(tmp_path, playwright):
    """A browser of its own process: `profile()` starts it again with all that its disk holds."""
    browser = Chromium(None, tmp_path / "profile")

    def start():
        leading = playwright.chromium.connect_over_cdp(browser.launch())
        return leading.contexts[0]

    start.browser = browser
    yield start
    browser.kill()


def story_at(context, live_server, story):
    page = context.new_page()
    page.goto(live_server.url + path(story))
    page.wait_for_function(IS_BEGUN)
    return page


def minutes_ago(*numbers: int) -> set[str]:
    """How the newsroom's clock shows these minutes."""
    now = timezone.localtime()
    return {f"{now - timedelta(minutes=number):%H:%M}" for number in numbers}


def test_killed_browser_gives_the_text_back_to_its_writer_alone(profile, live_server, journalist):
    """SIGKILL; nothing is readable on the disk, nor offered to who signs in next (THREATS B)."""
    story = make_story(owner=journalist)
    context = profile()
    come_in(context, live_server, journalist)
    page = story_at(context, live_server, story)
    lose_the_newsroom(page)
    headline(page).fill(f"{CANARY} above")
    page.locator(".ProseMirror").click()
    page.keyboard.type(f" {CANARY} below")
    expect(line(page)).to_have_text(DEVICE)
    kept(page)
    page.wait_for_timeout(5000)  # Chromium writes what it would restore some seconds later

    profile.browser.kill()

    assert profile.browser.readable([CANARY]) == []
    context = profile()
    come_in(context, live_server, make_user("Editor"))
    other = story_at(context, live_server, story)
    expect(other.locator(".offer")).to_have_count(0)
    assert CANARY not in other.content()
    come_in(context, live_server, journalist)
    page = story_at(context, live_server, story)
    page.get_by_role("button", name="Put it back").click()
    expect(line(page)).to_have_text(SAVED)
    kept(page, 0)
    stored = Story.objects.get()
    assert (stored.headline, f"{CANARY} below" in stored.body) == (f"{CANARY} above", True)


def test_hour_without_a_network_is_sent_when_it_is_back(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.clock.install()
    open_story(page, story)
    page.context.set_offline(True)
    headline(page).fill("Written in a tunnel")
    expect(line(page)).to_have_text(DEVICE)
    page.clock.fast_forward("01:00:00")
    headline(page).press_sequentially(", and on")
    kept(page)

    page.context.set_offline(False)

    expect(line(page)).to_have_text(SAVED, timeout=30_000)
    kept(page, 0)
    assert Story.objects.get().headline == "Written in a tunnel, and on"


@pytest.mark.parametrize("wrong_by", [TWO_HOURS, -TWO_HOURS])
def test_device_with_a_wrong_clock_loses_nothing_and_shows_the_newsrooms_times(
    wrong_by, sign_in, journalist
):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.context.add_init_script(CLOCK % wrong_by)
    open_story(page, story)
    expect(line(page)).to_have_text(SAVED)
    headline(page).fill("Early or late")
    expect(line(page)).to_have_text(SAVED)
    assert line(page).inner_text().removeprefix("Saved ") in minutes_ago(0, 1)
    lose_the_newsroom(page)
    headline(page).fill(CANARY)
    expect(line(page)).to_have_text(DEVICE)
    assert line(page).inner_text()[-5:] in minutes_ago(0, 1)
    kept(page)
    page.close()
    again = page.context.new_page()

    again.goto(path(story))

    offer = again.locator(".offer")
    expect(offer).to_contain_text("This device has text of")
    assert re.search(r"\d\d:\d\d", offer.inner_text())[0] in minutes_ago(0, 1, 2)
    again.get_by_role("button", name="Put it back").click()
    expect(line(again)).to_have_text(SAVED)
    kept(again, 0)
    assert Story.objects.get().headline == CANARY


def test_session_that_ended_before_a_save_by_hand_gives_the_text_back(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    Session.objects.all().delete()
    headline(page).fill(CANARY)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Sign in").click()

    sign_in_by_hand(page, journalist)

    page.wait_for_url(f"**{path(story)}")
    page.get_by_role("button", name="Put it back").click()
    expect(line(page)).to_have_text(SAVED)
    expect(headline(page)).to_have_value(CANARY)
    kept(page, 0)
    assert Story.objects.get().headline == CANARY


def test_putting_text_back_does_not_cost_what_was_typed_meanwhile(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill("Of yesterday")
    kept(page)
    page.close()
    another = page.context.new_page()
    open_story(another, story)
    lose_the_newsroom(another)
    headline(another).fill("Of today")

    another.get_by_role("button", name="Put it back").click()

    expect(headline(another)).to_have_value("Of yesterday")
    kept(another, 2)
    another.close()
    last = page.context.new_page()
    last.goto(path(story))
    expect(last.locator(".offer")).to_have_count(2)


def test_text_put_back_takes_nothing_out_that_it_never_knew(sign_in, journalist):
    """Between its two tries an editor saves: the old text is no newer version with words cut."""
    story = make_story(owner=journalist, body="<p>One.</p><p>Two.</p>")
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    page.locator(".ProseMirror p").first.click()
    page.keyboard.type(CANARY)
    kept(page)
    page.close()
    saved(story, journalist, body=f"<p>One.</p><p>Two. {OF_THE_PHONE}</p>")
    another = page.context.new_page()
    open_story(another, story)

    def let_the_editor_in(route):
        if "version=2" in route.request.post_data:
            saved(story, make_user("Editor"), headline="Of the editor")
        route.continue_()

    another.route("**/autosave/", let_the_editor_in)
    another.get_by_role("button", name="Put it back").click()
    expect(note(another)).to_contain_text("Press “Save” to see both texts")
    with another.expect_navigation():
        another.get_by_role("button", name="Save", exact=True).click()

    assert OF_THE_PHONE in Story.objects.get().body
    with another.expect_navigation():
        another.get_by_role("button", name="Keep mine").click()
    assert CANARY in Story.objects.get().body
    assert any(OF_THE_PHONE in each.content["body"] for each in story.revisions.all())


def saved(story, by, **words) -> None:
    """Save some words of a story from elsewhere."""
    stored = Story.objects.get(pk=story.pk)
    stored.claim(by, stored.version, ", ".join(words))
    for name, value in words.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(words))


def note(page):
    return page.locator("#story-form [data-saved-note]")


def test_words_typed_before_the_page_is_ready_are_saved(sign_in, journalist):
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    page.add_init_script(TYPED_EARLY)

    with page.expect_response("**/autosave/"):
        page.goto(path(story))

    expect(line(page)).to_have_text(SAVED)
    assert Story.objects.get().headline == "Typed early"


@pytest.fixture
def unsent(sign_in, journalist):
    """The plain page for signing out, on a device that has text that was not sent."""
    story = make_story(owner=journalist)
    page = sign_in(journalist)
    open_story(page, story)
    lose_the_newsroom(page)
    headline(page).fill(CANARY)
    kept(page)
    page.close()
    plain = page.context.new_page()
    plain.complaints = []
    plain.on("console", lambda m: plain.complaints.append(m.text) if m.type == "error" else None)
    plain.goto("/accounts/logout/")
    return plain


def press_sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    return page.get_by_role("dialog")


def test_plain_page_asks_before_signing_out(unsent):
    dialog = press_sign_out(unsent)
    expect(dialog).to_contain_text(CANARY)
    assert axe(unsent) == {}
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_have_count(0)
    assert kept(unsent)["count"] == 1

    press_sign_out(unsent).get_by_role("button", name="Send it now").click()

    unsent.wait_for_url("**/accounts/login/**")
    kept(unsent, 0)
    assert Story.objects.get().headline == CANARY
    assert unsent.complaints == []


def test_plain_page_downloads_unsent_text(unsent):
    dialog = press_sign_out(unsent)
    with unsent.expect_download() as file:
        dialog.get_by_role("button", name="Download it and sign out").click()

    assert CANARY in file.value.path().read_text()
    unsent.wait_for_url("**/accounts/login/**")
    kept(unsent)


def test_plain_page_discards_unsent_text(unsent):
    press_sign_out(unsent).get_by_role("button", name="Discard it and sign out").click()

    unsent.wait_for_url("**/accounts/login/**")
    kept(unsent, 0)
    assert Story.objects.get().headline != CANARY
