"""A reader in a real Chromium, under the real policy, on every kind of page and width."""

import json
import os

import pytest
from playwright.sync_api import expect

from articles.models import Correction
from newsroom.models import FollowLink, Site
from tests.browser.looks import axe, too_wide, wide_at
from tests.cast import (
    make_article,
    make_author,
    make_photo,
    make_section,
    make_user,
    rewrite,
    story_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
WIDTHS = (320, 768, 1280)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
# The first elements that stick out of a page that can be scrolled sideways.
ZALGO = "Z" + "\u0335\u0321\u0315" * 30 + " writes"


@pytest.fixture
def newspaper(transactional_db):
    """A paper with what is hardest to set: long words, forty tags, no picture, right to left."""
    editor = make_user("Editor")
    Site.objects.update_or_create(
        pk=1, defaults={"name": "The Courier", "follow_sentence": "Follow us.", "about": LONG}
    )
    FollowLink.objects.create(label=LONG[:40], url="https://example.org/")
    inside = make_photo(alt="A field")
    source = f"/admin/photos/{inside.token}/640.webp"
    body = (
        f"<p>It left at six. {LONG}</p><h2>{LONG}</h2>"
        f'<figure class="quote"><blockquote><p>{LONG}</p></blockquote>'
        "<figcaption>Mirel, <cite>nurse</cite></figcaption></figure><p>x</p>"
        f'<figure><img src="{source}" alt="A field"><figcaption>{LONG}</figcaption></figure>'
        f"<ul><li><p>one</p></li></ul><pre>{'x' * 300}</pre>"
        f"<table><caption>{LONG}</caption><tbody><tr><th>{LONG}</th><th>b</th></tr>"
        f'<tr><th>c</th><td>{LONG}<span class="note">{LONG} https://example.org/{LONG}</span></td>'
        f'</tr></tbody></table><figure class="pull"><p>{LONG}</p></figure>'
        f'<figure class="embed"><a href="https://example.org/{LONG}">{LONG}</a>'
        f'<figcaption>{LONG}</figcaption></figure><p lang="ar">نص <span lang="fr">mot</span></p>'
    )
    author = make_author(ZALGO, slug="zalgo", portrait=make_photo(), short_bio=LONG, job_title=LONG)
    full = make_article(
        by=editor,
        owner=editor,
        author=author,
        headline=f"{LONG} and more",
        standfirst=LONG,
        place="Norrhaven",
        kind="analysis",
        lead_photo=make_photo(alt="A ferry"),
        lead_caption=LONG,
        tags=[LONG, *(f"tag {number}" for number in range(40))],
        body=body,
    )
    story_of(full).correct(editor, 1, Correction.Kind.CORRECTION, LONG)
    arabic = make_article(
        by=editor,
        owner=editor,
        language="ar",
        headline="أسابيعك الأولى",
        section=make_section("Town"),
        body="<p>وصل إلى المدينة.</p>",
    )
    for article, text in ((full, f"{body}<p>{LONG}</p>"), (arabic, "<p>وصلت إلى المدينة.</p>")):
        story = rewrite(story_of(article), editor, body=text)
        story.publish(editor, story.version, change="clarification", text=LONG)
    told = story.article.corrections.get()
    story.correct(editor, story.version, "clarification", "وصلت.", told.pk)
    plain = make_article(by=editor, owner=editor, kind="advertisement")
    for section in ("Science", "Culture", "Opinion", "Weather and tides"):
        make_section(section, slug=section.lower().replace(" ", "-"))
    return {
        "front": "/",
        "section": "/world/",
        "empty section": "/science/",
        "tag": "/tags/tag-1/",
        "authors": "/authors/",
        "author": "/authors/zalgo/",
        "archive": f"/{full.day:%Y}/",
        "search": "/search/?q=ferry",
        "full": full.get_absolute_url(),
        "arabic": arabic.get_absolute_url(),
        "changes": full.get_changes_url(),
        "arabic changes": arabic.get_changes_url(),
        "corrections": "/corrections/",
        "plain": plain.get_absolute_url(),
        "missing": "/nothing/",
        "refused": "/search/?q=%00",
    }


@pytest.fixture
def complaints(page):
    """What the browser had to say: errors, and what the policy blocked."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def _own_status(text: str) -> bool:
    return "the server responded with a status of 40" in text


@pytest.mark.crawl
def test_every_page_fits_every_width(page, live_server, newspaper, complaints):
    """ART: 320 to 1600 px, nothing to scroll sideways, in light and dark."""
    wide = {}
    for name, address in newspaper.items():
        page.goto(live_server.url + address)
        if found := wide_at(page, *WIDTHS, 1600):
            wide[name] = found

    assert wide == {}
    assert [text for text in complaints if not _own_status(text)] == []


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("width", "text", "media"),
    [
        (1280, "100%", {"color_scheme": "light"}),
        (360, "100%", {"color_scheme": "dark"}),
        (360, "200%", {"color_scheme": "light", "forced_colors": "active"}),
        (1280, "200%", {"color_scheme": "dark", "contrast": "more"}),
    ],
)
def test_every_page_passes_axe(page, live_server, newspaper, width, text, media):
    """DESIGN §7: axe 0, metadata at 4.5 : 1 in both themes; nothing sticks out of large text."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(**media)
    found = {}
    for name, address in newspaper.items():
        page.goto(live_server.url + address)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        if (problems := [axe(page), too_wide(page)]) != [{}, []]:
            found[name] = problems

    assert found == {}


def test_data_for_machines_is_not_blocked(page, live_server, newspaper, complaints):
    """A block of data needs no nonce: the policy is about what runs."""
    page.goto(live_server.url + newspaper["full"])

    data = page.locator('script[type="application/ld+json"]').first.text_content()

    assert json.loads(data)["@type"] == "AnalysisNewsArticle"
    assert complaints == []


@pytest.mark.crawl
def test_nothing_moves_while_a_page_loads(page, live_server, newspaper):
    """DESIGN §7: 0 layout shift, with every picture scrolled into view."""
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => { window.shift += entry.value })).observe({type: 'layout-shift', buffered: true})"
    )
    moved = {}
    for name in ("front", "full", "section", "author"):
        page.goto(live_server.url + newspaper[name])
        for image in page.locator("img").all():
            image.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        moved[name] = page.evaluate("window.shift")

    assert moved == dict.fromkeys(moved, 0)


def test_article_is_light(page, live_server, newspaper):
    """DESIGN §7: at most 12 requests, none of them to another origin."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + newspaper["full"])
    page.wait_for_load_state("networkidle")

    assert len(asked) <= 12
    assert all(url.startswith(live_server.url) for url in asked)


def test_article_reads_without_javascript(browser, live_server, newspaper):
    """DESIGN §4.10: from the front page to an article, by its headline."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)

    page.get_by_role("link", name=f"{LONG} and more").first.click()

    expect(page.locator(".prose")).to_contain_text("It left at six.")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    context.close()


def test_keyboard_reaches_the_text_first(page, live_server, newspaper):
    page.goto(live_server.url + newspaper["full"])

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_text_is_large_and_follows_the_readers_font_size(page, live_server, newspaper):
    """Issue 6, point 9: text from 17 px on, cards from 16; who has set a larger font gets it."""
    for name, part, least in (("full", ".prose > p", 17), ("front", ".card-deck", 16)):
        page.goto(live_server.url + newspaper[name])
        size = "part => parseFloat(getComputedStyle(document.querySelector(part)).fontSize)"
        before = page.evaluate(size, part)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")

        assert before >= least
        assert page.evaluate(size, part) > 1.9 * before


def test_correction_at_the_head_leads_to_its_text(page, live_server, newspaper):
    page.goto(live_server.url + newspaper["full"])

    page.locator(".article-notice a").click()

    expect(page.locator("#corrections")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#corrections').getBoundingClientRect().top") < 900


def test_cards_are_links_in_their_whole_area(page, live_server, newspaper):
    page.goto(live_server.url)

    page.locator(".card--lead .card-deck").click(force=True)  # the link lies over it

    page.wait_for_url(live_server.url + newspaper["full"])


@pytest.mark.crawl
def test_print_keeps_the_words_and_drops_the_furniture(page, live_server, newspaper):
    page.goto(live_server.url + newspaper["full"])

    page.emulate_media(media="print")

    expect(page.locator(".prose")).to_be_visible()
    expect(page.locator(".masthead-sections")).to_be_hidden()
    expect(page.locator(".follow")).to_be_hidden()


def test_right_to_left_begins_at_the_right(page, live_server, newspaper):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + newspaper["arabic"])

    rail = page.locator(".article-rail").bounding_box()
    text = page.locator(".article-text").bounding_box()

    assert rail["x"] > text["x"] + text["width"] - 1
