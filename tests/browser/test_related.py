"""Related articles on the writing page: found by a few letters, put in order, all by keyboard."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.browser.looks import axe, wide_at
from tests.cast import make_article, make_story, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


def test_related_articles_are_found_named_ordered_and_taken_out(sign_in):
    editor, ines = make_user("Editor"), make_user("Journalist")
    ferry, quay = (
        make_article(by=editor, owner=editor, headline=headline)
        for headline in ("The ferry is back", "Nobody on the quay")
    )
    story = make_story(owner=ines)
    page = sign_in(ines)
    page.goto(f"/admin/articles/story/{story.pk}/change/")
    search = page.get_by_label("Related articles", exact=True)
    expect(search).to_have_role("searchbox")
    named = page.locator(".related__named li a")

    search.press_sequentially("fer")
    expect(page.locator(".related__found .place")).to_have_count(1)
    search.press("ArrowDown")
    expect(page.locator(".related__found .place")).to_be_focused()
    page.keyboard.press("Enter")
    expect(search).to_be_focused()
    expect(named).to_have_text([ferry.headline])
    search.press_sequentially("quay")
    expect(page.locator(".related__found .place")).to_contain_text("Nobody on the quay")
    search.press("Enter")
    expect(named).to_have_text([ferry.headline, quay.headline])
    page.get_by_role("button", name=f"Up “{quay.headline}”").press("Enter")
    expect(named).to_have_text([quay.headline, ferry.headline])
    search.press("ArrowDown")
    expect(page.locator(".related__found .help")).to_contain_text("named already")
    assert page.complaints == []
    assert axe(page) == {}
    assert wide_at(page, 320, 768, 1280) == []
    with page.expect_navigation():
        page.keyboard.press("Control+s")

    assert Story.objects.get(pk=story.pk).related.split() == [
        quay.get_absolute_url(),
        ferry.get_absolute_url(),
    ]
    expect(named).to_have_text([quay.headline, ferry.headline])
    page.get_by_role("button", name=f"Take out “{ferry.headline}”").click()
    expect(named).to_have_text([quay.headline])
    expect(page.get_by_role("status").filter(has_text="Taken out")).to_have_count(1)
