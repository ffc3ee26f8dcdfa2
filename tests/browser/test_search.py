"""The search in a real Chromium: found, narrowed, misspelt, nothing, and what was typed wrong."""

import os

import pytest
from playwright.sync_api import expect

from articles.lexicon import take_in
from tests.browser.looks import axe, wide_at
from tests.cast import make_article, make_author, make_photo, make_section, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def paper(transactional_db):
    editor = make_user("Editor")
    town, author = make_section("Town"), make_author("Ines Falk")
    text = "<p>The government met. Nobody was on the quay.</p>" + "<p>It rained all day.</p>" * 30
    articles = [
        make_article(
            by=editor,
            owner=editor,
            author=author,
            section=town,
            headline=f"The government and the ferry {number}",
            standfirst="What the harbour was told.",
            lead_photo=make_photo() if number % 2 else None,
            body=f"{text}<p>The ferry left for good, and the government with it {LONG}.</p>",
        )
        for number in range(22)
    ]
    make_article(
        by=editor,
        owner=editor,
        language="ar",
        headline="أسابيعك الأولى ferry",
        body="<p>وصل إلى المدينة.</p>",
    )
    take_in([each.pk for each in articles], 1)


PAGES = {
    "empty": "",
    "found": "?q=ferry+government",
    "narrowed": "?q=ferry&section=town&author=ines-falk&since=2020-01-01&until=2099-12-31",
    "misspelt": f"?q=goverment+{LONG[:30]}",
    "meant": "?q=goverment",
    "nothing": f"?q={LONG * 2}&section=town",
    "nonsense": "?q=%25%25%25",
    "wrong": "?q=ferry&since=yesterday&author=Nobody&section=nowhere",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_state_passes_axe_and_fits(page, live_server, paper, scheme):
    """DESIGN §7, ART: 320 px to desktop, light and dark."""
    page.emulate_media(color_scheme=scheme)
    found = {}
    for name, query in PAGES.items():
        page.goto(f"{live_server.url}/search/{query}")
        found[name] = axe(page), wide_at(page, 320, 768, 1280)

    assert found == dict.fromkeys(PAGES, ({}, []))


def test_reader_is_led_from_a_slip_to_an_article(page, live_server, paper):
    """By keyboard alone: type, follow what was meant, narrow, take off, go on, read."""
    page.goto(f"{live_server.url}/search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("goverment")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="government", exact=True).press("Enter")
    expect(page.get_by_role("status")).to_have_text("22 articles match.")
    expect(page.locator("mark").first).to_have_text("government")

    page.get_by_text("Section, author, days").press("Enter")
    page.get_by_label("Section", exact=True).select_option("Town")
    page.get_by_label("Author").fill("falk")
    page.get_by_label("Author").press("Enter")
    page.get_by_role("link", name="Section: Town take off").press("Enter")
    expect(page.get_by_label("Author")).to_have_value("falk")
    expect(page.get_by_role("searchbox")).to_have_value("government")

    page.get_by_role("link", name="More results").press("Enter")
    expect(page.locator(".found")).to_have_count(2)
    page.locator(".found a").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("The government and the ferry")


def test_what_was_typed_wrong_is_told_first(page, live_server, paper):
    page.goto(f"{live_server.url}/search/{PAGES['wrong']}")

    expect(page.locator("#problems")).to_be_focused()
    page.get_by_role("link", name="Write the day as year").press("Enter")
    expect(page.get_by_label("From")).to_be_focused()
    expect(page.get_by_label("From")).to_have_value("yesterday")
