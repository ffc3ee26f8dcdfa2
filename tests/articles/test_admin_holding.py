"""Embargo and legal hold at the desk: what the pages say, take and refuse."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from articles.models import Article, LegalHold, Story
from newsroom import database
from newsroom.models import Photo, Site
from tests.articles.rows import photo_row
from tests.articles.test_admin import address
from tests.articles.test_verbs_pages import _local, press, text
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("Editor", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


@pytest.fixture
def lawyer():
    return make_user("", username="lawyer", first_name="Lea", last_name="Roth", is_staff=True)


def embargoed(editor, **kwargs) -> Story:
    story = make_story(**kwargs)
    story.embargo(editor, 1, database.now() + timedelta(hours=3), "Agreed with the ministry.")
    return story


def held(editor, *releasers, **kwargs) -> Story:
    story = make_story(headline="The harbour files", **kwargs)
    story.hold(editor, 1, releasers or [editor], "A letter from their lawyers.")
    return story


# Embargo


@pytest.mark.crawl
def test_embargo_goes_the_whole_way_through_its_pages(client, editor):
    story, other = make_story(), make_user("Editor")
    press(client, story, "embargo", at=_local(hours=3), note="Agreed with the ministry.")
    story.refresh_from_db()
    assert story.is_embargoed
    assert "Under embargo until" in text(client.get(address("change", story.pk)))

    press(client, story, "ask_release", note="It is out already.")
    mine = text(client.get(address("change", story.pk)))
    client.force_login(other)
    theirs = text(client.get(address("change", story.pk)))
    page = client.get(address("verb", story.pk, "release_embargo"))
    assert "It is out already." in mine
    assert "Another editor has to release it." in mine
    assert address("verb", story.pk, "release_embargo") in theirs
    assert "It is out already." in text(page)

    press(client, story, "release_embargo", request=page.context["form"].initial["request"])
    press(client, story, "publish")

    assert Article.objects.exists()
    history = text(client.get(address("history", story.pk)))
    for words in (
        "set its embargo",
        "Agreed with the ministry.",
        "asked to release the embargo early",
        "It is out already.",
        "released the embargo early",
    ):
        assert words in history


def test_publish_page_says_so_before_and_after_it_is_pressed(client, editor):
    story = embargoed(editor)

    shown = text(client.get(address("verb", story.pk, "publish")))
    refused = press(client, story, "publish", note="My note stays")

    assert "It is under embargo until" in shown
    assert (refused.status_code, "It is under embargo until" in text(refused)) == (200, True)
    assert "My note stays" in text(refused)
    assert Article.all_objects.count() == 0


def test_schedule_page_begins_with_the_embargos_time(client, editor):
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    story = embargoed(editor)

    page = text(client.get(address("verb", story.pk, "schedule")))
    early = text(press(client, story, "schedule", at=_local(hours=2)))

    begins = story.embargoed_until.astimezone(ZoneInfo("Europe/Berlin"))
    assert f'value="{begins:%Y-%m-%dT%H:%M}"' in page
    assert "Choose that time or a later one" in early


def test_embargo_refuses_a_time_that_does_not_exist(client, editor):
    """THREATS B7."""
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    story = make_story()

    answer = press(client, story, "embargo", at="2027-03-28T02:30", note="As agreed.")

    assert "this time does not exist" in text(answer)
    assert 'value="2027-03-28T02:30"' in text(answer)
    assert "As agreed." in text(answer)
    assert not Story.objects.get().is_embargoed


@pytest.mark.parametrize(("fold", "hour"), [("0", "00:30"), ("1", "01:30")])
def test_embargo_asks_which_of_two_times_is_meant(client, editor, fold, hour):
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    story, said = make_story(), {"at": "2027-10-31T02:30", "note": "As agreed."}

    asked = text(press(client, story, "embargo", **said))
    press(client, story, "embargo", fold=fold, **said)

    assert "this time comes twice" in asked
    assert Story.objects.get().embargoed_until.isoformat() == f"2027-10-31T{hour}:00+00:00"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"at": "", "note": "x"}, "Choose the time before which nothing goes out"),
        ({"at": "soon", "note": "x"}, "Write a date and a time"),
        ({"at": "2001-01-01T00:00", "note": "x"}, "still to come"),
        ({"at": "2199-01-01T00:00", "note": " "}, "Say why"),
    ],
)
def test_embargo_asks_for_what_it_needs(client, editor, data, sentence):
    story = make_story()

    answer = press(client, story, "embargo", **data)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert not Story.objects.get().is_embargoed


@pytest.mark.parametrize("request_id", ["", "abc", "-1", "9" * 30, "1\0"])
def test_release_without_the_request_that_was_read_is_refused(client, editor, request_id):
    story = embargoed(editor)
    story.ask_release(make_user("Editor"), 1, "It is out already.")

    answer = press(client, story, "release_embargo", request=request_id)

    assert answer.status_code == 200
    assert Story.objects.get().is_embargoed


def test_lists_mark_what_is_embargoed_or_held(client, editor):
    embargoed(editor)
    held(editor)

    page = text(client.get("/admin/articles/story/"))
    home = text(client.get(reverse("admin:index")))

    assert (page.count("state--embargo"), page.count("state--hold")) == (1, 1)
    assert "Legal holds that you may release" in home


# Legal hold


@pytest.mark.crawl
def test_hold_goes_the_whole_way_through_its_pages(client, editor, lawyer):
    story = make_story(headline="The harbour files")
    story.schedule(editor, 1, database.now() + timedelta(hours=1))
    before = text(client.get(address("verb", story.pk, "hold")))
    press(client, story, "hold", note="A letter.", releasers=[lawyer.pk])
    story.refresh_from_db()
    page = text(client.get(address("change", story.pk)))
    refused = text(press(client, story, "publish"))
    assert "It is taken from the schedule" in before
    assert (story.is_on_hold, story.article) == (True, None)
    for words in ("On legal hold.", "Lea Roth", "A letter."):
        assert words in page
    assert "It is on legal hold" in refused

    client.force_login(lawyer)
    home = text(client.get(reverse("admin:index")))
    form = client.get(address("verb", story.pk, "release_hold"))
    done = client.post(
        address("verb", story.pk, "release_hold"),
        {"version": 1, "note": "Settled.", "hold": form.context["form"].initial["hold"]},
    )

    assert address("verb", story.pk, "release_hold") in home
    assert "A letter." in text(form)
    assert address("preview", story.pk) not in text(form)
    assert (done.status_code, done.url) == (302, reverse("admin:index"))
    assert LegalHold.objects.get().released_by == lawyer


def test_named_person_reaches_that_page_and_no_other(client, editor, lawyer):
    """THREATS C1: being named opens the release, not the story."""
    story, other = held(editor, lawyer), held(editor)
    client.force_login(lawyer)

    got = {
        name: client.get(address(name, story.pk)).status_code
        for name in ("change", "history", "preview", "seen")
    }
    got |= {
        verb: client.get(address("verb", story.pk, verb)).status_code
        for verb in ("publish", "hold", "embargo", "release_hold")
    }
    got["another"] = client.get(address("verb", other.pk, "release_hold")).status_code

    assert got.pop("release_hold") == 200
    assert set(got.values()) == {404}


def test_editor_who_is_not_named_reads_who_is(client, editor, lawyer):
    story = held(editor, lawyer)

    answer = press(client, story, "release_hold", hold=story.open_hold.pk, note="Mine.")

    assert answer.status_code == 403
    assert "Lea Roth" in text(answer)
    assert Story.objects.get().is_on_hold


def test_note_is_for_those_who_may_see_the_story(client, editor):
    story = held(editor)
    client.force_login(make_user("Journalist"))

    for name in ("change", "history", "preview"):
        assert client.get(address(name, story.pk)).status_code == 404


def test_hold_asks_for_what_it_needs(client, editor):
    story = make_story()

    for data in ({"note": "A letter."}, {"note": " ", "releasers": [editor.pk]}):
        assert press(client, story, "hold", **data).status_code == 200
    unknown = press(client, story, "hold", note="A letter.", releasers=["999999"])

    assert "A letter." in text(unknown)
    assert not LegalHold.objects.exists()


def test_spiked_story_can_be_held_from_its_page(client, editor):
    story = make_story()
    story.spike(editor, 1)

    page = text(client.get(address("change", story.pk)))
    press(client, story, "hold", note="A letter.", releasers=[editor.pk])

    assert address("verb", story.pk, "hold") in page
    assert Story.objects.get().is_on_hold


def test_picture_of_a_held_text_is_not_deleted_by_its_page(client, editor):
    photo = photo_row()
    story = held(editor, lead_photo=photo)
    Story.objects.filter(pk=story.pk).update(lead_photo=None)

    answer = client.post(f"/admin/newsroom/photo/{photo.pk}/delete/", {"post": "yes"}, follow=True)

    assert "is on legal hold, so the picture stays" in text(answer)
    assert Photo.objects.get() == photo
