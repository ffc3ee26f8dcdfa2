"""The desk in a real Chromium, under the real policy: writing, racing, publishing, with and without
JavaScript, at the widths of a phone and a desk."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Article, Story
from tests.browser.desk_pages import addresses, make_stories
from tests.browser.looks import axe, too_wide, wide_at
from tests.cast import PASSWORD, make_author, make_photo, make_section, make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


def type_body(page, *paragraphs: str) -> None:
    text = page.locator(".ProseMirror")
    text.click()
    for number, paragraph in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(paragraph)


def test_journalist_writes_and_publishes_a_story(sign_in, live_server):
    user = make_user("Journalist")
    make_author("Jo Lind", user=user)
    section = make_section("City")
    page = sign_in(user)

    page.goto("/admin/")
    page.get_by_role("button", name="New story").click()
    page.get_by_placeholder("Headline").fill("The barrier will be built")
    type_body(page, "Eleven voted for it.", "Six did not.")
    page.get_by_label("Section").select_option(str(section.pk))
    page.get_by_label("Tags").fill("Harbour, Sea level")
    page.get_by_role("button", name="Save and publish…").first.click()
    expect(page.locator("h1")).to_have_text("Publish")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="See it as readers do").first.click()

    expect(page.locator("h1")).to_have_text("The barrier will be built")
    article = Article.objects.get()
    assert article.body == "<p>Eleven voted for it.</p><p>Six did not.</p>"
    assert [credit.author.name for credit in article.bylines.all()] == ["Jo Lind"]
    assert page.complaints == []


def test_story_is_written_without_javascript(sign_in):
    user = make_user("Journalist")
    section, photo = make_section("City"), make_photo(uploaded_by=user)
    make_author("Ines Falk")
    page = sign_in(user, java_script_enabled=False)

    page.goto("/admin/")
    page.get_by_role("button", name="New story").click()
    page.get_by_placeholder("Headline").fill("Written by hand")
    page.get_by_label("Text", exact=True).fill("One & one.\n\nTwo <three.")
    page.get_by_label("Section").select_option(str(section.pk))
    page.get_by_label("The authors named below").press("Space")
    page.get_by_label("Author 1", exact=True).fill("ines falk")
    page.get_by_text("Lead picture", exact=True).first.click()
    page.locator(f"input[name=lead_photo][value='{photo.pk}']").check()
    page.get_by_role("button", name="Save", exact=True).click()

    story = Story.objects.get()
    assert story.body == "<p>One &amp; one.</p><p>Two &lt;three.</p>"
    assert (story.lead_photo, story.bylines.get().author.name) == (photo, "Ines Falk")


def test_slower_of_two_sees_both_texts_and_keeps_the_own(sign_in):
    user, other = make_user("Journalist"), make_user("Editor", first_name="Ada", last_name="Berg")
    story = make_story(owner=user, headline="Before")
    mine, theirs = sign_in(user), sign_in(other)
    for page in (mine, theirs):
        page.goto(f"/admin/articles/story/{story.pk}/change/")
    theirs.get_by_placeholder("Headline").fill("Ada’s headline")
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.locator(".messagelist")).to_contain_text("version 2")

    mine.get_by_placeholder("Headline").fill("Jo’s headline")
    mine.get_by_role("button", name="Save", exact=True).click()

    expect(mine.get_by_role("alert")).to_contain_text("Ada Berg changed headline")
    expect(mine.get_by_role("group", name="Headline")).to_contain_text("Ada’s headline")
    assert axe(mine) == {}
    mine.get_by_label("Yours", exact=True).check()
    mine.get_by_role("button", name="Save as chosen").click()
    expect(mine.locator(".messagelist")).to_contain_text("version 3")
    story.refresh_from_db()
    assert story.headline == "Jo’s headline"
    assert {r.content["headline"] for r in story.revisions.all()} == {
        "Ada’s headline",
        "Jo’s headline",
    }


def test_what_was_typed_comes_back_when_the_login_ended(sign_in):
    user = make_user("Journalist")
    make_author("Ines Falk")
    story = make_story(owner=user)
    page = sign_in(user)
    with page.expect_response("**/admin/journal/"):
        page.goto(f"/admin/articles/story/{story.pk}/change/")
    page.context.clear_cookies(name="sessionid")
    page.get_by_placeholder("Headline").fill("An hour of work")
    page.locator(".ProseMirror").fill("Every word of it.")
    for _ in range(2):
        page.get_by_role("button", name="Another author").click()
    page.get_by_label("Author 4", exact=True).fill("Ines Falk")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("h1")).to_have_text("You were signed out")
    expect(page.get_by_label("Headline")).to_have_value("An hour of work")
    expect(page.locator("#then")).to_contain_text("offers you this text")
    assert axe(page) == {}
    page.get_by_role("link", name="Sign in again").click()
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    page.get_by_role("button", name="Put it back").click()

    expect(page.get_by_placeholder("Headline")).to_have_value("An hour of work")
    expect(page.locator(".ProseMirror")).to_contain_text("Every word of it.")
    expect(page.get_by_label("Author 4", exact=True)).to_have_value("Ines Falk")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("version 2")
    story.refresh_from_db()
    assert (story.headline, story.bylines.count()) == ("An hour of work", 1)


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("width", "narrower", "scheme"), [(360, 320, "dark"), (1280, 768, "light")]
)
def test_desk_has_nothing_that_axe_or_the_policy_minds(sign_in, width, narrower, scheme):
    """And it never scrolls sideways, at either width."""
    editor = make_user("Editor")
    pages = addresses(make_stories(editor))
    size = {"width": width, "height": 800}
    page = sign_in(editor, color_scheme=scheme, viewport=size, reduced_motion="reduce")

    found = {}
    for name, address in pages.items():
        status = page.goto(address).status
        complaints, wide = list(page.complaints), wide_at(page, width, narrower)
        broken = axe(page)  # its own inline styles are stopped, too
        if status != 200 or broken or complaints or wide:
            found[name] = (status, broken, complaints, wide)
        page.complaints.clear()

    assert found == {}


def test_what_opens_over_the_writing_page_fits_a_phone(sign_in):
    """Its menu, its keys, the way to anywhere, find and replace: whole, and axe minds none."""
    editor = make_user("Editor")
    story = make_story(owner=editor)
    story.publish(editor, 1)
    page = sign_in(editor, viewport={"width": 360, "height": 640})
    page.goto(story.get_absolute_url())
    page.locator(".bar .menu > summary").click()
    assert axe(page) == {}
    _is_inside(page, ".bar .menu > ul")
    page.locator(".bar .menu > summary").click()

    page.locator("h1").evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_in_viewport()
    assert axe(page) == {}
    _is_inside(page, "#desk-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette .place").first).to_be_visible()
    assert axe(page) == {}
    _is_inside(page, "#palette")
    page.keyboard.press("Escape")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+f")
    expect(page.get_by_label("Replace with")).to_be_visible()

    assert axe(page) == {}
    assert too_wide(page) == []


def _is_inside(page, place: str) -> None:
    box, window = page.locator(place).bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]
