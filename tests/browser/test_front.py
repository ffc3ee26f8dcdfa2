"""The front page is edited like a page: by dragging, by keyboard, from a phone, by two editors."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Article, Front
from tests.browser.looks import axe
from tests.cast import make_article, make_photo, make_user, story_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
FRONT = "/admin/articles/front/"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def editor():
    return make_user("Editor", first_name="Mara", last_name="Holt")


@pytest.fixture
def articles(editor):
    """Six, the last of them the newest; the lead has a picture."""
    made = [make_article(by=editor, owner=editor) for _ in range(5)]
    return [*made, make_article(by=editor, owner=editor, lead_photo=make_photo())]


def lead(page) -> str:
    page.goto("/")
    return page.locator(".card--lead .card-headline").inner_text()


def place(page, number: int):
    return page.locator(f"#place-{number}")


def card(page, number: int):
    return page.locator(".card").filter(has=place(page, number))


def test_story_is_dragged_told_put_live_and_undone(sign_in, editor, articles):
    page = sign_in(editor, viewport={"width": 1280, "height": 1400})
    page.goto(FRONT)
    headline = card(page, 2).locator(".card-headline").inner_text()
    newest = card(page, 0).locator(".card-headline").inner_text()

    grip = place(page, 2).locator(".place-grip")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), card(page, 0).bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] - 30, start["y"] - 10, steps=3)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 20, steps=5)
    page.mouse.up()

    expect(card(page, 0).locator(".card-headline")).to_have_text(headline)
    expect(page.locator(".arrange-diff")).to_contain_text("lead changed")
    expect(page.locator("[data-said]")).to_contain_text("lead, in your working copy")
    page.get_by_role("button", name="Put live").click()
    expect(page.locator("[data-said]")).to_contain_text("It is live.")
    assert lead(page) == headline
    page.goto(FRONT)
    page.get_by_role("button", name="Undo what was put live").click()
    expect(page.locator("[data-said]")).to_contain_text("Undone")
    assert lead(page) == newest
    assert page.complaints == []


def test_everything_is_done_by_keyboard_and_focus_stays_with_the_story(sign_in, editor, articles):
    page = sign_in(editor)
    page.goto(FRONT)
    headline = card(page, 3).locator(".card-headline").inner_text()
    up = page.get_by_role("button", name=f"Up “{headline}”", exact=True)

    up.focus()
    page.keyboard.press("Enter")
    expect(card(page, 2).locator(".card-headline")).to_have_text(headline)
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page, 1).locator(".card-headline")).to_have_text(headline)
    expect(place(page, 1)).to_be_focused()  # “Up” from there is “To the lead”
    page.get_by_role("button", name=f"To the lead “{headline}”", exact=True).press("Enter")
    expect(card(page, 0).locator(".card-headline")).to_have_text(headline)
    page.get_by_role("button", name="Put live").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("It is live.")

    assert lead(page) == headline


def test_second_editor_is_refused_and_goes_on(sign_in, editor, articles):
    """DESIGN §4.3: nothing arranged is lost."""
    mara, jo = sign_in(editor), sign_in(make_user("Editor", first_name="Jo"))
    for page, number in ((mara, 2), (jo, 3)):
        page.goto(FRONT)
        place(page, number).get_by_role("button", name="To the lead").click()
        expect(page.locator(".arrange-diff")).to_contain_text("lead changed")
    wanted = card(jo, 0).locator(".card-headline").inner_text()
    mara.get_by_role("button", name="Put live").click()
    expect(mara.locator("[data-said]")).to_contain_text("It is live.")

    jo.get_by_role("button", name="Put live").click()
    expect(jo.locator(".arrange-stop")).to_contain_text("Mara Holt put another one live")
    expect(card(jo, 0).locator(".card-headline")).to_have_text(wanted)
    jo.get_by_role("button", name="Go on with mine").click()
    expect(jo.locator(".arrange-diff")).to_contain_text("lead changed")
    jo.get_by_role("button", name="Put live").click()
    expect(jo.locator("[data-said]")).to_contain_text("It is live.")

    assert lead(jo) == wanted
    assert Front.objects.count() == 2


@pytest.mark.parametrize("way", ["home", "story"])
def test_lead_from_a_phone_takes_three_taps_at_most(sign_in, editor, articles, way):
    page = sign_in(editor, **PHONE)
    wanted = articles[2]
    page.taps = 0

    def tap(target):
        page.taps += 1
        target.tap()

    if way == "home":
        page.goto("/admin/")
        tap(page.get_by_role("navigation", name="The desk").get_by_role("link", name="Front page"))
        page.wait_for_url(f"**{FRONT}")
        shown = page.get_by_role("button", name=f"To the lead “{wanted.headline}”", exact=True)
        tap(shown)
        expect(page.locator(".arrange-diff")).to_contain_text("lead changed")
    else:
        page.goto(f"/admin/articles/story/{story_of(wanted).pk}/change/")
        tap(page.get_by_role("link", name="Make it the lead…"))
        page.wait_for_url(f"**{FRONT}lead/{wanted.pk}/")
    tap(page.get_by_role("button", name="Put live"))
    expect(page.get_by_text("is live." if way == "home" else "is the lead.").first).to_be_visible()

    assert page.taps <= 3
    assert lead(page) == wanted.headline


def test_breaking_news_from_a_phone_takes_two_taps(sign_in, editor, articles):
    page = sign_in(editor, **PHONE)
    page.goto(FRONT)

    place(page, 1).get_by_role("link", name="Breaking…").tap()
    page.get_by_role("button", name="Put it up").tap()
    expect(page.get_by_text("The banner is up.")).to_be_visible()

    page.goto("/")
    expect(page.get_by_role("region", name="Breaking news")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_nothing_that_axe_minds(sign_in, editor, articles, scheme):
    page = sign_in(editor, color_scheme=scheme)
    pk = articles[0].pk
    Front.pin(articles[0], editor, 0)
    addresses = [FRONT, f"{FRONT}?section=world", f"{FRONT}lead/{pk}/", f"{FRONT}slot/{pk}/"]
    addresses += [f"{FRONT}{name}/" for name in ("history", "find", "breaking", "at")]

    for address in addresses:
        page.goto(address)
        assert axe(page) == {}, address
    assert page.complaints == []


def test_everything_is_done_without_javascript(sign_in, editor, articles):
    """DESIGN §4.10."""
    page = sign_in(editor, java_script_enabled=False)
    page.goto(FRONT)
    headline = card(page, 2).locator(".card-headline").inner_text()

    place(page, 2).get_by_role("button", name="To the lead").click()
    page.wait_for_url(f"**{FRONT}#place-0")
    page.get_by_role("button", name="Put live").click()

    expect(page.get_by_text("It is live.")).to_be_visible()
    assert lead(page) == headline
    assert Article.objects.count() == 6
