"""The desk's day in the admin: notes, marks, the shift's note, the news list, the home page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from articles.models import Note, ShiftNote, Story, day
from newsroom.database import now
from newsroom.models import Photo, User
from tests.cast import (
    make_article,
    make_photo,
    make_section,
    make_story,
    make_user,
    rewrite,
    story_of,
)

pytestmark = pytest.mark.django_db
BASE = "/admin/articles/story/"


@pytest.fixture
def editor(client):
    user = make_user("Editor", username="mira")
    client.force_login(user)
    return user


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_note_is_written_and_read_beside_the_story(client, editor):
    story = make_story(owner=editor)

    response = client.post(
        f"{BASE}{story.pk}/notes/", {"text": "Ask the purser.\n\n<b>Twice</b> @nobody"}, follow=True
    )

    said = response.content.decode()
    assert "Nobody who may see this story is called @nobody." in said
    assert "&lt;b&gt;Twice" in page(client, story.get_absolute_url())


def test_empty_note_gets_a_sentence(client, editor):
    story = make_story(owner=editor)

    response = client.post(f"{BASE}{story.pk}/notes/", {"text": "  "})

    assert response.status_code == 200
    assert "This field is required." in response.content.decode()
    assert Note.objects.count() == 0


def test_marks_are_counted_until_the_story_is_opened(client, editor):
    writer = make_user("Journalist")
    story = make_story(owner=writer, headline="The ferry")
    day.note(story, writer, "@mira")
    day.mark(story, [editor], "assigned", writer)

    assert client.get(f"{BASE}marks/").json() == {"count": 1}
    assert "mentioned you in this" in page(client, "/admin/")
    page(client, story.get_absolute_url())
    assert client.get(f"{BASE}marks/").json() == {"count": 0}


def test_assignment_in_the_form_calls_the_assigned(client, editor):
    story, kai = make_story(owner=editor), make_user("Journalist", username="kai")
    data = {"version": 1, "headline": story.headline, "body": story.body, "assignee": kai.pk}
    data |= {"owner": editor.pk, "kind": "news", "language": "en", "section": story.section_id}
    data |= {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0, "due_on": "2026-11-30"}

    client.post(story.get_absolute_url(), data)

    story.refresh_from_db()
    assert story.assignee == kai
    assert str(story.due_on) == "2026-11-30"
    assert [(mark.user, mark.kind) for mark in story.marks.all()] == [(kai, "assigned")]


def test_free_story_is_taken_with_a_press(client, editor):
    story = make_story()
    assert "Take it on" in page(client, story.get_absolute_url())

    client.post(f"{BASE}{story.pk}/take/")
    response = client.post(f"{BASE}{story.pk}/take/", follow=True)

    story.refresh_from_db()
    assert story.assignee == editor
    assert "Somebody has" in response.content.decode()


def test_shift_note_is_pinned_until_the_next(client, editor):
    client.post(f"{BASE}shift/", {"text": "The mayor calls back at nine."})
    client.post(f"{BASE}shift/", {"text": "The mayor called."})

    home, all_of_them = page(client, "/admin/"), page(client, f"{BASE}shift/")

    assert "The mayor called." in home
    assert "calls back" not in home
    assert "calls back" in all_of_them
    assert ShiftNote.objects.count() == 2


def test_plan_is_a_story_with_a_working_title(client, editor):
    section = make_section("City")

    client.post(
        f"{BASE}plan/",
        {"working_title": "Barrier vote", "section": section.pk, "due_on": "2026-12-01"},
    )

    story = Story.objects.get()
    assert (story.working_title, story.section, str(story.due_on)) == (
        "Barrier vote",
        section,
        "2026-12-01",
    )
    assert story.owner == editor


def test_plan_without_words_keeps_what_was_typed(client, editor):
    response = client.post(f"{BASE}plan/", {"working_title": "", "due_on": "2026-13-40"})

    assert response.status_code == 200
    assert 'value="2026-13-40"' in response.content.decode()
    assert Story.objects.count() == 0


def test_news_list_goes_by_day_and_section(client, editor):
    city, world = make_section("City", order=1), make_section("World", order=2)
    today = timezone.localdate()
    for headline, section, days in (
        ("Fourth", city, None),
        ("Third", world, 1),
        ("First", city, 0),
        ("Second", world, 0),
        ("Late", city, -2),
    ):
        due = None if days is None else today + timedelta(days)
        make_story(owner=editor, headline=headline, section=section, due_on=due)
    make_article(headline="Readers see this one")
    make_story(owner=editor, headline="Forgotten", due_on=today - timedelta(60))

    listed = page(client, f"{BASE}plan/").split('class="plan__day"', 1)[1]

    order = [
        listed.index(f">{name}</a>") for name in ("Late", "First", "Second", "Third", "Fourth")
    ]
    assert order == sorted(order)
    assert "Readers see this one" not in listed
    assert "Forgotten" not in listed


def test_scheduled_story_stands_on_the_news_list(client, editor):
    story = make_story(owner=editor, headline="Goes out at six")
    story.schedule(editor, story.version, now() + timedelta(hours=5))

    assert "Goes out at six" in page(client, f"{BASE}plan/")


def test_late_story_is_named_on_the_home_page(client, editor):
    make_story(owner=editor, headline="Overdue", due_on=timezone.localdate() - timedelta(1))

    home = page(client, "/admin/")

    assert 'id="panel-late"' in home


@pytest.mark.crawl
@pytest.mark.parametrize("place", ["lead", "inside"])
def test_scheduled_story_with_something_missing_is_named_on_the_home_page(client, editor, place):
    """The credit was there when it was scheduled, and was emptied afterwards."""
    photo, whole = make_photo(), make_photo()
    figure = f'<figure><img src="/admin/photos/{photo.token}/640.webp" alt="x"></figure>'
    own = {"lead_photo": photo} if place == "lead" else {"body": f"<p>It left.</p>{figure}"}
    for fields in (own, {"lead_photo": whole, "headline": "Nothing missing"}):
        story = make_story(**{"headline": "A credit missing", **fields})
        story.schedule(editor, story.version, now() + timedelta(hours=5))
    before = page(client, "/admin/")
    Photo.objects.filter(pk=photo.pk).update(credit=" ")

    panel = page(client, "/admin/").partition('id="panel-lacking"')[2].partition("</section>")[0]

    assert 'id="panel-lacking"' not in before
    assert "A credit missing" in panel
    assert "Nothing missing" not in panel


def test_journalist_sees_the_own_plan_only(client):
    user = make_user("Journalist")
    client.force_login(user)
    make_story(owner=make_user("Journalist"), headline="Canary")
    make_story(owner=user, headline="Mine")

    listed = page(client, f"{BASE}plan/")

    assert "Mine" in listed
    assert "Canary" not in listed


def test_since_you_were_here_tells_what_others_did(client, clock):
    """Issue 5, point 17: of stories that one may see; a reload is the same visit."""
    user, other = make_user("Journalist"), make_user("Editor", username="mira")
    client.force_login(user)
    mine = make_story(owner=user, headline="Mine")
    hidden = make_story(owner=other, headline="Canary")
    assert "Since you were here" not in page(client, "/admin/")

    clock.forward(minutes=31)
    mine.submit(user, mine.version)
    for story in (mine, hidden):
        story.publish(other, story.version)
    clock.forward(minutes=31)
    home = [page(client, "/admin/") for _ in range(2)][1]

    told = home.split('id="panel-since"')[1].split("</section>")[0]
    assert told.count('class="row"') == 1
    assert "mira published it" in told
    assert "Canary" not in home
    clock.forward(minutes=31)
    assert "Nobody else has done anything since" in page(client, "/admin/")


@pytest.mark.crawl
def test_since_you_were_here_is_ten_lines_at_most(client, clock, editor):
    page(client, "/admin/")
    clock.forward(minutes=31)
    for _ in range(11):
        make_article()
    clock.forward(minutes=31)

    home = page(client, "/admin/")

    assert home.split('id="panel-since"')[1].split("</section>")[0].count('class="row"') == 10


def test_others_edits_are_told_of_own_stories_only(client, clock, editor):
    own, foreign = make_story(owner=editor), make_story()
    page(client, "/admin/")
    clock.forward(minutes=31)
    for story in (own, foreign):
        rewrite(story, foreign.owner, headline="Changed")
    clock.forward(minutes=31)

    home = page(client, "/admin/")

    assert home.count("changed headline") == 1


@pytest.mark.crawl
def test_editors_are_warned_of_an_old_lead(client, clock, editor):
    article = make_article(headline="The lead")
    clock.forward(hours=11)
    assert "lead is older" not in page(client, "/admin/")

    clock.forward(hours=2)
    assert 'id="panel-lead"' in page(client, "/admin/")
    client.force_login(make_user("Journalist"))
    assert "lead is older" not in page(client, "/admin/")
    client.force_login(editor)
    story = story_of(article)
    story.develop(editor, story.version)
    story.add_line(editor, story.version, "It is back")
    assert "lead is older" not in page(client, "/admin/")


def test_home_has_each_list_in_its_order(client, editor):
    """One question finds them all, and none has another's stories."""
    today = timezone.localdate()
    for days in (1, 3, 2):
        make_story(headline=f"Late {days}", due_on=today - timedelta(days))
    for number in range(8):
        story = make_story(owner=editor, headline=f"Mine {number}")
        rewrite(story, editor, standfirst="Changed.")
    for hours in (2, 1):
        story = make_story(headline=f"Out {hours}")
        story.schedule(editor, story.version, now() + timedelta(hours=hours))
    story = make_story(headline="To read")
    story.submit(story.owner, story.version)

    home = page(client, "/admin/")

    def rows(name):
        part = home.split(f'id="panel-{name}"')[1].split("</section>")[0]
        return re.findall(r'class="row__title"[^>]*>([^<]*)<', part)

    assert rows("late") == ["Late 3", "Late 2", "Late 1"]
    assert rows("mine") == [f"Mine {n}" for n in (7, 6, 5, 4, 3, 2)]
    assert rows("scheduled") == ["Out 1", "Out 2"]
    assert rows("review") == ["To read"]


@pytest.mark.parametrize("count", [1, 3])
def test_home_and_news_list_ask_at_most_twelve_times(client, editor, count):
    """Issue 5, point 17: who comes back is noted with one more than a reload asks."""
    today = timezone.localdate()
    make_article()
    for number in range(count):
        story = make_story(owner=editor, headline=f"S{number}", due_on=today - timedelta(1))
        day.mark(story, [editor], "assigned", make_user("Journalist"))
    page(client, "/admin/")

    User.objects.filter(pk=editor.pk).update(desk_seen_at=now() - timedelta(hours=1))
    with assertNumQueries(12):
        client.get("/admin/")
    with assertNumQueries(11):
        client.get("/admin/")
    with assertNumQueries(7):
        client.get(f"{BASE}plan/")
    with assertNumQueries(6):
        client.get(f"{BASE}marks/")
