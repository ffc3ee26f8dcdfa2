"""Arranging front pages at the desk: each press, putting live, what is refused, the banner."""

import re

import pytest

from articles.models import Banner, Front, FrontDraft, FrontPin
from tests.cast import make_article, make_section, make_user, story_of

FRONT = "/admin/articles/front/"
SEEN = re.compile(r'name="seen" value="([0-9a-f]{32})"')


@pytest.fixture
def editor(client, db):
    user = make_user("Editor", "mara")
    client.force_login(user)
    return user


@pytest.fixture
def articles(editor):
    return [make_article(by=editor, owner=editor) for _ in range(5)]


def text(response) -> str:
    return response.content.decode()


def press(client, address: str = FRONT, follow: bool = True, **pressed):
    """Press a button of the page as it is drawn now."""
    page = text(client.get(address))
    number = re.search(r'name="number" value="(\d+)"', page)[1]
    hidden = {"number": number, "seen": SEEN.search(page)[1]}
    return client.post(address, hidden | pressed, follow=follow)


def top(client) -> list:
    front = client.get("/").context["front"]
    return [front.top[place] for place in sorted(front.top)]


@pytest.mark.crawl
def test_story_is_moved_told_put_live_and_undone(client, editor, articles):
    """By buttons alone, as without a script (DESIGN §4.10)."""
    newest = articles[::-1]
    before = top(client)

    press(client, move=f"{newest[4].pk}:0:4")
    page = text(press(client, move=f"{newest[1].pk}:2:2"))
    assert "lead changed, 1 pinned" in page
    assert top(client) == before

    page = text(press(client, do="put"))
    assert "It is live." in page
    assert top(client)[0] == newest[4]
    assert top(client)[2] == newest[1]

    assert "Undone" in text(press(client, do="undo"))
    assert top(client) == before


@pytest.mark.crawl
def test_page_is_the_readers_own_with_controls(client, editor, articles):
    for _ in range(2):
        make_article(by=editor, owner=editor)

    page = text(client.get(FRONT))

    for name in ("masthead--front", "css/front.css", "top-second", "footer-inside"):
        assert name in page
    assert page.count('data-place="') == 6
    assert page.count('class="place"') == 7  # the seventh stands in its section's band
    assert "Put live" not in page  # nothing differs yet


@pytest.mark.crawl
def test_empty_newsroom_is_arranged_without_harm(client, editor):
    page = text(client.get(FRONT))

    assert "The first edition is being written" in page
    assert "every place fills itself" in page


@pytest.mark.crawl
def test_what_a_place_says_is_typed_kept_and_put_live(client, editor, articles):
    pk = articles[0].pk
    press(client, move=f"{pk}:0")
    words = {"headline": "Nobody on the quay", "kicker": "Harbour", "shape": "square", "hours": "6"}
    words["crop"] = "top"

    answer = client.post(f"{FRONT}slot/{pk}/", words)
    page = text(press(client, do="put"))

    assert answer["Location"] == f"{FRONT}#place-0"
    assert "Nobody on the quay" in page
    pin = FrontPin.objects.get()
    assert (pin.headline, pin.kicker) == ("Nobody on the quay", "Harbour")
    assert (pin.shape, pin.crop) == ("square", "top")
    assert "1 headline, 1 kicker, 1 shape, 1 crop" in pin.front.changes
    assert (pin.ends_at - pin.begins_at).total_seconds() <= 6 * 3600
    assert "pinned until" in text(client.get(FRONT))


@pytest.mark.crawl
def test_bad_words_of_a_place_come_back(client, editor, articles):
    """DESIGN §4.13."""
    press(client, move=f"{articles[0].pk}:0")
    words = {"headline": "x" * 200, "crop": "sideways", "shape": "round", "hours": "5"}

    page = text(client.post(f"{FRONT}slot/{articles[0].pk}/", words))

    assert "x" * 200 in page
    assert page.count("errorlist") == 4


@pytest.mark.crawl
def test_second_editor_is_told_what_changed_and_how_to_go_on(client, editor, articles):
    """DESIGN §4.3; nothing arranged is lost."""
    press(client, move=f"{articles[0].pk}:0")
    seen = SEEN.search(text(client.get(FRONT)))[1]
    other = make_user("Editor", "jo")
    Front.pin(articles[1], other, 0)

    refused = client.post(FRONT, {"do": "put", "seen": seen})
    went_on = text(press(client, do="on"))
    done = text(press(client, do="put"))

    assert refused.status_code == 409
    page = text(refused)
    assert "jo put another one live (lead changed)" in page
    assert "Go on with mine" in page
    assert articles[0].headline in page
    assert "Against what is live: <strong>lead changed, 1 no" not in went_on
    assert "Against what is live: <strong>lead changed" in went_on
    assert "It is live." in done
    assert top(client)[0] == articles[0]


@pytest.mark.crawl
def test_other_window_is_not_put_live_unseen(client, editor, articles):
    press(client, move=f"{articles[0].pk}:0")
    seen = SEEN.search(text(client.get(FRONT)))[1]
    press(client, move=f"{articles[1].pk}:0")

    answer = client.post(FRONT, {"do": "put", "seen": seen})

    assert answer.status_code == 409
    assert "another window" in text(answer)
    assert not Front.objects.exists()


@pytest.mark.crawl
def test_undo_of_what_another_put_live_is_refused(client, editor, articles):
    Front.pin(articles[0], editor, 0)
    Front.pin(articles[1], make_user("Editor"), 1)

    assert client.post(FRONT, {"do": "undo", "number": 1}).status_code == 409
    assert top(client)[0] == articles[1]


@pytest.mark.crawl
def test_working_copy_is_the_editors_own(client, editor, articles):
    press(client, move=f"{articles[0].pk}:0")

    client.force_login(make_user("Editor"))

    assert "lead changed" not in text(client.get(FRONT))


@pytest.mark.crawl
def test_lead_is_made_in_one_press_from_the_story(client, editor, articles):
    story = story_of(articles[2])
    way = f"{FRONT}lead/{articles[2].pk}/"

    assert way in text(client.get(f"/admin/articles/story/{story.pk}/change/"))
    page = text(client.get(way))
    number = re.search(r'name="number" value="(\d+)"', page)[1]
    client.post(way, {"number": number, "hours": 24})

    assert top(client)[0] == articles[2]
    stale = client.post(f"{FRONT}lead/{articles[3].pk}/", {"number": number, "hours": 24})
    assert stale.status_code == 409
    assert top(client)[0] == articles[2]


@pytest.mark.crawl
def test_story_that_is_not_to_be_public_cannot_be_pinned(client, editor, articles):
    story = story_of(articles[0])
    story.withdraw(editor, story.version, "It was wrong.")

    answer = press(client, move=f"{articles[0].pk}:0")

    assert answer.status_code == 409
    assert "cannot be pinned" in text(answer)
    assert client.get(f"{FRONT}lead/{articles[0].pk}/").status_code == 404


@pytest.mark.crawl
def test_pinned_story_that_was_withdrawn_waits_and_can_be_taken_off(client, editor, articles):
    press(client, move=f"{articles[0].pk}:0")
    story = story_of(articles[0])
    story.withdraw(editor, story.version, "It was wrong.")

    page = text(client.get(FRONT))
    press(client, off=articles[0].pk)

    assert "was withdrawn" in page
    assert "was withdrawn" not in text(client.get(FRONT))
    assert not FrontDraft.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"move": "x"},
        {"move": "1:9"},
        {"move": "1"},
        {"off": "-1"},
        {"do": "burn"},
        {"do": "put", "number": "9" * 30},
        {"do": "put", "seen": "\x00"},
    ],
)
@pytest.mark.crawl
def test_bad_presses_get_a_sentence(client, editor, articles, sent):
    """DESIGN §4.13."""
    answer = client.post(FRONT, sent)

    assert answer.status_code in (400, 409)
    assert 'role="alert"' in text(answer)


@pytest.mark.crawl
def test_section_is_arranged_alone(client, editor, articles):
    address = f"{FRONT}?section=world"
    press(client, address, move=f"{articles[0].pk}:0")

    page = text(press(client, address, do="put"))

    assert "It is live." in page
    assert client.get("/world/").context["articles"][0] == articles[0]
    assert client.get(FRONT + "?section=nowhere").status_code == 404
    make_section("Town")
    other = press(client, f"{FRONT}?section=town", move=f"{articles[0].pk}:0")
    assert "another section" in text(other)


@pytest.mark.crawl
def test_history_tells_who_and_when_and_leads_back(client, editor, articles):
    Front.pin(articles[0], editor, 0)
    Front.pin(articles[1], editor, 1)
    page = text(client.get(f"{FRONT}history/"))

    client.post(f"{FRONT}history/", {"like": 1})

    assert page.count("lead changed") == 2
    assert "mara" in page
    assert FrontDraft.of(None, editor).arranged[0].article == articles[0].pk
    assert client.post(f"{FRONT}history/", {"like": 99}).status_code == 404


@pytest.mark.crawl
def test_page_stands_in_a_frame_of_the_desk_and_in_no_other(client, editor):
    framed, frame = client.get(FRONT), client.get(f"{FRONT}at/?width=desktop")

    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert "frame-src 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "DENY"


@pytest.mark.crawl
def test_stories_to_come_and_older_ones_are_found(client, editor, articles):
    page = text(client.get(f"{FRONT}find/?q=ferry"))

    assert f'value="{articles[0].pk}:0"' in page
    assert "Nothing is scheduled." in page


@pytest.mark.crawl
def test_banner_is_put_up_from_a_story_and_ended(client, editor, articles):
    address = f"{FRONT}breaking/?article={articles[0].pk}"
    page = text(client.get(address))
    assert articles[0].headline in page

    words = {"text": articles[0].headline, "minutes": 60, "article": articles[0].pk}
    client.post(address, words)
    assert Banner.objects.current().article == articles[0]
    assert "It ends by itself" in text(client.get(f"{FRONT}breaking/"))

    client.post(address, {"do": "end"})
    assert Banner.objects.current() is None
    refused = text(client.post(address, {"text": " ", "minutes": 7}))
    assert refused.count("errorlist") == 2


def test_journalist_and_moderator_do_not_arrange(client, editor, articles):
    """THREATS C2."""
    for role in ("Journalist", "Moderator"):
        client.force_login(make_user(role))
        assert client.get(FRONT).status_code == 403
        assert client.post(FRONT, {"move": f"{articles[0].pk}:0"}).status_code == 403
        assert FRONT not in text(client.get("/admin/"))
