"""What stays in sight of a picture: chosen on it, and seen so wherever readers meet it cut."""

import os

import pytest
from playwright.sync_api import expect

from articles.arranging import Slot
from articles.models import Front
from newsroom.models import Photo
from tests.browser.looks import axe, wide_at
from tests.cast import make_article, make_photo, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
WIDTHS = (360, 768, 1280)
CUT = """() => [...document.querySelectorAll(".card-picture img")].map((image) => {
    const { width, height } = image.getBoundingClientRect(), style = getComputedStyle(image)
    return [style.objectPosition, Math.round(100 * width / height) / 100, style.objectFit]
})"""


def cut_at(page, width: int) -> list:
    """Where each picture of the page is cut, and its shape."""
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate(CUT)


@pytest.mark.parametrize(
    ("words", "place", "shapes"),
    [
        ({}, "20% 80%", (1.5, 1.5, 1.6)),
        ({"crop": "top"}, "20% 0%", (1.5, 1.5, 1.6)),
        ({"crop": "right", "shape": "square"}, "100% 80%", (1, 1, 1)),
        ({"shape": "wide"}, "20% 80%", (2, 2, 2)),
    ],
)
def test_front_page_cuts_as_the_photo_and_the_place_say(page, live_server, words, place, shapes):
    """Issue 6, point 2: at a phone's, a tablet's and a desktop's width; the place says more."""
    editor = make_user("Editor")
    photo = make_photo(focus_x=22, focus_y=78)
    lead = make_article(by=editor, owner=editor, lead_photo=photo)
    plain = make_article(by=editor, owner=editor, lead_photo=make_photo())
    Front.put(None, editor, 0, {0: Slot(lead.pk, **words), 1: Slot(plain.pk)})
    page.goto(live_server.url)

    found = [cut_at(page, width) for width in WIDTHS]

    assert [each[0] for each in found] == [[place, shape, "cover"] for shape in shapes]
    assert {each[1][0] for each in found} == {"50% 50%"}
    page.goto(live_server.url + lead.section.get_absolute_url())
    assert ["20% 80%", 1, "cover"] in cut_at(page, 360)  # beside the words, whatever the place says


def test_point_is_set_in_the_picture_and_by_keyboard(sign_in):
    photo = make_photo(uploaded_by=(ines := make_user("Journalist")))
    page = sign_in(ines)
    page.goto(f"/admin/newsroom/photo/{photo.pk}/change/")
    point = page.get_by_role("button", name="What stays in sight")
    expect(point).to_have_accessible_name("What stays in sight: not set. The arrow keys move it.")

    picture = page.locator(".photo-preview")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(page.get_by_label("From the left, in percent")).to_have_value("25")
    point.press("ArrowRight")
    point.press("Shift+ArrowUp")
    page.get_by_label("From the left, in percent").press("ArrowUp")
    expect(point).to_have_accessible_name(
        "What stays in sight: 27 percent from the left, 40 from the top. The arrow keys move it."
    )
    assert page.complaints == []
    assert axe(page) == {}
    assert wide_at(page, *WIDTHS) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()

    assert Photo.objects.get().focus == (27, 40)
    page.goto(f"/admin/newsroom/photo/{photo.pk}/change/")
    page.get_by_role("button", name="Take the point out").click()
    expect(point).to_be_focused()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert Photo.objects.get().focus is None
