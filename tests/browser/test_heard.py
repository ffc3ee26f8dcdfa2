"""What a screen reader meets, kept as text: the trees of four pages (issue 6, point 8).

A tree that changed shows as a difference. Where the change is meant, delete its file in `trees/`
and run this once: it writes the new one and fails, so that somebody reads it first.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Correction
from newsroom.models import Site
from tests.cast import (
    make_article,
    make_author,
    make_comment,
    make_photo,
    make_section,
    make_user,
    story_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
TREES = Path(__file__).parent / "trees"
# What is different each time: days and times, numbers in addresses.
MOMENT = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}(, \d{2}:\d{2})?( [A-Z]{3,4})?")
AGO = re.compile(r"\b\d+ (second|minute)s? ago\b")
ADDRESS = re.compile(r"/url: .*|https?://\S+|reader\d+@")


def tree(part) -> str:
    text = AGO.sub("a moment ago", MOMENT.sub("MOMENT", part.aria_snapshot()))
    return ADDRESS.sub(lambda found: re.sub(r"\d+", "0", found[0]), text) + "\n"


def assert_heard(part, name: str) -> None:
    expect(part).to_be_visible()
    file, found = TREES / f"{name}.yaml", tree(part)
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(found)
        pytest.fail(f"{file.name} was written: read it, and run this again.")
    assert found == file.read_text()


@pytest.fixture
def article(transactional_db):
    """An article with each part that has an order, and two comments."""
    editor = make_user("Editor")
    Site.objects.update_or_create(pk=1, defaults={"name": "The Courier"})
    inside = make_photo(alt="A field after rain", caption="", credit="Drawn by us")
    body = (
        "<p>It left at six.</p><h2>The crossing</h2>"
        '<figure class="quote"><blockquote><p>Nobody came.</p></blockquote>'
        "<figcaption>Mirel, <cite>nurse</cite></figcaption></figure>"
        f'<figure><img src="/admin/photos/{inside.token}/640.webp" alt="A field after rain">'
        "<figcaption>The field</figcaption></figure>"
        "<table><caption>Tides</caption><tbody><tr><th>Place</th><th>m</th></tr>"
        '<tr><th>Mole</th><td>2.1<span class="note">By the gauge.</span></td></tr></tbody></table>'
    )
    portrait = make_photo(alt="Ines at a desk")
    author = make_author(
        "Ines Falk", portrait=portrait, job_title="Reporter", short_bio="She walks."
    )
    article = make_article(
        by=editor,
        owner=editor,
        author=author,
        section=make_section("Town"),
        headline="The ferry that came back empty",
        standfirst="Nobody was told.",
        place="Norrhaven",
        kind="analysis",
        lead_photo=make_photo(alt="A ferry at a quay", credit="Drawn by us"),
        lead_caption="The early boat",
        tags=["Ferries", "Harbour"],
        body=body,
    )
    story_of(article).correct(editor, 1, Correction.Kind.CORRECTION, "It left at six, not at five.")
    parent = make_comment(article, name="Ana", text="I was there.")
    make_comment(article, name="Tor", text="So was I.", parent=parent)
    return article


def test_article_is_heard_in_its_order(page, live_server, article):
    """Headline, standfirst, byline, date, correction line, text."""
    page.goto(live_server.url + article.get_absolute_url())

    text = page.locator("main > article")
    assert_heard(text, "article")
    heard = tree(text)
    order = ("came back empty", "Nobody was told", "Ines Falk", "Published", "see below", "at six")
    places = [heard.index(each) for each in order]
    assert places == sorted(places)


def test_conversation_is_heard(page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())

    assert_heard(page.locator("#comments"), "conversation")


def test_form_is_heard_with_what_is_wrong(page, live_server, article):
    page.goto(f"{live_server.url}/comments/form/{article.pk}/")
    page.get_by_role("button", name="Send your comment").click()
    expect(page.locator("#problems")).to_be_focused()

    assert_heard(page.locator("main"), "form")


def test_queue_is_heard(sign_in, article):
    for name in ("Bo", "Cleo"):
        make_comment(article, status="pending", name=name, text="May I ask something?")
    page = sign_in(make_user("Moderator", first_name="Ada", last_name="Berg"))
    page.goto("/admin/comments/comment/")

    assert_heard(page.locator("main"), "queue")
