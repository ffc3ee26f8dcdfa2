"""The sheet that “Publish” opens, on a phone and with a bad network: few taps, plain words."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Article, Story
from newsroom.models import Site
from tests.cast import make_author, make_photo, make_section, make_story, make_user
from tests.phone_run import HEADLINE, MOST_TAPS, PHONE, TEXT, Finger, Traffic, write_and_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own


def test_sixty_words_go_out_from_a_phone_with_six_taps(sign_in):
    """Issue 5.10: 360 px, 400 kbit/s, 400 ms there and back. `make bench-phone` takes the time."""
    user = make_user("Journalist")
    make_author("Jo Lind", user=user)
    make_story(owner=user, section=make_section("City"))
    page, finger = sign_in(user, **PHONE), Finger()
    page.goto("/admin/")
    Traffic().watch(page)

    write_and_publish(page, finger)

    article = Article.objects.get()
    assert (article.headline, article.body) == (HEADLINE, f"<p>{TEXT}</p>")
    assert article.section.name == "City"
    assert len(finger.taps) <= MOST_TAPS, finger.taps
    assert page.complaints == []


def test_button_says_what_will_happen_and_the_press_does_it(sign_in):
    editor = make_user("Editor")
    Site.objects.update_or_create(pk=1, defaults={"zone": "Europe/Vienna"})
    story = make_story(owner=editor)
    page = sign_in(editor)
    page.goto(f"/admin/articles/story/{story.pk}/publish/")
    button = page.locator(".deed__do button")
    expect(button).to_have_text("Publish now", use_inner_text=True)
    expect(page.get_by_label("Goes out at")).to_be_hidden()

    page.get_by_label("At a time").check()
    page.get_by_label("Goes out at").fill("2031-11-24T07:00")
    expect(button).to_have_text(
        "Schedule for Mon 24 Nov 2031, 07:00 (Europe/Vienna)", use_inner_text=True
    )
    button.click()

    expect(page.locator(".messagelist")).to_contain_text("It is scheduled.")
    story.refresh_from_db()
    assert story.article.published_at.isoformat() == "2031-11-24T06:00:00+00:00"
    assert page.complaints == []


def test_sheet_is_whole_without_javascript(sign_in):
    """DESIGN §4.10: the tick, the time and the conversation's rule are plain fields."""
    editor = make_user("Editor")
    story = make_story(owner=editor, lead_photo=make_photo(credit=""))
    page = sign_in(editor, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"/admin/articles/story/{story.pk}/publish/")

    page.get_by_label("The picture “A grey field").check()
    page.get_by_text("Comments: Open").click()
    page.get_by_label("Rule for this article").select_option("closed")
    page.get_by_role("button", name="Publish now").click()

    expect(page.locator(".messagelist")).to_contain_text("Readers see it now.")
    assert Article.objects.get().lead_photo is None
    assert Story.objects.get().lead_photo is None
