"""The writing page in a real Chromium: it looks like the article, and everything else steps aside
(issue 5, point 1)."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import axe, too_wide
from tests.cast import make_article, make_author, make_photo, make_story, make_user, story_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own

LONG = "The council votes on the harbour barrier tonight, and nobody knows how it will end"
FACE = """(each) => {
  const style = getComputedStyle(each)
  const names = ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "color"]
  return names.map((name) => style[name])
}"""
WIDTH = "(each) => Math.round(each.getBoundingClientRect().width)"


@pytest.fixture
def editor():
    return make_user("Editor")


def details(page):
    return page.get_by_role("region", name="Details", exact=True)


def folder(page):
    return page.get_by_role("button", name="Details", exact=True)


def shown(page, name: str):
    return page.locator(f"[data-shown={name}] [data-title]")


def editing(page):
    return page.locator(".ProseMirror")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_words_are_set_as_in_the_article(sign_in, editor, width, language):
    """The same faces, sizes and line lengths, once the details are folded away."""
    article = make_article(by=editor, standfirst="Eleven for, six against.", language=language)
    page = sign_in(editor, viewport={"width": width, "height": 800})
    page.goto(article.get_absolute_url())
    parts = ("h1", ".article-standfirst", ".prose > p")
    faces = [page.locator(part).first.evaluate(FACE) for part in parts]
    widths = [page.locator(part).first.evaluate(WIDTH) for part in (".article-head", *parts[1:])]

    page.goto(story_of(article).get_absolute_url())
    if width == 1280:
        folder(page).click()
    expect(details(page)).to_be_hidden()

    fields = ("#id_headline", "#id_standfirst", ".ProseMirror > p")
    assert [page.locator(field).first.evaluate(FACE) for field in fields] == faces
    assert [page.locator(field).first.evaluate(WIDTH) for field in fields] == widths


def test_card_is_shown_as_it_stands_on_a_phone(sign_in, editor):
    photo = make_photo()
    article, _ = [make_article(by=editor, lead_photo=photo, headline=LONG) for _ in range(2)]
    page = sign_in(editor, viewport={"width": 360, "height": 800})
    page.goto("/world/")
    card = page.locator(".card--row:not(.card--opens):has(.card-picture) .card-headline")
    face, width = card.evaluate(FACE), card.evaluate(WIDTH)

    page.goto(story_of(article).get_absolute_url())
    page.get_by_role("link", name="how it breaks").click()

    assert shown(page, "card").evaluate(FACE) == face
    assert shown(page, "card").evaluate(WIDTH) == width


def test_headline_shows_its_characters_and_how_it_breaks(sign_in, editor):
    page = sign_in(editor)
    page.goto(make_story(headline="", kind="analysis").get_absolute_url())
    headline = page.get_by_placeholder("Headline")
    expect(headline).to_be_focused()
    expect(details(page)).to_contain_text("Write the headline, and here it stands")

    headline.fill(LONG)

    expect(page.locator("[data-characters]")).to_have_text(f"{len(LONG)} characters")
    expect(shown(page, "card")).to_have_text(LONG)
    expect(shown(page, "search")).to_have_text(re.compile(f"^Analysis: {LONG} – ."))
    expect(page.locator("[data-shown=share] [data-room]")).to_have_text(
        f"{len(LONG) + 10} characters. About the first 70 are seen."
    )
    cut = "(each) => each.scrollHeight > each.clientHeight + 1"
    assert shown(page, "search").evaluate(cut)
    page.locator("summary", has_text="Other titles").click()
    page.get_by_label("Short headline").fill("Tonight, the vote")
    expect(shown(page, "card")).to_have_text("Tonight, the vote")
    page.get_by_label("Share title").fill("The harbour vote")
    expect(shown(page, "share")).to_have_text("Analysis: The harbour vote")


def test_words_are_counted_while_one_writes_and_as_the_newsroom_counts(sign_in, editor):
    body = "<p>One two – three.</p><h2>Four</h2><ul><li><p>five</p></li><li><p>six</p></li></ul>"
    story = make_story(body=body, commissioned_length=7)
    page = sign_in(editor)
    page.goto(story.get_absolute_url())
    count = page.locator("[data-words]")
    expect(count).to_have_text("6 of 7 words")

    editing(page).locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" 4:1 it’s")
    expect(count).to_have_text("8 of 7 words, 1 too many")
    expect(page.locator("[data-saved]").first).to_have_text(re.compile("^Saved"))

    page.reload()
    expect(count).to_have_text("8 of 7 words, 1 too many")


def test_details_fold_away_until_the_tab_is_closed(sign_in, editor):
    page = sign_in(editor)
    page.goto(make_story(headline="Kanariengelb").get_absolute_url())
    expect(details(page)).to_be_visible()

    folder(page).click()
    expect(details(page)).to_be_hidden()
    expect(folder(page)).to_have_attribute("aria-expanded", "false")
    page.reload()
    expect(details(page)).to_be_hidden()
    kept = page.evaluate("({...sessionStorage})")
    assert kept == {"desk-details": "folded"}

    page.get_by_role("link", name="how it breaks").click()
    expect(details(page)).to_be_visible()
    page.keyboard.press("Control+Shift+l")
    expect(details(page)).to_be_hidden()
    page.goto(page.url.partition("#")[0] + "#field-share_title")
    expect(page.get_by_label("Share title")).to_be_in_viewport()


def test_full_screen_leaves_the_text_and_where_it_is_kept(sign_in, editor):
    page = sign_in(editor)
    page.goto(make_story().get_absolute_url())
    editing(page).click()

    page.keyboard.press("Control+Shift+f")

    expect(page.locator("#header")).to_be_hidden()
    expect(details(page)).to_be_hidden()
    expect(editing(page)).to_be_focused()
    expect(page.locator("[data-saved]").first).to_be_visible()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("Written in peace. ")
    expect(editing(page)).to_contain_text("Written in peace.")
    page.keyboard.press("Escape")
    expect(page.locator("#header")).to_be_visible()
    expect(details(page)).to_be_visible()
    expect(editing(page)).to_be_focused()
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("#header")).to_be_hidden()
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("#header")).to_be_visible()


def test_another_language_turns_the_fields_at_once(sign_in, editor):
    page = sign_in(editor)
    page.goto(make_story().get_absolute_url())
    expect(editing(page)).to_have_attribute("spellcheck", "true")
    expect(editing(page)).to_have_attribute("lang", "en")

    page.get_by_role("combobox", name="Language").select_option("he")

    for field in (editing(page), page.get_by_placeholder("Headline"), shown(page, "share")):
        expect(field).to_have_attribute("lang", "he")
        expect(field).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_text_and_details_are_used_by_keyboard_and_by_ear(sign_in, editor, scheme, width):
    story = make_story(owner=editor, author=make_author(), lead_photo=make_photo(), language="ar")
    page = sign_in(editor, color_scheme=scheme, viewport={"width": width, "height": 640})
    page.goto(story.get_absolute_url())
    expect(editing(page)).to_be_visible()
    found = [axe(page)]

    folder(page).focus()
    page.keyboard.press("Enter")
    if width == 360:
        expect(editing(page)).to_be_hidden()
        expect(details(page)).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Back to the text")).to_be_focused()
    found.append(axe(page))
    if width == 360:
        page.keyboard.press("Escape")
        expect(editing(page)).to_be_visible()
        expect(folder(page)).to_be_focused()
    page.keyboard.press("Control+Shift+f")
    found.append(axe(page))

    assert found == [{}, {}, {}]
    assert too_wide(page) == []


def test_details_stand_beside_the_text_without_javascript(sign_in, editor):
    page = sign_in(editor, java_script_enabled=False)
    page.goto(make_story(commissioned_length=600).get_absolute_url())

    expect(details(page)).to_be_visible()
    expect(page.locator("[data-words]")).to_have_text("14 of 600 words")
    expect(folder(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Full screen")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
def test_head_of_an_administrators_desk_fits(sign_in, width):
    page = sign_in(make_user("Administrator"), viewport={"width": width, "height": 800})
    page.goto("/admin/")
    row, more = page.locator(".desk-head__nav > ul"), page.locator(".desk-head__more")

    if width > 360:
        assert row.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    more.locator("summary").click()
    expect(more.get_by_role("link", name="Groups")).to_be_in_viewport(ratio=1)
    more.get_by_role("link", name="Groups").click()

    expect(more.locator("summary")).to_contain_text("Groups")
    assert too_wide(page) == []
