"""The desk's lists: each answers its question, and costs the same for one row and for three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.lists import QUESTIONS, STATES
from articles.models import Story
from newsroom import database
from tests.cast import make_author, make_section, make_story, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/story/"


@pytest.fixture
def editor(client):
    user = make_user("Editor")
    client.force_login(user)
    return user


def titles(client, query: str) -> set[str]:
    """The titles of the rows that a list shows."""
    return {str(story) for story in client.get(LIST + query).context["rows"]}


def one_of_each(editor) -> None:
    make_story(headline="Draft")
    make_story(headline="In review").submit(editor, 1)
    approved = make_story(headline="Approved")
    approved.submit(editor, 1)
    approved.approve(editor, 1)
    make_story(headline="Scheduled").schedule(editor, 1, database.now() + timedelta(hours=1))
    make_story(headline="Published").publish(editor, 1)
    changed = make_story(headline="Published with unpublished changes")
    changed.publish(editor, 1)
    changed.claim(editor, 1)
    withdrawn = make_story(headline="Withdrawn")
    withdrawn.publish(editor, 1)
    withdrawn.withdraw(editor, 1, "Not so.")
    hidden = make_story(headline="Taken down without a word")
    hidden.publish(editor, 1)
    hidden.hide(editor, 1, "A court.")
    make_story(headline="Spiked").spike(editor, 1)
    expired = make_story(headline="Expired", expires_at=database.now() + timedelta(seconds=60))
    expired.publish(editor, 1)


@pytest.mark.crawl
def test_state_filter_agrees_with_the_word_beside_the_row(client, editor, clock):
    one_of_each(editor)
    clock.forward(minutes=2)

    for state in STATES:
        tab = "spiked" if state == "spiked" else "all"
        assert (state, titles(client, f"?list={tab}&state={state}")) == (state, {state.label})
        page = client.get(f"{LIST}?list={tab}&state={state}").content.decode()
        assert f"state--{state}" in page


@pytest.mark.crawl
def test_every_story_is_live_or_not(editor, clock):
    one_of_each(editor)
    clock.forward(minutes=2)

    live, others = (set(rows) for rows in (Story.objects.live(), Story.objects.not_live()))

    assert {story.state.value for story in live} == {"published", "changed"}
    assert live | others == set(Story.objects.all())
    assert live & others == set()


def test_own_ones_are_found_by_either_way(editor):
    for own in ({"owner": editor}, {"assignee": editor}, {"author": make_author(user=editor)}):
        make_story(**own)
    make_story(owner=editor, assignee=editor)
    make_story()

    assert Story.objects.own(editor).count() == 4
    assert set(Story.objects.own_found(editor)) == set(Story.objects.own(editor))


@pytest.mark.crawl
def test_lists_answer_their_question(client, editor):
    one_of_each(editor)
    make_story(owner=editor, headline="Mine")

    expected = {
        "mine": {"Mine"},
        "review": {"In review"},
        "scheduled": {"Scheduled"},
        "changed": {"Published with unpublished changes"},
        "published": {"Published", "Published with unpublished changes", "Expired"},
        "withdrawn": {"Withdrawn", "Taken down without a word"},
        "spiked": {"Spiked"},
    }
    for name, found in expected.items():
        assert (name, titles(client, f"?list={name}")) == (name, found)
    assert "Spiked" not in titles(client, "?list=all")


def test_empty_lists_tell_the_next_step(client, editor):
    for question in QUESTIONS.values():
        page = client.get(LIST + question.address).content.decode()
        assert question.empty in page


def test_list_search_finds_headline_text_and_working_title(client, editor):
    make_story(headline="Ferry stops")
    make_story(headline="Other", body="<p>The ferry is mentioned.</p>")
    make_story(headline="", working_title="ferry notes")
    make_story(headline="Nothing", body="<p>No ship.</p>")

    assert titles(client, "?q=FERRY") == {"Ferry stops", "Other", "ferry notes"}
    assert titles(client, "?q=%25") == set()


def test_list_filters_by_section_kind_and_language(client, editor):
    make_story(headline="A", section=make_section("World"), kind="opinion")
    make_story(headline="B", section=make_section("Culture"), language="nb")

    assert titles(client, f"?section={make_section('Culture').pk}") == {"B"}
    assert titles(client, "?kind=opinion") == {"A"}
    assert titles(client, "?language=nb") == {"B"}


@pytest.mark.parametrize(
    "query",
    [
        "?owner__password__startswith=p",
        "?id=1",
        "?o=-1.2",
        "?e=1",
        "?_popup=1&_to_field=id",
        "?list=nonsense",
        "?section=x",
        "?section=999999999999999999999",
        "?state=%27",
        "?q=" + "x" * 3000,
        "?all=",
        "?p=1000000000",
    ],
)
def test_list_answers_odd_addresses_as_the_plain_one(client, editor, query):
    """THREATS C3: no lookup but the listed ones, and no 500."""
    make_story(headline="Still here")

    assert titles(client, query) == {"Still here"}


@pytest.mark.parametrize("before", ["x", "1", "9" * 40 + "-1", "-1", "1-1-1"])
def test_list_with_a_bad_key_is_404(client, editor, before):
    assert client.get(f"{LIST}?before={before}").status_code == 404


def test_list_pages_by_its_last_row(client, editor, monkeypatch):
    monkeypatch.setattr("articles.admin.lists.LENGTH", 2)
    moment = database.now()
    for number in range(5):
        story = make_story(headline=f"Number {number}")
        Story.objects.filter(pk=story.pk).update(changed_at=moment)  # the same for all

    seen, query = [], ""
    for _ in range(3):
        answer = client.get(LIST + query)
        seen += [str(story) for story in answer.context["rows"]]
        query = answer.context["next"]

    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert query == ""


def test_scheduled_list_begins_with_what_comes_next(client, editor):
    for hours in (3, 1, 2):
        make_story(headline=f"In {hours}").schedule(
            editor, 1, database.now() + timedelta(hours=hours)
        )

    rows = client.get(f"{LIST}?list=scheduled").context["rows"]

    assert [str(story) for story in rows] == ["In 1", "In 2", "In 3"]


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _live(editor, **kwargs) -> Story:
    story = make_story(author=make_author(), assignee=editor, changed_by=editor, **kwargs)
    story.publish(editor, 1)
    return story


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("address", "count"),
    [(LIST, 7), (f"{LIST}?list=mine", 7), ("/admin/", 10)],
)
def test_list_costs_the_same_at_one_and_three_rows(client, editor, address, count):
    """DESIGN §4.12. That somebody came to the desk is noted once a visit."""
    client.get("/admin/")
    _live(editor).claim(editor, 1)
    at_one = _queries(client, address)
    _live(editor, section=make_section("Culture")).claim(editor, 1)
    _live(editor).claim(editor, 1)
    at_three = _queries(client, address)

    assert (at_one, at_three) == (count, count)


def test_journalist_sees_own_stories_only_and_no_list_of_all(client):
    user = make_user("Journalist")
    client.force_login(user)
    make_story(headline="Somebody’s").submit(make_user("Editor"), 1)
    make_story(headline="Mine", owner=user)

    for name in QUESTIONS:
        assert "Somebody’s" not in titles(client, f"?list={name}")
    assert titles(client, "?list=all") == {"Mine"}
    assert "All stories" not in client.get(LIST).content.decode()


def test_moderator_has_a_desk_without_stories(client):
    client.force_login(make_user("Moderator"))

    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(LIST).status_code == 403
