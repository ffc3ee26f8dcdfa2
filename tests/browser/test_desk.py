"""The desk in a real Chromium, under the real policy: writing, racing, publishing, with and without
JavaScript, at the widths of a phone and a desk."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from articles.models import Article, Story
from newsroom import database
from tests.browser.looks import axe, too_wide
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
    page.get_by_label("The authors named below").check()
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


PAGES = {
    "home": "/admin/",
    "list": "/admin/articles/story/",
    "empty": "/admin/articles/story/?list=spiked",
    "write": "/admin/articles/story/{pk}/change/",
    "publish": "/admin/articles/story/{pk}/publish/",
    "schedule": "/admin/articles/story/{pk}/schedule/",
    "history": "/admin/articles/story/{pk}/history/",
    "revision": "/admin/articles/story/{pk}/revision/{revision}/",
    "preview": "/admin/articles/story/{pk}/preview/",
    "sections": "/admin/articles/section/",
    "sensitive": "/admin/articles/story/{pk}/mark_sensitive/",
    "section": "/admin/articles/section/{section}/change/",
    "tag": "/admin/articles/tag/add/",
}


@pytest.mark.crawl
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_desk_has_nothing_that_axe_or_the_policy_minds(sign_in, scheme):
    editor = make_user("Editor")
    story = make_story(owner=editor, author=make_author(), lead_photo=make_photo())
    story.submit(editor, 1, note="Please read")
    make_story(headline="").keep("named", editor)
    make_story().schedule(editor, 1, database.now() + timedelta(hours=1))
    names = {"pk": story.pk, "revision": story.revisions.get().pk, "section": story.section_id}
    page = sign_in(editor, color_scheme=scheme)

    found = {}
    for name, address in PAGES.items():
        page.goto(address.format(**names))
        complaints = list(page.complaints)
        broken = axe(page)  # its own inline styles are stopped, too
        if broken or complaints:
            found[name] = (broken, complaints)
        page.complaints.clear()

    assert found == {}


@pytest.mark.crawl
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_desk_never_scrolls_sideways(sign_in, width):
    editor = make_user("Editor")
    story = make_story(owner=editor, headline="Donaudampfschifffahrtsgesellschaft" * 6)
    story.submit(editor, 1, note="x" * 300)
    names = {"pk": story.pk, "revision": story.revisions.get().pk, "section": story.section_id}
    page = sign_in(editor, viewport={"width": width, "height": 800})

    wide = {}
    for name, address in PAGES.items():
        page.goto(address.format(**names))
        if found := too_wide(page):
            wide[name] = found

    assert wide == {}
