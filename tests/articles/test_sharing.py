"""What somebody without an account gets by a link, and everybody else (THREATS B1, B3)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertNumQueries

from articles import guesses
from articles.models import ShareAnswer, ShareLink, ShareVisit, Story
from newsroom.html import clean
from newsroom.pagecache import PageCache
from tests.articles.rows import photo_row
from tests.cast import make_author, make_photo, make_section, make_story, make_user
from tests.newsroom.paper import Paper, ask, listening_store

pytestmark = pytest.mark.crawl  # thorough, and slow

TOKEN = "t" * 43
PATH = f"/share/{TOKEN}/"


@pytest.fixture(autouse=True)
def _no_guesses_yet(db):
    cache.clear()


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def photos():
    return make_photo(alt="The quay"), photo_row(alt="The nets")


@pytest.fixture
def story(editor, photos):
    lead, inside = photos
    picture = f'<figure><img src="/admin/photos/{inside.token}/640.webp" alt="Nets"></figure>'
    return make_story(
        owner=editor,
        headline="Zqhead the ferry",
        standfirst="Zqstand it came back.",
        working_title="Zqworking",
        body=clean(f"<p>Zqone left.</p>{picture}<p>Zqtwo came.</p><p>Zqthree stayed.</p>"),
        lead_photo=lead,
        lead_caption="Zqcaption",
        place="Zqplace",
        tags=["zqtag"],
        author=make_author("Ines Zqname", short_bio="Zqbio", portrait=photo_row()),
        section=make_section("Zqsection"),
    )


def share(story, token: str = TOKEN, **choices) -> ShareLink:
    return ShareLink.make(story, story.owner, token, 3, **{"label": "Zqlabel", **choices})


def text(answer) -> str:
    return answer.content.decode()


def canaries(answer) -> set[str]:
    return set(re.findall(r"(?i)zq[a-z]+", text(answer)))


# Reading


def test_link_shows_the_story_and_no_word_of_the_desk(client, story):
    share(story)

    answer = client.get(PATH)

    assert answer.status_code == 200
    assert "<strong>Not published.</strong>" in text(answer)
    seen = {word.lower() for word in canaries(answer)}
    shown = ("head", "stand", "one", "two", "three", "caption", "place", "name", "section")
    assert seen == {f"zq{word}" for word in shown}


def test_page_says_that_nobody_may_keep_or_find_it(client, story):
    """THREATS B1: noindex, no-store, no referrer; no cookie is set, none is asked for."""
    share(story)

    answer = client.get(PATH)

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"].startswith("noindex, nofollow, noarchive")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in text(answer)
    assert '<meta name="referrer" content="no-referrer">' in text(answer)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_page_is_the_same_whoever_asks_and_leads_to_no_picture_but_the_links(client, story):
    share(story)
    anonymous = text(client.get(PATH))
    client.force_login(story.owner)

    signed_in = client.get(PATH)

    assert text(signed_in) == anonymous
    assert "Cookie" not in signed_in.get("Vary", "")
    assert f'src="{PATH}' in anonymous
    for root in ("/admin/", "/media/", "http://", "https://"):
        assert root not in anonymous.replace(f"{PATH}", "")


def test_link_to_the_story_follows_its_words_and_one_to_a_version_does_not(client, story):
    share(story), share(story, token="v" * 43, of=1)
    Story.objects.filter(pk=story.pk).update(headline="Afterwards", version=2)

    present, version = client.get(PATH), client.get(f"/share/{'v' * 43}/")

    assert "Afterwards" in text(present)
    assert "Afterwards" not in text(version)
    assert "Zqhead" in text(version)


def test_chosen_passages_come_alone(client, story):
    """B1: neither the headline nor a name nor a picture comes with them."""
    share(story, of=1, passages=["1", "4"])

    answer = client.get(PATH)

    assert canaries(answer) == {"Zqone", "Zqthree"}
    assert "[…]" in text(answer)
    assert "<img" not in text(answer)
    assert "You see a part of the text." in text(answer)


def test_label_stands_over_the_page_only_if_so_chosen(client, story):
    share(story), share(story, token="w" * 43, is_watermarked=True)

    plain, marked = client.get(PATH), client.get(f"/share/{'w' * 43}/")

    assert "Zqlabel" not in text(plain)
    assert text(marked).count('data-mark="Zqlabel"') == 24


def test_hostile_words_stay_words(client, story):
    """THREATS A4."""
    hostile = "<script>alert(1)</script>\"'>"
    Story.objects.filter(pk=story.pk).update(headline=hostile, standfirst=hostile)
    share(story, label=hostile, is_watermarked=True)

    assert "<script" not in text(client.get(PATH))


def test_visits_are_counted_by_the_hour_and_a_look_at_the_head_is_none(client, story):
    link = share(story)
    client.get(PATH, HTTP_USER_AGENT="Somebody/1.0", REMOTE_ADDR="192.0.2.7")
    client.get(PATH)
    client.head(PATH)

    assert [(v.link, v.count) for v in ShareVisit.objects.all()] == [(link, 2)]


@pytest.mark.parametrize("pictures", [1, 3])
def test_page_takes_the_same_queries_however_long_the_text(client, story, pictures):
    """DESIGN §4.12."""
    figure = '<figure><img src="/admin/photos/{}/640.webp" alt="x"></figure>'
    body = "".join(f"<p>A.</p>{figure.format(photo_row().token)}" for _ in range(pictures))
    Story.objects.filter(pk=story.pk).update(body=clean(body))
    share(story)
    client.get(PATH)

    with assertNumQueries(10):
        client.get(PATH)


# Nothing there


def unknown(story):
    """Nobody ever made it."""


def ended(story):
    share(story).end(story.owner)


def over(story):
    link = share(story)
    ShareLink.objects.filter(pk=link.pk).update(
        created_at=link.created_at - timedelta(days=4),
        expires_at=link.expires_at - timedelta(days=3),
    )


def spiked(story):
    share(story)
    story.spike(story.owner, 1)


def taken_down(story):
    share(story)
    story.publish(story.owner, 1)
    story.hide(story.owner, 1, "A court.")


def erased(story):
    share(story)
    story.spike(story.owner, 1)
    Story.objects.filter(pk=story.pk).delete()


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("end", [unknown, ended, over, spiked, taken_down, erased])
def test_what_is_over_answers_as_what_never_was(client, story, end, method):
    """THREATS B3: status, headers and page are those of any address where nothing is."""
    nothing = client.get("/nowhere/at/all/")
    end(story)

    answer = getattr(client, method)(PATH)

    assert answer.status_code == nothing.status_code == 404
    assert dict(answer.headers) == dict(nothing.headers)
    assert method == "head" or answer.content == nothing.content


@pytest.mark.parametrize("path", ["/share/", "/share/x/", f"/share/{'t' * 42}/", f"{PATH}x/"])
def test_what_is_no_token_is_nothing(client, story, path):
    share(story)

    assert client.get(path).status_code == 404


def test_guesses_are_slowed_and_forgotten(client, story, settings):
    """THREATS D5: a keyed hash of the address counts, for ten minutes; others are served."""
    share(story)
    for number in range(guesses.MOST):
        assert client.get(f"/share/{number:043}/").status_code == 404

    slowed = client.get(f"/share/{'x' * 43}/")
    found = client.get(PATH)
    other = client.get(PATH, REMOTE_ADDR="192.0.2.7")

    assert (slowed.status_code, found.status_code, other.status_code) == (429, 429, 200)
    assert slowed["Retry-After"] == "600"
    assert not slowed.cookies


def test_household_of_an_ipv6_address_shares_one_count(rf):
    sources = ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")

    keys = [guesses._key(rf.get("/", REMOTE_ADDR=source)) for source in sources]

    assert keys[0] == keys[1] != keys[2]
    assert not any("2001" in key for key in keys)


def test_no_kept_page_is_a_shared_one():
    """DESIGN §4.5 and §4.6: it passes by the cache of whole pages, whatever its headers said."""
    store, paper = listening_store(), Paper()
    pages = PageCache(paper, store)

    for _ in range(2):
        ask(pages, PATH)

    assert len(paper.asked) == 2
    assert not store.pages


# Pictures


def picture(photo, token: str = TOKEN, width: int = 320) -> str:
    return f"/share/{token}/{photo.token}/{width}.webp"


def test_picture_comes_by_the_link_and_ends_with_it(client, story, photos):
    """THREATS B4."""
    link = share(story)

    sent = client.get(picture(photos[0]))
    link.end(story.owner)
    gone = client.get(picture(photos[0]))

    assert (sent.status_code, sent["Content-Type"]) == (200, "image/webp")
    assert sent["Cache-Control"] == "private, no-store"
    assert sent["Referrer-Policy"] == "no-referrer"
    assert gone.status_code == 404
    assert client.get(f"/media/{photos[0].token}/320.webp").status_code == 404


def test_picture_that_the_page_does_not_show_is_not_there(client, story, photos):
    share(story, of=1, passages=["1"])
    share(story, token="w" * 43)

    other = client.get(picture(make_photo(), token="w" * 43))
    hidden = client.get(picture(photos[0]))
    wrong_width = client.get(picture(photos[0], token="w" * 43, width=321))

    assert [a.status_code for a in (other, hidden, wrong_width)] == [404, 404, 404]


# Answering


@pytest.fixture
def lawyer():
    """Somebody without a cookie, as the real checks see them."""
    return Client(enforce_csrf_checks=True)


def read_of(answer) -> str:
    return re.search(r'name="read" value="([0-9a-f]{64})"', text(answer))[1]


def test_lawyer_answers_without_a_cookie_and_sees_it(lawyer, story):
    """DESIGN §4.10: no script, no session; DESIGN §4.6: none is made."""
    share(story, may_answer=True)
    read = read_of(lawyer.get(PATH))
    form = {"read": read, "verdict": "not_cleared", "note": "Who <b>says</b> so?\r\nName him."}

    answers = [lawyer.post(PATH, form) for _ in range(2)]
    page = text(lawyer.get(PATH))

    assert [(a.status_code, a["Location"]) for a in answers] == [(303, f"{PATH}#answers")] * 2
    assert not lawyer.cookies
    given = ShareAnswer.objects.get()
    assert (given.verdict, given.note) == ("not_cleared", "Who <b>says</b> so?\nName him.")
    assert given.revision.content["body"] == story.body
    assert "<b>Not cleared</b>" in page
    assert "Who &lt;b&gt;says&lt;/b&gt; so?<br>Name him." in page


def test_answer_to_words_that_changed_is_given_back_with_the_new_words(lawyer, story):
    """DESIGN §4.14: what was typed is never the price."""
    share(story, may_answer=True)
    read = read_of(lawyer.get(PATH))
    Story.objects.filter(pk=story.pk).update(body="<p>Now otherwise.</p>")

    answer = lawyer.post(PATH, {"read": read, "verdict": "note", "note": "An hour’s work"})

    assert answer.status_code == 409
    assert "The text was changed while you read it" in text(answer)
    assert "An hour’s work" in text(answer)
    assert "Now otherwise." in text(answer)
    assert read_of(answer) != read
    assert not ShareAnswer.objects.exists()


def test_incomplete_answer_to_changed_words_says_that_they_changed(lawyer, story):
    """Else the second try would clear words that were never read."""
    share(story, may_answer=True)
    read = read_of(lawyer.get(PATH))
    Story.objects.filter(pk=story.pk).update(body="<p>Now otherwise.</p>")

    answer = lawyer.post(PATH, {"read": read, "note": "Fine."})

    assert answer.status_code == 409
    assert "The text was changed while you read it" in text(answer)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose one of the three."),
        ({"verdict": "perhaps"}, "Select a valid choice"),
        ({"verdict": "note", "note": "  "}, "Write your note."),
        ({"verdict": "cleared", "note": "a\0b"}, "NUL character"),
        ({"verdict": "cleared", "note": "a" * 4001}, "at most 4000"),
    ],
)
def test_incomplete_answer_gets_a_sentence(lawyer, story, form, sentence):
    share(story, may_answer=True)
    read = read_of(lawyer.get(PATH))

    answer = lawyer.post(PATH, {"read": read, **form})

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert not ShareAnswer.objects.exists()


def test_link_that_may_not_answer_has_no_form_and_takes_none(lawyer, story):
    share(story)

    page, answer = lawyer.get(PATH), lawyer.post(PATH, {"verdict": "cleared"})

    assert "<form" not in text(page)
    assert answer.status_code == 404
    assert not ShareAnswer.objects.exists()


def test_full_link_keeps_what_was_typed(lawyer, story, monkeypatch):
    monkeypatch.setattr("articles.models.sharing.MOST_ANSWERS", 0)
    share(story, may_answer=True)
    read = read_of(lawyer.get(PATH))

    answer = lawyer.post(PATH, {"read": read, "verdict": "note", "note": "My words"})

    assert answer.status_code == 409
    assert "takes no more answers" in text(answer)
    assert "My words" in text(answer)


def test_erasing_needs_no_more_than_the_command(client, story, clock):
    share(story, may_answer=True)
    story.spike(story.owner, 1)
    clock.forward(days=31)

    call_command("erase_spiked")

    assert client.get(PATH).status_code == 404
    assert not ShareLink.objects.exists()
