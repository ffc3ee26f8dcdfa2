"""Standing pages at the desk: administrators write them, and no save overwrites another."""

import pytest
from django.urls import reverse

from newsroom.standing import FACTS, StandingPage
from tests.cast import make_page, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user("Administrator")
    client.force_login(user)
    return user


def add(client, **data):
    fields = {"title": "Privacy", "slug": "", "body": "No cookies.", "order": "0"} | data
    return client.post(reverse("admin:newsroom_standingpage_add"), fields)


def change(client, page, **data):
    fields = {"title": page.title, "slug": page.slug, "body": page.body, "order": "0"}
    fields |= {"is_published": "on", "read": page.version}
    address = reverse("admin:newsroom_standingpage_change", args=[page.pk])
    return client.post(address, fields | data)


def test_draft_is_written_then_shown(client, administrator):
    add(client)
    page = StandingPage.all_objects.get()
    assert (page.slug, page.body, page.is_published) == ("privacy", "<p>No cookies.</p>", False)

    change(client, page)

    assert client.get("/about/privacy/").status_code == 200


def test_page_that_changed_meanwhile_is_not_overwritten(client, administrator):
    """DESIGN §4.4: refused, and what was typed is still there."""
    page = make_page("privacy", is_published=True)
    change(client, page, body="<p>First.</p>")

    answer = change(client, page, body="<p>Second, typed at length.</p>")

    assert answer.status_code == 200
    assert "Somebody saved this page while you wrote" in answer.content.decode()
    assert "Second, typed at length." in answer.content.decode()
    assert StandingPage.objects.get().body == "<p>First.</p>"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "Kept for {kept_days} days."}, "“{kept_days}” is not a fact"),
        ({"slug": "Not Good"}, "Use small letters"),
        ({"slug": "imprint"}, "Another page has this address"),
        ({"slug": "feed"}, "This address leads elsewhere"),
        ({"body": "", "is_published": "on"}, "Write the text before"),
        ({"title": ""}, "This field is required"),
        (
            {"body": f'<img src="/admin/photos/{"a" * 32}/640.webp" alt="">'},
            "has no pictures",
        ),
    ],
)
def test_bad_input_gets_a_sentence(client, administrator, typed, sentence):
    """DESIGN §4.13."""
    make_page("imprint")

    answer = add(client, **typed)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert StandingPage.all_objects.count() == 1


def test_script_does_not_come_through_the_door(client, administrator):
    """DESIGN §4.7, THREATS A1."""
    add(client, body="<p onclick=x>Hello<script>alert(1)</script></p>")

    assert "<script" not in StandingPage.all_objects.get().body
    assert "onclick" not in StandingPage.all_objects.get().body


def test_address_that_readers_know_stays(client, administrator):
    page = make_page("imprint", is_published=True)

    answer = change(client, page, slug="who-we-are")

    assert "Readers know this address" in answer.content.decode()


def test_what_readers_saw_is_not_deleted_and_a_draft_is(client, administrator):
    """DESIGN §4.15."""
    page, draft = make_page("imprint", is_published=True), make_page("draft")
    answers = [
        client.post(reverse("admin:newsroom_standingpage_delete", args=[each.pk]), {"post": "yes"})
        for each in (page, draft)
    ]

    assert [answer.status_code for answer in answers] == [403, 302]
    assert list(StandingPage.all_objects.all()) == [page]


def test_form_tells_every_fact(client, administrator):
    form = client.get(reverse("admin:newsroom_standingpage_add")).content.decode()

    assert all(f"{{{name}}}" in form for name in FACTS)


def test_editor_may_not(client):
    client.force_login(make_user("Editor"))

    assert add(client).status_code == 403
