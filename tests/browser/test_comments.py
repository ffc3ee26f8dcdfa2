"""A reader answers an article in a real Chromium: with the script and without it."""

import os
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from comments.models import Comment, Mode, Thread
from newsroom import words
from tests.browser.looks import axe, wide_at
from tests.browser.test_reading import LONG, ZALGO
from tests.cast import make_article, make_comment, make_user, story_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
ARABIC = "متى تعود العبّارة؟ انظر https://example.org/a"


@pytest.fixture
def article(transactional_db):
    cache.clear()
    return make_article()


@pytest.fixture
def plain(browser):
    """A page in a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page):
    """What the browser had to say: errors, and what the policy blocked."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def read(page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())


def write(page, text="I was on the quay.", name="Mirel", email="mirel@example.org"):
    page.get_by_label("Your comment").fill(text)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail address").fill(email)


def send(page):
    page.get_by_role("button", name="Send your comment").click()


def open_form(page):
    page.get_by_role("link", name="Write a comment").click()
    expect(page.get_by_label("Your comment")).to_be_focused()


def said(page):
    return page.locator(".answer-told")


def test_reader_writes_where_the_article_is(page, live_server, article, complaints):
    """Issue 3, points 1 and 2."""
    read(page, live_server, article)
    address = page.url

    open_form(page)
    write(page)
    send(page)

    expect(said(page)).to_have_text(str(words.THANKS_FIRST))
    expect(page.locator(".answer .comment-text")).to_have_text("I was on the quay.")
    assert page.url == address
    assert complaints == []


def test_reader_without_javascript_writes_on_a_page_of_its_own(plain, live_server, article):
    """DESIGN §4.10."""
    parent = make_comment(article, name="Ana")
    read(plain, live_server, article)

    plain.get_by_role("link", name="Reply to Ana").click()
    write(plain, email="mirel")
    send(plain)
    expect(plain.locator(".answer-error")).to_have_text(str(words.EMAIL_WRONG))
    plain.get_by_label("Your e-mail address").fill("mirel@example.org")
    send(plain)

    expect(said(plain)).to_have_text(str(words.THANKS_FIRST))
    comment = Comment.all_objects.get(name="Mirel")
    assert (comment.parent, comment.text) == (parent, "I was on the quay.")
    plain.get_by_role("link", name="Back to the conversation").click()
    expect(plain).to_have_url(f"{live_server.url}{article.get_absolute_url()}#comments")


def test_reading_asks_for_nothing_and_leaves_nothing(page, live_server, article):
    """DESIGN §4.6: no cookie and no second request before the form is opened."""
    make_comment(article)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    read(page, live_server, article)
    page.wait_for_load_state("networkidle")
    before = [url for url in asked if "/comments/" in url and "/static/" not in url]
    cookies = page.context.cookies()

    open_form(page)

    assert (before, cookies) == ([], [])
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_wrong_field_is_told_in_place(page, live_server, article):
    read(page, live_server, article)
    open_form(page)
    write(page, email="")

    send(page)

    expect(page.locator(".answer-error")).to_have_text(str(words.EMAIL_MISSING))
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text(str(words.CHECK))
    problems.get_by_role("link", name=str(words.EMAIL_MISSING)).click()
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    expect(page.get_by_label("Your comment")).to_have_value("I was on the quay.")


def test_wrong_field_is_told_without_javascript_too(plain, live_server, article):
    plain.goto(f"{live_server.url}/comments/form/{article.pk}/")
    write(plain, email="")

    send(plain)

    expect(plain.locator("#problems")).to_be_focused()
    plain.get_by_role("link", name=str(words.EMAIL_MISSING)).click()
    expect(plain.get_by_label("Your e-mail address")).to_be_focused()


def test_double_click_sends_once(page, live_server, article):
    """THREATS F3."""
    read(page, live_server, article)
    open_form(page)
    write(page)
    posts = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)

    page.get_by_role("button", name="Send your comment").dblclick()

    expect(said(page)).to_be_visible()
    assert len(posts) == 1
    assert Comment.all_objects.count() == 1


def test_double_click_without_javascript_makes_one_comment(plain, live_server, article):
    """THREATS F3."""
    plain.goto(f"{live_server.url}/comments/form/{article.pk}/")
    write(plain)

    plain.get_by_role("button", name="Send your comment").dblclick()

    expect(said(plain)).to_be_visible()
    assert Comment.all_objects.count() == 1


def test_offline_keeps_what_was_typed(page, live_server, article):
    """DESIGN §4.14."""
    read(page, live_server, article)
    open_form(page)
    write(page)
    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("I was on the quay.")

    page.context.set_offline(False)
    send(page)

    expect(said(page)).to_be_visible()
    expect(page.locator("[data-offline]")).to_be_hidden()
    assert Comment.all_objects.count() == 1


def test_form_that_cannot_be_fetched_says_so(page, live_server, article):
    read(page, live_server, article)
    page.context.set_offline(True)

    page.get_by_role("link", name="Write a comment").click()

    expect(page.locator("[data-offline]")).to_be_visible()


def test_answer_that_is_no_page_of_ours_keeps_what_was_typed(page, live_server, article):
    """A proxy's own error, say."""
    read(page, live_server, article)
    open_form(page)
    write(page)
    page.route("**/comments/?part=1", lambda route: route.fulfill(status=502, body="Bad gateway"))

    send(page)

    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("I was on the quay.")


def test_draft_survives_a_reload_and_is_gone_once_sent(page, live_server, article):
    """DESIGN §4.14."""
    read(page, live_server, article)
    open_form(page)
    write(page)

    page.reload()
    open_form(page)

    expect(page.get_by_label("Your comment")).to_have_value("I was on the quay.")
    write(page)
    send(page)
    expect(said(page)).to_be_visible()
    page.wait_for_function("() => sessionStorage.length === 0")


@pytest.mark.parametrize("way", ["escape", "close", "back"])
def test_form_closes_and_gives_the_focus_back(page, live_server, article, way):
    read(page, live_server, article)
    open_form(page)
    page.get_by_label("Your comment").fill("Half a thought")

    if way == "escape":
        page.keyboard.press("Escape")
    elif way == "close":
        page.get_by_role("button", name="Close").click()
    else:
        page.go_back()

    expect(page.locator(".answer")).to_have_count(0)
    expect(page.get_by_role("link", name="Write a comment")).to_be_focused()
    expect(page).to_have_url(live_server.url + article.get_absolute_url())
    open_form(page)
    expect(page.get_by_label("Your comment")).to_have_value("Half a thought")


def test_one_form_at_a_time(page, live_server, article):
    make_comment(article, name="Ana")
    read(page, live_server, article)
    open_form(page)
    page.get_by_label("Your comment").fill("For everybody")

    page.get_by_role("link", name="Reply to Ana").click()

    expect(page.get_by_role("heading", name="Reply to Ana")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.locator(".answer")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".answer")).to_have_count(0)


def test_form_opens_in_a_new_tab_when_asked_to(page, live_server, article):
    read(page, live_server, article)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Write a comment").click(modifiers=["ControlOrMeta"])

    expect(opened.value.get_by_label("Your comment")).to_be_visible()
    assert page.locator(".answer").count() == 0


def test_comment_that_stands_leads_to_its_place(page, live_server, article):
    comment = make_comment(make_article(), status="pending", email="mirel@example.org")
    comment.approve(make_user("Moderator"), comment.version)
    read(page, live_server, article)
    open_form(page)
    write(page)
    page.locator("[name=opened]").evaluate("each => each.value = ''")  # nobody knows how long ago
    send(page)

    page.get_by_role("link", name="See it under the article").click()

    page.wait_for_url(re.compile("#comment-"))
    standing = page.locator(f"#comment-{Comment.objects.get(article=article).pk}")
    expect(standing).to_contain_text("I was on the quay.")


@pytest.fixture
def hard(article):
    """Conversations that are hard to set, and the pages of the form, by name."""
    editor = make_user("Editor")
    root = make_comment(article, text=f"{LONG} https://example.org/{'x' * 200}", name=LONG[:60])
    make_comment(article, parent=root, text=ZALGO, name="Z" + "\u0335\u0321" * 4)
    make_comment(article, parent=root, text=ARABIC, name="إيمان")
    make_comment(article, name="Ada", text="Thank you.", user=editor, by_staff=True)
    gone = make_comment(article, status="removed")
    make_comment(article, parent=gone)
    closed, empty = make_article(owner=editor), make_article(owner=editor)
    arabic = make_article(
        owner=editor, language="ar", headline="أسابيعك الأولى", body="<p>وصل.</p>"
    )
    make_comment(arabic, text=ARABIC)
    Thread.choose(story_of(closed), Mode.CLOSED, None)
    return {
        "full": article.get_absolute_url(),
        "empty": empty.get_absolute_url(),
        "closed": closed.get_absolute_url(),
        "arabic": arabic.get_absolute_url(),
        "form": f"/comments/form/{article.pk}/?parent={root.pk}",
        "closed form": f"/comments/form/{closed.pk}/",
        "arabic form": f"/comments/form/{arabic.pk}/",
    }


def states(page, live_server, hard):
    """Lead through every state of the pages; yield its name."""
    for name, address in hard.items():
        page.goto(live_server.url + address)
        yield name
    page.goto(live_server.url + hard["form"])
    with page.expect_navigation():
        send(page)
    yield "form with errors"
    write(page, text=f"{LONG} {page.viewport_size}")
    with page.expect_navigation():
        send(page)
    yield "thanks"
    page.goto(live_server.url + hard["full"])
    page.get_by_role("link", name="Reply to Ada").click()
    page.wait_for_selector(".answer")
    yield "form in place"
    send(page)
    page.wait_for_selector(".answer-error")
    yield "form in place with errors"


@pytest.mark.crawl
def test_every_state_fits_every_width(page, live_server, hard):
    """ART: 320 to 1600 px, nothing to scroll sideways."""
    wide = {}
    for name in states(page, live_server, hard):
        if found := wide_at(page, 320, 768, 1280, 1600):
            wide[name] = found

    assert wide == {}


@pytest.mark.crawl
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_passes_axe(page, live_server, hard, scheme):
    """DESIGN §7: axe 0 in both themes."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for name in states(page, live_server, hard):
        if broken := axe(page):
            found[name] = broken

    assert found == {}


def test_marks_stay_in_their_comment(page, live_server, hard):
    """THREATS E2: what is stacked high is clipped, not drawn over its neighbours."""
    page.goto(live_server.url + hard["full"])

    clips = page.locator(".comment-text").evaluate_all(
        "all => all.map(each => getComputedStyle(each).overflowY)"
    )

    assert set(clips) == {"clip"}


def test_print_keeps_the_comments_and_drops_the_form(page, live_server, hard):
    page.goto(live_server.url + hard["full"])
    open_form(page)

    page.emulate_media(media="print")

    expect(page.get_by_text("Thank you.")).to_be_visible()
    expect(page.locator(".answer")).to_be_hidden()
    expect(page.get_by_role("link", name="Reply to Ada")).to_be_hidden()


def test_article_with_its_conversation_is_light(page, live_server, hard):
    """DESIGN §7: at most 12 requests, none of them to another origin."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + hard["full"])
    page.wait_for_load_state("networkidle")

    assert len(asked) <= 12
    assert all(url.startswith(live_server.url) for url in asked)
