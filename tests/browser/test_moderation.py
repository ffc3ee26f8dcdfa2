"""The queue in a real Chromium: by keyboard, by thumb, by two at once, without JavaScript."""

import os

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.looks import axe, too_wide, wide_at
from tests.cast import PASSWORD, make_article, make_comment, make_user, story_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
QUEUE = "/admin/comments/comment/"
LONG = "A sentence that a reader wrote at length. " * 12


@pytest.fixture
def moderator(db):
    return make_user("Moderator", first_name="Ada", last_name="Berg")


@pytest.fixture
def waiting(db):
    """Four comments that wait on one article."""
    article = make_article()
    names = ("Ana", "Bo", "Cleo", "Dag")
    return [make_comment(article, status="pending", name=n, text=f"{n}: {LONG}") for n in names]


def statuses(comments) -> list[str]:
    found = Comment.all_objects.in_bulk([comment.pk for comment in comments])
    return [found[comment.pk].status for comment in comments]


def card(page, comment):
    return page.locator(f"#c{comment.pk}")


def sign_out(page) -> None:
    """The session ends while the page stays open."""
    cookies = [c for c in page.context.cookies() if c["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)


# By keyboard


def test_queue_is_worked_by_keyboard(sign_in, moderator, waiting):
    page = sign_in(moderator)
    page.goto(QUEUE)

    page.keyboard.press("j")
    expect(card(page, waiting[0])).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, waiting[1])).to_be_focused()
    expect(card(page, waiting[0])).to_have_count(0)
    page.keyboard.press("r")
    page.keyboard.press("6")
    expect(card(page, waiting[2])).to_be_focused()
    expect(card(page, waiting[1])).to_have_count(0)
    expect(page.locator("#said")).to_have_text("Bo’s comment is rejected.")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(card(page, waiting[2])).to_be_focused()

    assert statuses(waiting) == ["approved", "rejected", "pending", "pending"]
    assert waiting[1].verdicts.last().reason == "spam"
    page.keyboard.press("u")
    expect(card(page, waiting[1])).to_be_focused()
    expect(page.locator("#notice")).to_have_text("Bo’s comment waits again.")
    assert statuses(waiting) == ["approved", "pending", "pending", "pending"]
    assert page.complaints == []


@pytest.mark.crawl
def test_quick_keys_are_all_done_in_their_order(sign_in, moderator, waiting):
    page = sign_in(moderator)
    page.goto(QUEUE)

    for key in "jaar1a":
        page.keyboard.press(key)

    expect(page.locator("#end .empty")).to_be_focused()
    expect(page.locator("#end .empty")).to_contain_text("Nothing waits.")
    assert statuses(waiting) == ["approved", "approved", "rejected", "approved"]


@pytest.mark.crawl
def test_undo_means_the_decision_before_it_however_quick(sign_in, moderator, waiting):
    page = sign_in(moderator)
    page.goto(QUEUE)

    for key in "jaau":
        page.keyboard.press(key)

    expect(page.locator("#notice")).to_have_text("Bo’s comment waits again.")
    assert statuses(waiting) == ["approved", "pending", "pending", "pending"]


@pytest.mark.crawl
def test_double_click_decides_once(sign_in, moderator, waiting):
    page, posts = sign_in(moderator), []
    page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    page.goto(QUEUE)

    button = card(page, waiting[0]).get_by_role("button", name="Approve")
    page.evaluate("button => { button.click(); button.click() }", button.element_handle())
    card(page, waiting[1]).get_by_role("button", name="Approve").click()

    expect(page.locator("#notice")).to_contain_text("Bo’s comment is approved.")
    assert len(posts) == 2
    assert statuses(waiting) == ["approved", "approved", "pending", "pending"]


@pytest.mark.crawl
def test_selection_is_decided_and_undone_as_a_whole(sign_in, moderator, waiting):
    page = sign_in(moderator)
    page.goto(QUEUE)

    for key in ("j", "Space", "j", "j", "Space"):
        page.keyboard.press(key)
    expect(page.locator("[data-count]")).to_have_text("(2)")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator("#notice")).to_contain_text("2 comments are rejected.")

    assert statuses(waiting) == ["rejected", "pending", "rejected", "pending"]
    expect(card(page, waiting[3])).to_be_focused()
    page.reload()
    page.locator("#notice").get_by_role("button", name="Undo").click()
    expect(page.locator("#notice")).to_have_text("2 decisions are undone.")
    assert statuses(waiting) == ["pending"] * 4


@pytest.mark.crawl
def test_what_is_approved_is_removed_by_keyboard(sign_in, moderator, waiting):
    waiting[0].approve(moderator, 1)
    page = sign_in(moderator)
    page.goto(f"{QUEUE}?list=approved")

    for key in "jx3":
        page.keyboard.press(key)

    expect(card(page, waiting[0])).to_have_count(0)
    assert statuses(waiting[:1]) == ["removed"]
    assert waiting[0].verdicts.last().reason == "private"


@pytest.mark.crawl
def test_list_does_not_jump_under_the_moderator(sign_in, moderator, waiting):
    for number in range(6):
        make_comment(waiting[0].article, status="pending", text=f"{number}: {LONG}")
    page = sign_in(moderator, viewport={"width": 900, "height": 500})
    page.goto(QUEUE)
    for key in "jjj":
        page.keyboard.press(key)
    page.evaluate("scrollBy(0, 40)")
    top = "document.querySelector('#c%s').getBoundingClientRect().top"

    page.keyboard.press("a")
    expect(card(page, waiting[3])).to_be_focused()
    before = page.evaluate(top % waiting[3].pk)
    expect(card(page, waiting[2])).to_have_count(0)

    assert abs(page.evaluate(top % waiting[3].pk) - before) <= 1


@pytest.mark.crawl
def test_keys_are_letters_while_a_note_is_written_and_can_be_turned_off(
    sign_in, moderator, waiting
):
    page = sign_in(moderator)
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("r")
    note = card(page, waiting[0]).get_by_label("Note for the desk")
    note.fill("")
    note.press_sequentially("a j u r 1 x ?")
    expect(note).to_have_value("a j u r 1 x ?")
    page.keyboard.press("Escape")
    expect(card(page, waiting[0])).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Use these keys in this browser").uncheck()
    page.keyboard.press("Escape")

    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("a")

    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert statuses(waiting) == ["pending"] * 4


# Two at once


def test_two_moderators_never_decide_the_same_comment_unknowingly(sign_in, moderator, waiting):
    """THREATS F1."""
    ada, jo = sign_in(moderator), sign_in(make_user("Editor", first_name="Jo", last_name="Lind"))
    for page in (ada, jo):
        page.goto(QUEUE)
    card(jo, waiting[0]).get_by_text("Reject…").click()
    card(jo, waiting[0]).get_by_role("button", name="Advertises, or repeats itself").click()
    expect(card(jo, waiting[0])).to_have_count(0)

    card(ada, waiting[0]).get_by_role("button", name="Approve").click()

    said = "Jo Lind rejected it (Advertises, or repeats itself)"
    expect(ada.locator("#notice")).to_contain_text(f"Ana: {said}.")
    expect(ada.locator("#notice")).to_contain_text("Nothing was done.")
    expect(card(ada, waiting[0])).to_contain_text(said)
    assert statuses(waiting) == ["rejected", "pending", "pending", "pending"]

    ada.get_by_role("button", name="Select all on this page").click()
    card(jo, waiting[1]).get_by_role("button", name="Approve").click()
    expect(card(jo, waiting[1])).to_have_count(0)
    ada.locator("#bulk").get_by_role("button", name="Approve").click()
    expect(ada.locator("#notice")).to_contain_text("3 of 4 comments are approved.")
    expect(ada.locator("#notice")).to_contain_text("Bo: Jo Lind approved it.")


# What can go wrong


@pytest.mark.crawl
def test_note_survives_the_end_of_the_login(sign_in, moderator, waiting):
    """DESIGN §4.14."""
    page = sign_in(moderator)
    page.goto(QUEUE)
    card(page, waiting[1]).get_by_text("Reject…").click()
    card(page, waiting[1]).get_by_label("Note for the desk").fill("The fourth time this week.")
    sign_out(page)

    card(page, waiting[1]).get_by_role("button", name="Advertises, or repeats itself").click()

    expect(page.locator("h1")).to_have_text("You were signed out")
    expect(page.locator(".typed")).to_contain_text("The fourth time this week.")
    expect(page.locator("#then")).to_contain_text("in the form again")
    page.get_by_role("link", name="Sign in again").click()
    page.locator("[name=login]").fill(moderator.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_label("Note for the desk")).to_have_value("The fourth time this week.")
    page.get_by_role("button", name="Advertises, or repeats itself").click()
    expect(page.locator("#notice")).to_contain_text("Bo’s comment is rejected.")
    assert waiting[1].verdicts.last().sentence == "The fourth time this week."


@pytest.mark.crawl
def test_note_is_not_shown_to_who_signs_in_next(sign_in, moderator, waiting):
    """THREATS B: the tab that was signed out is another moderator’s now."""
    other = make_user("Moderator")
    page = sign_in(moderator)
    page.goto(QUEUE)
    card(page, waiting[1]).get_by_text("Reject…").click()
    card(page, waiting[1]).get_by_label("Note for the desk").fill("For my own eyes.")
    sign_out(page)
    card(page, waiting[1]).get_by_role("button", name="Advertises, or repeats itself").click()
    page.get_by_role("link", name="Sign in again").click()
    page.locator("[name=login]").fill(other.username)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form").get_by_role("button").first.click()

    expect(page.locator(".empty")).to_contain_text("No comment is chosen")
    page.wait_for_load_state("networkidle")
    assert "For my own eyes." not in page.content()
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed'))") == []


@pytest.mark.crawl
def test_line_that_fails_loses_nothing(sign_in, moderator, waiting):
    """DESIGN §4.14."""
    page = sign_in(moderator)
    page.goto(QUEUE)
    own = card(page, waiting[0])
    own.get_by_text("Reject…").click()
    own.get_by_label("Note for the desk").fill("The fourth time this week.")
    page.route("**/decide/", lambda route: route.abort())

    own.get_by_role("button", name="Advertises, or repeats itself").click()

    expect(page.locator("#notice")).to_contain_text("The newsroom did not answer.")
    expect(own.get_by_label("Note for the desk")).to_have_value("The fourth time this week.")
    page.unroute("**/decide/")
    own.get_by_role("button", name="Advertises, or repeats itself").click()
    expect(page.locator("#notice")).to_contain_text("Ana’s comment is rejected.")
    assert waiting[0].verdicts.last().sentence == "The fourth time this week."


@pytest.mark.crawl
def test_missing_note_is_asked_for(sign_in, moderator, waiting):
    page = sign_in(moderator)
    page.goto(QUEUE)
    card(page, waiting[0]).get_by_text("Reject…").click()
    card(page, waiting[0]).get_by_role("button", name="Another reason").click()

    expect(page.locator("#problems")).to_be_focused()
    page.get_by_role("link", name="Say in a few words what the reason is.").press("Enter")
    expect(page.get_by_label("Note for the desk")).to_be_focused()
    page.get_by_label("Note for the desk").fill("Names a source.")
    page.get_by_role("button", name="Another reason").click()

    expect(page.locator("#notice")).to_contain_text("Ana’s comment is rejected.")
    assert statuses(waiting)[0] == "rejected"


# Without JavaScript, and by thumb


def test_queue_works_without_javascript(sign_in, moderator, waiting):
    """DESIGN §4.10."""
    page = sign_in(moderator, java_script_enabled=False)
    page.goto(QUEUE)

    card(page, waiting[0]).get_by_role("button", name="Approve").click()
    assert page.url.endswith(f"#c{waiting[1].pk}")  # at the next one
    page.locator("#notice").get_by_role("button", name="Undo").click()
    expect(page.locator("#notice")).to_have_text("Ana’s comment waits again.")
    card(page, waiting[0]).get_by_text("Reject…").click()
    card(page, waiting[0]).get_by_label("Note for the desk").fill("Seen before.")
    card(page, waiting[0]).get_by_role("button", name="Insults or threatens").click()
    for comment in waiting[1:3]:
        page.get_by_label(f"Select the comment of {comment.name}").check()
    page.locator("#bulk").get_by_role("button", name="Approve").click()

    expect(page.locator("#notice")).to_contain_text("2 comments are approved.")
    assert statuses(waiting) == ["rejected", "approved", "approved", "pending"]
    assert waiting[0].verdicts.last().sentence == "Seen before."


@pytest.mark.crawl
def test_queue_is_comfortable_with_a_thumb(sign_in, moderator, waiting):
    """Point 8: at 360 px every button is at least 44 px high, and nothing scrolls sideways."""
    make_comment(waiting[0].article, status="pending", name="W" * 60, text="M" * 4000)
    page = sign_in(moderator, viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(QUEUE)
    page.get_by_label("Select the comment of Ana").check()
    card(page, waiting[1]).get_by_text("Reject…").click()

    small = page.evaluate(
        """() => [...document.querySelectorAll(".queue :is(.button, .card__pick)")]
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
        .map(each => each.outerHTML)"""
    )

    assert small == []
    assert too_wide(page) == []
    card(page, waiting[1]).get_by_role("button", name="Could break the law").click()
    expect(card(page, waiting[1])).to_have_count(0)
    page.locator("#notice").get_by_role("button", name="Undo").click()
    expect(card(page, waiting[1])).to_be_visible()


PAGES = {
    "queue": QUEUE,
    "approved": f"{QUEUE}?list=approved",
    "empty": f"{QUEUE}?list=rejected",
    "one": f"{QUEUE}{{pk}}/",
    "again": f"{QUEUE}decide/?comment={{pk}}-1&verb=reject-spam",
    "thread": "/admin/comments/thread/{story}/",
    "story": "/admin/articles/story/{story}/change/",
    "words": "/admin/comments/listedword/",
    "word": "/admin/comments/listedword/add/",
    "rules": "/admin/comments/policy/1/change/",
    "home": "/admin/",
}


@pytest.mark.crawl
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_moderation_has_nothing_that_axe_or_the_policy_minds(sign_in, waiting, scheme):
    admin = make_user("Administrator")
    waiting[1].approve(admin, 1)
    make_comment(waiting[1].article, status="pending", parent=waiting[1], text=LONG * 10)
    names = {"pk": waiting[1].pk, "story": story_of(waiting[0].article).pk}
    page = sign_in(admin, color_scheme=scheme)

    found = {}
    for name, address in PAGES.items():
        page.goto(address.format(**names))
        if name == "queue":
            page.get_by_label("Select the comment of Ana").check()
            card(page, waiting[0]).get_by_text("Reject…").click()
        complaints = list(page.complaints)
        broken = axe(page)  # its own inline styles are stopped, too
        if broken or complaints:
            found[name] = (broken, complaints)
        page.complaints.clear()

    assert found == {}


@pytest.mark.crawl
@pytest.mark.parametrize("width", [360, 1280])
def test_moderation_never_scrolls_sideways(sign_in, waiting, width):
    admin = make_user("Administrator")
    article = make_article(headline="Donaudampfschifffahrtsgesellschaft" * 6)
    fields = {"name": "W" * 60, "email": "w" * 60 + "@example.org", "address": "f" * 64}
    one = make_comment(article, status="pending", text="M" * 5000, **fields)
    make_comment(article, status="pending", parent=one, text="e" + "\u0301" * 900, **fields)
    one.reject(admin, 1, "other", "x" * 900)
    one.undo(admin, 2)
    names = {"pk": one.pk, "story": story_of(article).pk}
    page = sign_in(admin, viewport={"width": width, "height": 800})

    wide = {}
    for name, address in PAGES.items():
        page.goto(address.format(**names))
        if found := wide_at(page, *((320, 360) if width == 360 else (768, 1280, 1600))):
            wide[name] = found

    assert wide == {}
