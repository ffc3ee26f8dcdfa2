"""A whole visit without a mouse: read, search, open what was found, comment (issue 6, point 8)."""

import os

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from comments.models import Comment
from newsroom import words
from tests.cast import make_article, make_comment, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
MOST = 60  # presses until something is given up
# What cannot be seen of what has the focus: its beginning is off the screen, or something lies
# over it, a masthead that stays for example.
UNSEEN = """() => {
    const focused = document.activeElement
    if (focused === document.body) return ["nothing has the focus"]
    const { x, y, width, height } = focused.getClientRects()[0]
    const points = [[x + 2, y + 2], [x + width / 2, y + Math.min(height / 2, 40)]]
    return points.filter(([left, top]) => {
        const above = document.elementFromPoint(left, top)
        return !above || !(focused.contains(above) || above.contains(focused))
    }).map((point) => `${point}: ${focused.outerHTML.slice(0, 90)}`)
}"""
IS_FOCUSED = "each => each === document.activeElement"


class Hands:
    """Two hands on a keyboard; whatever they reach has to be in sight."""

    def __init__(self, page):
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.at_the_beginning()

    def at_the_beginning(self) -> None:
        """Nothing moves focus by itself."""
        assert self.page.evaluate("() => document.activeElement === document.body")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        assert self.page.evaluate(UNSEEN) == []

    def reach(self, role: str, name: str, key: str = "Tab") -> None:
        wanted = self.page.get_by_role(role, name=name).first
        for _ in range(MOST):
            if wanted.evaluate(IS_FOCUSED):
                return
            self.press(key)
        pytest.fail(f"{MOST} presses of {key} do not reach “{name}”.")

    def skip(self) -> None:
        """By the first link to the text: the next thing is in it."""
        self.press("Tab")
        expect(self.page.get_by_role("link", name="Skip to the text")).to_be_focused()
        self.page.keyboard.press("Enter")
        self.press("Tab")
        assert self.page.evaluate("() => !!document.activeElement.closest('main')")

    def follow(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.at_the_beginning()


@pytest.fixture
def ferry(transactional_db):
    """An article that is found by a word, long enough to be scrolled, with a comment."""
    cache.clear()
    for name in ("Town", "Science", "Culture"):
        make_section(name)
    body = "<p>It left at six. <a href='/town/'>The town</a> slept.</p><h2>Back</h2>" * 12
    article = make_article(headline="The barrier that never closed", body=body, tags=["Harbour"])
    make_comment(article, name="Ana")
    make_article(headline="A quiet day")
    return article


def test_whole_visit_by_keyboard_alone(page, live_server, ferry):
    """WCAG 2.1.1, 2.4.3, 2.4.7, 2.4.11 and 3.3.1, on a small phone with a keyboard."""
    page.set_viewport_size({"width": 360, "height": 560})
    hands = Hands(page)
    hands.open(live_server.url)

    hands.skip()
    hands.reach("link", "A quiet day")
    hands.follow()

    hands.skip()
    hands.reach("link", "Search", key="Shift+Tab")
    hands.follow()
    hands.skip()
    hands.reach("searchbox", "Words to look for")
    page.keyboard.type("barrier")
    hands.follow()

    hands.skip()
    hands.reach("link", ferry.headline)
    hands.follow()
    expect(page).to_have_url(live_server.url + ferry.get_absolute_url())

    hands.skip()
    hands.reach("link", "Reply to Ana")
    hands.reach("link", "Write a comment", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    hands.reach("button", "Send your comment")
    page.keyboard.press("Enter")
    expect(page.locator("#problems")).to_be_focused()
    assert page.evaluate(UNSEEN) == []

    hands.press("Tab")
    page.keyboard.press("Enter")
    for typed in ("I was on the quay.", "Mirel", "mirel@example.org"):
        assert page.evaluate(UNSEEN) == []
        page.keyboard.type(typed)
        hands.press("Tab")
    hands.reach("button", "Send your comment")
    page.keyboard.press("Enter")

    expect(page.locator(".answer-told")).to_have_text(str(words.THANKS_FIRST))
    expect(page.locator("#answer-title")).to_be_focused()
    assert page.evaluate(UNSEEN) == []
    assert Comment.all_objects.get(name="Mirel").text == "I was on the quay."
