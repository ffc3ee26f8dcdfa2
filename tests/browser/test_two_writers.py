"""Two people in one story, each in a browser of their own: nothing of either is lost, and each sees
that the other is there (DESIGN §4.4, THREATS F1)."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.looks import axe
from tests.cast import make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own

BODY = "<p>The ferry left at six.</p><p>Nobody was on the quay.</p><p>It came back empty.</p>"


@pytest.fixture
def two(sign_in):
    """A story, and the pages of its writer and of an editor who has it open, too."""
    jo = make_user("Journalist", first_name="Jo", last_name="Lind")
    mira = make_user("Editor", first_name="Mira", last_name="Osman")
    story = make_story(owner=jo, body=BODY)
    pages = sign_in(jo), sign_in(mira)
    for page in pages:  # saved by hand, so that it is sure who comes first
        page.route("**/js/desk/autosave*.js", lambda route: route.abort())
        page.goto(f"/admin/articles/story/{story.pk}/change/")
    return story, *pages


def complaints(*pages) -> list[str]:
    """What the policy or a script complained of; a script that was kept away is no complaint."""
    every = [each for page in pages for each in page.complaints]
    return [each for each in every if not each.startswith("Failed to load resource")]


DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def retype(page, paragraph: int, word: str) -> None:
    """Put a word in place of the last one of a paragraph, as a writer does."""
    page.locator(".ProseMirror p").nth(paragraph).click()
    page.keyboard.press("End")
    page.evaluate(DRAWN)  # until then the editor does not know where the cursor stands
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+Backspace")
    page.keyboard.type(f"{word}.")


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_different_paragraphs_of_two_writers_are_both_there(two):
    story, jo, mira = two
    retype(jo, 0, "seven")
    retype(mira, 1, "pier")
    save(mira)
    expect(mira.locator(".messagelist")).to_contain_text("version 2")

    save(jo)

    said = "Merged: your 1 paragraph, Mira Osman’s 1 paragraph. This is version 3."
    expect(jo.locator(".messagelist")).to_contain_text(said)
    expect(jo.locator(".ProseMirror")).to_contain_text("on the pier.")
    story.refresh_from_db()
    assert story.body == BODY.replace("six", "seven").replace("quay", "pier")
    assert complaints(jo, mira) == []


def test_same_paragraph_is_chosen_and_the_other_text_is_in_the_history(two):
    story, jo, mira = two
    retype(jo, 0, "seven")
    retype(mira, 0, "eight")
    save(mira)
    expect(mira.locator(".messagelist")).to_contain_text("version 2")

    save(jo)

    expect(jo.get_by_role("alert")).to_contain_text("Mira Osman saved while you were writing")
    place = jo.get_by_role("group", name="Text, at the beginning")
    expect(place).to_contain_text("seven")
    expect(place).to_contain_text("eight")
    assert axe(jo) == {}
    place.get_by_label("Mira Osman’s").check()
    jo.get_by_role("button", name="Save as chosen").click()
    expect(jo.locator(".ProseMirror")).to_contain_text("eight")
    assert Story.objects.get(pk=story.pk).body == BODY.replace("six", "eight")
    jo.goto(f"/admin/articles/story/{story.pk}/history/")
    jo.get_by_role("link", name="Text of Jo Lind").click()
    expect(jo.locator(".reading")).to_contain_text("The ferry left at seven.")
    jo.get_by_role("link", name="compare with now").click()
    expect(jo.locator(".diff ins")).to_contain_text("eight")
    expect(jo.locator(".diff del")).to_contain_text("seven")
    assert axe(jo) == {}


def test_each_sees_within_seconds_that_the_other_is_there(two):
    _, jo, mira = two

    expect(jo.locator(".presence")).to_have_text("Mira Osman has this open, too.", timeout=5000)
    expect(mira.locator(".presence")).to_have_text("Jo Lind has this open, too.", timeout=5000)
    mira.goto("/admin/")

    expect(jo.locator(".presence")).to_have_text("")
    assert complaints(jo, mira) == []
