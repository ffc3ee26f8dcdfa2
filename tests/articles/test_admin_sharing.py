"""The desk's page of a story's links: who may, what is shown once, what is said of an answer."""

import re

import pytest

from articles import passages
from articles.models import ShareLink, Story
from tests.articles.test_admin import address
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db
LINK = re.compile(r'value="http[^"]*(/share/[\w-]{43}/)"')


@pytest.fixture
def journalist(client):
    user = make_user("Journalist", first_name="Jo", last_name="Lind")
    client.force_login(user)
    return user


@pytest.fixture
def story(journalist):
    return make_story(owner=journalist, headline="The ferry", standfirst="It came back.")


def text(answer) -> str:
    return answer.content.decode()


def form(client, story, query: str = "", **changes) -> dict:
    """What the page's form sends."""
    page = text(client.get(address("share", story.pk) + query))
    hidden = dict(re.findall(r'name="(version|seed)" value="([^"]*)"', page))
    return {**hidden, "label": "A1", "days": "3", "of": "present", **changes}


def make(client, story, query: str = "", **changes):
    data = form(client, story, query, **changes)
    return client.post(address("share", story.pk) + query, data)


def test_link_is_made_and_shown_once(client, story, journalist):
    answer = make(client, story, is_watermarked="on", may_answer="on")

    path = LINK.search(text(answer))[1]
    link = ShareLink.objects.get()
    assert client.get(path).status_code == 200
    assert (link.label, link.created_by, link.revision, link.passages) == (
        "A1",
        journalist,
        None,
        [],
    )
    assert (link.is_watermarked, link.may_answer) == (True, True)
    assert round((link.expires_at - link.created_at).total_seconds() / 86400) == 3
    later = text(client.get(address("share", story.pk)))
    assert "A1" in later
    assert LINK.search(later) is None


def test_form_sent_twice_shows_the_same_link_again(client, story):
    """THREATS F3: the address of the first answer may have been lost."""
    data = form(client, story)

    pages = [text(client.post(address("share", story.pk), data)) for _ in range(2)]

    assert LINK.search(pages[0])[1] == LINK.search(pages[1])[1]
    assert ShareLink.objects.count() == 1


def test_same_seed_for_another_choice_is_another_link(client, story):
    data = form(client, story)

    pages = [
        text(client.post(address("share", story.pk), data | more)) for more in ({}, {"label": "B"})
    ]

    assert LINK.search(pages[0])[1] != LINK.search(pages[1])[1]


def test_passages_are_offered_and_bound_to_the_version(client, story):
    page = text(client.get(address("share", story.pk)))
    answer = make(client, story, of="passages", passages=["standfirst", "2"])

    link = ShareLink.objects.get()
    assert "Headline: The ferry" in page
    assert "It came back empty." in page
    assert (link.passages, link.revision.version) == (["standfirst", "2"], 1)
    shared = text(client.get(LINK.search(text(answer))[1]))
    assert "It came back empty." in shared
    assert "The ferry" not in shared


def test_earlier_text_is_shared_as_it_was(client, story, journalist):
    kept = story.keep("named", journalist, "Before lunch")
    Story.objects.filter(pk=story.pk).update(headline="After lunch", version=2)

    page = text(client.get(address("share", story.pk) + f"?revision={kept.pk}"))
    make(client, story, f"?revision={kept.pk}", of="version")

    assert "Before lunch" in page or "Named" in page
    assert 'value="present"' not in page
    assert ShareLink.objects.get().revision == kept
    revision = text(client.get(address("revision", story.pk, kept.pk)))
    assert f"{address('share', story.pk)}?revision={kept.pk}" in revision


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "٣"])
def test_earlier_text_of_another_story_is_not_there(client, story, asked):
    others = make_story().keep("named", story.owner, "Theirs")

    for wrong in (asked, others.pk):
        assert client.get(address("share", story.pk) + f"?revision={wrong}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"label": " "}, "Give the link a label"),
        ({"label": "a" * 61}, "at most 60"),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "31"}, "less than or equal to 30"),
        ({"days": "soon"}, "Enter a whole number"),
        ({"of": "everything"}, "Select a valid choice"),
        ({"of": "passages"}, "Tick at least one passage"),
        ({"of": "passages", "passages": ["99"]}, "Select a valid choice"),
        ({"of": "present", "passages": ["1"]}, "You ticked passages"),
        ({"seed": "x"}, "Enter a valid value"),
    ],
)
def test_wrong_choice_gets_a_sentence_and_makes_no_link(client, story, wrong, sentence):
    answer = make(client, story, **{"label": "Kept", **wrong})

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert not ShareLink.objects.exists()


def test_version_that_moved_on_is_409_and_keeps_what_was_chosen(client, story, journalist):
    data = form(client, story, of="version", label="Kept label")
    story.claim(journalist, 1)

    answer = client.post(address("share", story.pk), data)

    assert answer.status_code == 409
    assert "Kept label" in text(answer)
    assert "No link was made" in text(answer)
    assert not ShareLink.objects.exists()


def test_link_is_ended_at_once_by_its_button(client, story):
    path = LINK.search(text(make(client, story)))[1]
    link = ShareLink.objects.get()

    ended = client.post(address("end_share", story.pk, link.pk))

    assert ended["Location"] == address("share", story.pk)
    assert client.get(path).status_code == 404
    assert client.get(address("end_share", story.pk, link.pk)).status_code == 404
    page = text(client.get(address("share", story.pk)))
    assert "End it now" not in page
    history = text(client.get(address("history", story.pk)))
    assert "made a link to share it" in history
    assert "ended a shared link" in history


def test_link_of_another_story_is_not_ended_through_mine(client, story):
    """THREATS C1."""
    other = make_story()
    link = ShareLink.make(other, other.owner, "o" * 43, 3, label="Theirs")

    answers = [client.post(address("end_share", pk, link.pk)) for pk in (story.pk, other.pk)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert ShareLink.objects.open().count() == 1


def test_visits_are_told_by_the_hour(client, story):
    path = LINK.search(text(make(client, story)))[1]
    client.get(path), client.get(path)

    page = text(client.get(address("share", story.pk)))

    assert "Opened 2 times" in page
    assert "2 in the hour from" in page


def test_answer_stands_on_the_writing_page_until_the_words_change(client, story, journalist):
    link = ShareLink.make(story, journalist, "t" * 43, 3, label="Kanzlei 7", may_answer=True)
    answer = link.answer(passages.fingerprint(link.content()), "cleared", "As <agreed>.")

    before = text(client.get(address("change", story.pk)))
    Story.objects.filter(pk=story.pk).update(body="<p>Otherwise.</p>", version=2)
    after, listed = (text(client.get(address(page, story.pk))) for page in ("change", "share"))

    read = address("revision", story.pk, answer.revision_id)
    for page in (before, after, listed):
        assert "Kanzlei 7" in page
        assert "As &lt;agreed&gt;." in page
        assert read in page
    assert "The cleared text has changed since." not in before
    assert "The cleared text has changed since." in after
    assert "The cleared text has changed since." in listed
    assert "It came back empty." in text(client.get(read))


def test_spiked_story_offers_no_link(client, story, journalist):
    story.spike(journalist, 1)

    page, answer = client.get(address("share", story.pk)), make(client, story)

    assert "Restore it first" in text(page)
    assert not ShareLink.objects.exists()
    assert answer.status_code in (200, 409)


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_one_link_and_three(
    client, story, journalist, number, django_assert_num_queries
):
    """DESIGN §4.12."""
    for n in range(number):
        link = ShareLink.make(story, journalist, f"{n}" * 43, 3, label=f"L{n}", may_answer=True)
        link.answer(passages.fingerprint(link.content()), "cleared", "")

    with django_assert_num_queries(16):
        client.get(address("share", story.pk))
