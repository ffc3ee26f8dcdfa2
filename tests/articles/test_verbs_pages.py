"""The verbs' pages: what they say before, what they do, and what they answer to the slower one."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from articles.models import Address, Article, Story
from newsroom import database
from newsroom.models import Site
from tests.articles.test_admin import address, fields
from tests.cast import make_author, make_photo, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def journalist(client):
    user = make_user("Journalist")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_user("Editor", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


def press(client, story, verb: str, **data):
    return client.post(address("verb", story.pk, verb), {"version": story.version, **data})


def text(answer) -> str:
    return answer.content.decode()


# The whole way


def test_story_goes_the_whole_way_through_its_pages(client, editor):
    writer = make_user("Journalist")
    story = make_story(owner=writer)
    steps = [
        (writer, "submit", {}, "in_review"),
        (editor, "send_back", {"note": "Who says so?"}, "draft"),
        (writer, "submit", {}, "in_review"),
        (editor, "approve", {}, "approved"),
        (editor, "schedule", {"at": _local(hours=3)}, "scheduled"),
        (editor, "unschedule", {}, "draft"),
        (editor, "publish", {}, "published"),
        (writer, "correct", {"kind": "correction", "text": "It was six, not seven."}, "published"),
        (editor, "move", {"slug": "another-way"}, "published"),
        (editor, "withdraw", {"reason": "A named person is not the one."}, "withdrawn"),
        (editor, "reinstate", {}, "published"),
    ]

    for user, verb, data, state in steps:
        client.force_login(user)
        answer = press(client, story, verb, **data)
        story.refresh_from_db()
        assert (verb, answer.status_code, story.state) == (verb, 302, state)

    assert story.article.slug == "another-way"
    client.force_login(editor)
    page = text(client.get(address("history", story.pk)))
    for words in ("Ada Berg", "sent it back", "Who says so?", "withdrew it", "reinstated it"):
        assert words in page


def test_verb_page_does_nothing_by_a_get(client, editor):
    story = make_story()

    for verb in ("submit", "publish", "schedule", "spike"):
        answer = client.get(address("verb", story.pk, verb) + "?version=1")
        assert answer.status_code == 200

    story.refresh_from_db()
    assert (story.status, story.article, story.transitions.count()) == ("draft", None, 0)


def test_publish_says_so_and_leads_to_the_article(client, journalist):
    story = make_story(owner=journalist)

    answer = client.post(address("verb", story.pk, "publish"), {"version": 1}, follow=True)

    assert Article.objects.get().get_absolute_url() in text(answer)
    assert "Readers see it now." in text(answer)


# What is missing


@pytest.mark.crawl
def test_publish_lists_everything_missing_at_once_with_the_way_there(client, journalist):
    photo = make_photo(alt="", credit="", uploaded_by=journalist)
    story = make_story(
        owner=journalist, headline="", section=None, body="", byline_choice="", lead_photo=photo
    )

    shown = text(client.get(address("verb", story.pk, "publish")))
    refused = press(client, story, "publish", note="My note stays")

    form = address("change", story.pk)
    for field in ("headline", "section", "byline_choice", "body"):
        assert f"{form}#field-{field}" in shown
        assert f'id="field-{field}"' in text(client.get(form))
    picture = reverse("admin:newsroom_photo_change", args=[photo.pk])
    for field in ("alt", "credit"):
        assert f"{picture}#id_{field}" in shown
        assert f'id="id_{field}"' in text(client.get(picture))
    assert "needs a credit" in shown
    assert refused.status_code == 200
    assert "My note stays" in text(refused)
    assert "That could not be done." in text(refused)
    assert Article.all_objects.count() == 0


@pytest.mark.parametrize(
    ("verb", "data", "sentence"),
    [
        ("send_back", {"note": "  "}, "Say what should change"),
        ("withdraw", {"reason": ""}, "Tell readers why"),
        ("correct", {"kind": "correction", "text": " "}, "Say what was wrong"),
        ("correct", {"kind": "joke", "text": "x"}, "Select a valid choice"),
        ("move", {"slug": "No Good"}, "Use small letters"),
        ("move", {"slug": ""}, "Use small letters"),
        ("schedule", {"at": ""}, "Choose the date and the time"),
        ("schedule", {"at": "soon"}, "Write a date and a time"),
        ("schedule", {"at": "2001-01-01T00:00"}, "still to come"),
        ("schedule", {"at": "0000-01-01T00:00"}, "Write a date and a time"),
        ("schedule", {"at": "9999-12-31T23:59"}, "Choose a year"),
        ("schedule", {"at": "2001-01-01T00:00", "note": "a\0b"}, "NUL character"),
    ],
)
def test_verb_asks_for_what_it_needs(client, editor, verb, data, sentence):
    story = make_story()
    before = {"send_back": ["submit"], "schedule": []}.get(verb, ["publish"])
    for step in before:
        getattr(story, step)(editor, 1)

    answer = press(client, story, verb, **data)

    assert answer.status_code == 200
    assert sentence in text(answer)
    story.refresh_from_db()
    assert story.transitions.count() == len(before)


def test_verb_without_a_version_is_refused(client, journalist):
    story = make_story(owner=journalist)

    for version in ("", "one", "-1", "9" * 30):
        answer = client.post(address("verb", story.pk, "publish"), {"version": version})
        assert answer.status_code == 200
    assert Article.all_objects.count() == 0


# Times in the site's zone (THREATS B7)


def test_schedule_takes_the_time_in_the_sites_zone_and_names_it(client, editor):
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    story = make_story()
    year = timezone.now().year + 1

    page = text(client.get(address("verb", story.pk, "schedule")))
    press(client, story, "schedule", at=f"{year}-07-01T18:00")

    story.refresh_from_db()
    assert "Europe/Berlin" in page
    assert story.article.published_at.isoformat() == f"{year}-07-01T16:00:00+00:00"


def test_schedule_refuses_a_time_that_does_not_exist(client, editor):
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    story = make_story()

    answer = press(client, story, "schedule", at="2027-03-28T02:30")

    assert "this time does not exist" in text(answer)
    assert 'value="2027-03-28T02:30"' in text(answer)
    assert Article.all_objects.count() == 0


@pytest.mark.parametrize(("fold", "hour"), [("0", "00:30"), ("1", "01:30")])
def test_schedule_asks_which_of_two_times_is_meant(client, editor, fold, hour):
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    story = make_story()

    asked = text(press(client, story, "schedule", at="2027-10-31T02:30"))
    press(client, story, "schedule", at="2027-10-31T02:30", fold=fold)

    story.refresh_from_db()
    assert "this time comes twice" in asked
    assert 'name="fold"' in asked
    assert story.article.published_at.isoformat() == f"2027-10-31T{hour}:00+00:00"


def test_scheduled_story_that_changed_offers_to_update_what_goes_out(client, editor):
    story = make_story(headline="First words")
    story.schedule(editor, 1, database.now() + timedelta(hours=2))
    client.post(address("change", story.pk), fields(story, headline="Second words"))

    page = text(client.get(address("change", story.pk)))
    story.refresh_from_db()
    assert "changed since it was scheduled" in page
    assert "Save and update what goes out" in page
    assert story.article.headline == "First words"

    press(client, story, "update_scheduled")
    story.article.refresh_from_db()
    assert story.article.headline == "Second words"


# Two people (DESIGN §4.3)


def test_verb_on_an_old_version_is_409_and_says_who_was_faster(client, editor):
    story = make_story()
    story.claim(make_user("Journalist", first_name="Jo", last_name="Lind"), 1, "headline")

    answer = press(client, Story(pk=story.pk, version=1), "publish", note="Mine")

    page = text(answer)
    assert answer.status_code == 409
    assert "Jo Lind changed headline" in page
    assert "Mine" in page
    assert f"{address('verb', story.pk, 'publish')}?version=2" in page
    assert address("preview", story.pk) in page
    assert Article.all_objects.count() == 0


def test_verb_page_of_an_old_version_is_409_before_it_is_pressed(client, editor):
    story = make_story()
    story.claim(make_user("Journalist"), 1)

    answer = client.get(address("verb", story.pk, "publish") + "?version=1")

    assert answer.status_code == 409


def test_verb_pressed_twice_is_done_once(client, editor):
    story = make_story()

    first = press(client, story, "publish")
    second = press(client, story, "publish")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Ada Berg published it" in text(second)
    assert story.transitions.filter(verb="publish").count() == 1


# Roles (DESIGN §5)


@pytest.mark.parametrize("verb", ["approve", "send_back", "schedule", "withdraw", "move"])
def test_editors_verbs_are_403_for_a_journalist_on_an_own_story(client, journalist, verb):
    story = make_story(owner=journalist)

    for answer in (
        client.get(address("verb", story.pk, verb)),
        press(client, story, verb, note="x", reason="x", slug="x", at=_local(hours=1)),
    ):
        assert answer.status_code == 403
        assert "Your role does not allow this" in text(answer)
    story.refresh_from_db()
    assert (story.status, story.article) == ("draft", None)


def test_publish_can_be_taken_from_journalists(client, journalist):
    permission = Permission.objects.get(codename="publish_article")
    Group.objects.get(name="Journalist").permissions.remove(permission)
    story = make_story(owner=journalist)

    page = text(client.get(address("change", story.pk)))
    answer = press(client, story, "publish")

    assert 'value="publish"' not in page
    assert 'value="submit"' in page
    assert answer.status_code == 403
    assert Article.all_objects.count() == 0


def test_journalist_takes_back_in_ten_minutes_and_not_later(client, journalist, clock):
    story = make_story(owner=journalist)
    press(client, story, "publish")
    clock.forward(minutes=11)

    late = press(client, story, "take_back")

    assert "more than ten minutes" in text(late)
    assert Article.objects.count() == 1


def test_save_and_verb_saves_first_and_carries_the_new_version(client, journalist):
    story = make_story(owner=journalist)

    answer = client.post(
        address("change", story.pk), fields(story, headline="New", _then="publish")
    )

    assert answer.url == f"{address('verb', story.pk, 'publish')}?version=2"
    assert client.get(answer.url).status_code == 200


def test_save_and_something_unknown_only_saves(client, journalist):
    story = make_story(owner=journalist)

    answer = client.post(
        address("change", story.pk), fields(story, headline="New", _then="//elsewhere.example")
    )

    assert answer.url == address("change", story.pk)


# Reading (THREATS A4, B1)


def test_history_shows_notes_as_text(client, editor):
    story = make_story()
    story.submit(story.owner, 1, note="<script>alert(1)</script>")

    page = text(client.get(address("history", story.pk)))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_revision_never_runs_what_it_holds(client, editor):
    story = make_story()
    evil = (
        '<p onclick="x()">Read <a href="javascript:x()">me</a></p>'
        "<script>x()</script><svg onload=x()>"
    )
    content = {"headline": "<img src=x onerror=x()>", "body": evil, "tags": ["<b>"]}
    kept = story.keep("conflict", editor, content=content)

    page = text(client.get(address("revision", story.pk, kept.pk)))

    assert "<p>Read <a>me</a></p>" in page
    assert "&lt;img src=x onerror=x()&gt;" in page
    for trace in ("onclick", "javascript:", "<svg onload", "<script>x", "<b>"):
        assert trace not in page


def test_revision_of_another_story_is_404(client, editor):
    kept = make_story().keep("named", editor)
    other = make_story()

    assert client.get(address("revision", other.pk, kept.pk)).status_code == 404


def test_preview_is_the_working_copy_for_nobody_else(client, journalist):
    story = make_story(owner=journalist, headline="Published words")
    story.publish(journalist, 1)
    Story.objects.filter(pk=story.pk).update(headline="Working words", version=2)

    answer = client.get(address("preview", story.pk))

    assert "Working words" in text(answer)
    assert "Preview of version 2" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    client.logout()
    assert client.get(address("preview", story.pk)).status_code == 302


def test_preview_of_an_empty_draft_is_a_page(client, journalist):
    client.post(address("add"))
    story = Story.objects.get()

    assert client.get(address("preview", story.pk)).status_code == 200


def test_withdrawn_address_keeps_the_public_reason(client, editor):
    story = make_story(author=make_author())
    story.publish(editor, 1)

    press(client, story, "withdraw", reason="It was not so.")

    assert Address.objects.get(kind="gone").reason == "It was not so."


def test_home_answers_the_desks_questions(client, editor):
    make_story(owner=editor, headline="My own draft")
    make_story(headline="To be read").submit(editor, 1)
    make_story(headline="For tonight").schedule(editor, 1, database.now() + timedelta(hours=2))

    page = text(client.get(reverse("admin:index")))

    for words in ("My own draft", "To be read", "For tonight", "goes out"):
        assert words in page


def _local(**ahead) -> str:
    return f"{timezone.localtime() + timedelta(**ahead):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("earlier", [None, date(2026, 1, 29)])
def test_publish_page_tells_the_address_that_it_will_have(client, earlier):
    client.force_login(make_user("Editor"))
    story = make_story(headline="The ferry came back", earlier_date=earlier)
    shown = text(client.get(address("verb", story.pk, "publish")))

    client.post(address("verb", story.pk, "publish"), {"version": 1})

    assert f"Its address: <code>{Article.objects.get().get_absolute_url()}</code>" in shown


def test_page_that_was_opened_before_a_withdrawal_brings_nothing_back(client):
    """DESIGN §4.3: a withdrawal moves no version, yet what was pressed was meant for before it."""
    editor = make_user("Editor")
    client.force_login(editor)
    story = make_story(owner=editor)
    story.publish(editor, story.version)
    story.claim(editor, story.version)
    address = f"/admin/articles/story/{story.pk}/publish/"
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value} | {"change": "update"}
    story.withdraw(editor, story.version, "A court said so.")

    response = client.post(address, data)

    assert response.status_code == 409
    assert not Article.objects.exists()
    assert "withdrew it" in response.content.decode()
