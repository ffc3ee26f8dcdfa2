"""A long article in a real Chromium: its parts, its tables and notes by keyboard, on paper."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Article, Tag
from tests.browser.looks import axe, too_wide
from tests.cast import make_article, make_photo, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
CELLS = "".join(f"<th>Column {number}</th>" for number in range(9))
NUMBERS = "".join(f"<td>{number},000,000</td>" for number in range(9))


@pytest.fixture
def address(transactional_db, live_server) -> str:
    """A long read of 2024 with a gallery, a wide table and a note; the second of a series."""
    editor = make_user("Editor")
    photos = [make_photo(alt=f"Field {number}") for number in range(3)]
    figures = "".join(
        f'<figure><img src="/admin/photos/{photo.token}/640.webp" alt="Field">'
        "<figcaption>A field.</figcaption></figure>"
        for photo in photos
    )
    part = "<h2>Part {}</h2><p>" + "The ferry left at six. " * 65 + "</p>"
    body = (
        '<p>It left at six.<span class="note">By the harbour’s clock.</span></p>'
        f"{part.format(1)}{figures}{part.format(2)}"
        f"<table><caption>Sums</caption><tbody><tr>{CELLS}</tr><tr>{NUMBERS}</tr></tbody></table>"
        f"{part.format(3)}"
    )
    first, article = (
        make_article(by=editor, owner=editor, tags=["Letters"], body=text)
        for text in ("<p>The first part.</p>", body)
    )
    Tag.objects.update(is_series=True)
    Article.all_objects.filter(pk=article.pk).update(
        published_at="2024-05-04T10:00:00Z", related_ids=[first.pk]
    )
    return live_server.url + article.get_absolute_url()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_long_read_fits_and_passes_axe(page, address, scheme):
    """Issue 6, points 3, 8 and 12."""
    page.emulate_media(color_scheme=scheme)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        assert too_wide(page) == []
    assert axe(page) == {}
    expect(page.locator(".gallery img")).to_have_count(3)
    expect(page.get_by_text("This article is from May 2024.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Series")).to_be_visible()


def test_contents_table_and_note_work_by_keyboard(page, address):
    """Issue 6, point 3: by keyboard, on a phone."""
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(address)

    contents = page.get_by_role("navigation", name="In this article")
    contents.get_by_role("link", name="Part 3").press("Enter")
    expect(page.get_by_role("heading", name="Part 3")).to_be_in_viewport()

    table = page.get_by_role("region", name="Sums")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table').scrollLeft > 0")

    page.locator(".note-mark a").press("Enter")
    expect(page.locator("#note-1")).to_be_in_viewport()
    page.locator(".notes li a").press("Enter")
    expect(page.locator("#note-1-mark")).to_be_in_viewport()


def test_paper_has_the_address_and_the_age_and_no_lists_of_links(page, address):
    page.goto(address)

    page.emulate_media(media="print")

    expect(page.locator(".share-address")).to_contain_text(address.split("/", 3)[3])
    expect(page.locator(".article-age")).to_be_visible()
    for gone in (".contents", ".series", ".share a", ".dates-screen"):
        expect(page.locator(gone).first).to_be_hidden()
