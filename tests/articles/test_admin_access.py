"""Who may see and set what at the desk: a story that is not one's own was never there."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.urls import reverse

from articles.models import Story, StoryByline
from newsroom.models import User
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
    user = make_user("Editor")
    client.force_login(user)
    return user


# What a role may set (THREATS C2)


def test_posted_fields_of_others_roles_have_no_effect(client, journalist):
    story, other = make_story(owner=journalist), make_user("Journalist")
    extra = {
        "owner": other.pk,
        "assignee": other.pk,
        "status": "approved",
        "published_version": "1",
        "earlier_date": "2020-01-01",
        "expires_at": "2030-01-01T00:00",
        "headline": "Changed",
    }

    client.post(address("change", story.pk), fields(story, **extra))

    story.refresh_from_db()
    assert story.headline == "Changed"
    assert (story.owner, story.assignee, story.status) == (journalist, None, "draft")
    assert (story.published_version, story.earlier_date, story.expires_at) == (None, None, None)


def test_editor_gives_a_story_to_somebody_else(client, editor):
    story, other = make_story(), make_user("Journalist")

    client.post(address("change", story.pk), fields(story, owner=other.pk))

    story.refresh_from_db()
    assert (story.owner, story.version) == (other, 2)


def test_lead_picture_of_somebody_else_is_not_on_offer(client, journalist):
    story = make_story(owner=journalist)
    hidden = make_photo(uploaded_by=make_user("Journalist"))

    answer = client.post(address("change", story.pk), fields(story, lead_photo=hidden.pk))

    story.refresh_from_db()
    assert story.lead_photo is None
    assert hidden.token not in answer.content.decode()


PAGES = ("change", "history", "preview")
VERBS = ("submit", "publish", "schedule", "withdraw", "spike", "nonsense")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_story_answers_as_one_that_never_was(client, journalist, name, method):
    """DESIGN §4.1, THREATS B3 and C1."""
    secret = make_story(headline="A minister resigns")

    hidden = getattr(client, method)(address(name, secret.pk))
    absent = getattr(client, method)(address(name, 987_654_321))

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content


@pytest.mark.parametrize("verb", VERBS)
def test_anothers_story_has_no_verbs(client, journalist, verb):
    secret = make_story(headline="A minister resigns")

    for pk in (secret.pk, 987_654_321):
        assert client.get(address("verb", pk, verb)).status_code == 404
        assert client.post(address("verb", pk, verb), {"version": 1}).status_code == 404
    secret.refresh_from_db()
    assert (secret.status, secret.article) == ("draft", None)


def test_anothers_story_is_in_no_side_door(client, journalist):
    secret = make_story(headline="A minister resigns", tags=["Cabinet"])
    kept = secret.keep("named", secret.owner)
    own = make_story(owner=journalist)
    kind = ContentType.objects.get_for_model(Story)
    autocomplete = "?app_label=articles&model_name=transition&field_name=story&term="
    doors = [
        address("changelist"),
        address("changelist") + "?list=all",
        address("changelist") + "?q=minister",
        address("changelist") + f"?id={secret.pk}&_to_field=id&_popup=1",
        address("revision", own.pk, kept.pk),
        reverse("admin:index"),
        reverse("admin:autocomplete") + autocomplete,
        f"/admin/r/{kind.pk}/{secret.pk}/",
        f"/admin/articles/story/{secret.pk}/delete/",
        f"/admin/articles/story/{secret.pk}/",
    ]

    for door in doors:
        answer = client.get(door)
        assert "minister" not in answer.content.decode().replace("?q=minister", "").replace(
            'value="minister"', ""
        ), door
        assert str(secret.pk) not in answer.headers.get("Location", ""), door


def test_story_cannot_be_deleted(client, editor):
    """DESIGN §4.15."""
    story = make_story()

    answer = client.post(f"/admin/articles/story/{story.pk}/delete/", {"post": "yes"})
    client.post(address("changelist"), {"action": "delete_selected", "_selected_action": story.pk})

    assert answer.status_code == 404
    assert Story.objects.filter(pk=story.pk).exists()


def test_story_by_its_byline_is_own(client, journalist):
    story = make_story()
    StoryByline.objects.create(story=story, author=make_author(user=journalist))

    assert client.get(address("change", story.pk)).status_code == 200


@pytest.mark.parametrize("role", ["", "Moderator"])
def test_people_without_stories_meet_none(client, role):
    client.force_login(make_user(role))
    story = make_story(headline="A minister resigns")

    for name in PAGES:
        assert client.get(address(name, story.pk)).status_code in (302, 404)


# Signed out while writing (DESIGN §4.14)


def test_save_after_the_login_ended_shows_what_was_typed(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Typed for an hour", body="<p>Every word & more</p>")
    client.logout()

    answer = client.post(address("change", story.pk), mine)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Typed for an hour" in page
    assert "&lt;p&gt;Every word &amp; more&lt;/p&gt;" in page
    assert f"/accounts/login/?next=/admin/articles/story/{story.pk}/change/" in page


def test_save_that_the_database_refuses_shows_what_was_typed(client, journalist):
    """THREATS F6 and F7: gone or read-only, the text comes back."""
    story = make_story(owner=journalist)
    mine = fields(story, headline="Typed for an hour")

    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION READ ONLY")
        answer = client.post(address("change", story.pk), mine)
        transaction.set_rollback(True)

    assert answer.status_code == 503
    assert "Typed for an hour" in answer.content.decode()


def test_desk_leads_strangers_to_the_login(client):
    answer = client.get(reverse("admin:index"))
    login = client.get(answer.url)

    assert login.url == "/accounts/login/?next=/admin/"


def test_desk_login_never_leads_elsewhere(client):
    answer = client.get("/admin/login/?next=//elsewhere.example/")

    assert answer.url == "/accounts/login/?next=/admin/"


def test_desk_tells_readers_that_they_have_none(client):
    client.force_login(User.objects.create_user("reader"))

    answer = client.get("/admin/login/?next=/admin/")

    assert answer.status_code == 403
    assert "no desk" in answer.content.decode()


def test_sign_out_only_by_post(client, journalist):
    assert client.get(reverse("admin:logout")).status_code == 405
    assert client.post(reverse("admin:logout")).url == "/accounts/login/"
