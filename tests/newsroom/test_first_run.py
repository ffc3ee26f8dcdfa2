import threading

import pytest
from django.db import connection
from django.test import Client

from newsroom import first_run
from newsroom.models import Site, User
from newsroom.roles import furnish
from tests.cast import make_user

TOKEN = "aB3-aB3_aB3-aB3_aB3-aB"
ADDRESS = f"/admin/first-run/{TOKEN}/"
FORM = {
    "site_name": "The Harbour Post",
    "zone": "Europe/Oslo",
    "username": "runa",
    "email": "Runa@Example.org",
    "password1": "a long and quiet evening",
    "password2": "a long and quiet evening",
}


@pytest.fixture(autouse=True)
def token_file(settings, tmp_path):
    settings.FIRST_RUN_TOKEN_FILE = tmp_path / "first-run-token"
    settings.FIRST_RUN_TOKEN_FILE.write_text(f"{TOKEN}\n")
    return settings.FIRST_RUN_TOKEN_FILE


@pytest.mark.django_db
def test_first_run_makes_the_administrator_and_leads_to_the_desk(
    client, token_file, django_capture_on_commit_callbacks
):
    assert client.get(ADDRESS).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADDRESS, FORM, follow=True)

    user, site = User.objects.get(), Site.current()
    assert response.redirect_chain == [("/admin/", 302)]
    assert (response.status_code, response.context["user"]) == (200, user)
    assert (user.username, user.email) == ("runa", "runa@example.org")
    assert user.is_staff
    assert user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Administrator"]
    assert (site.name, site.zone) == ("The Harbour Post", "Europe/Oslo")
    assert not token_file.exists()
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", TOKEN.lower(), "é"])
def test_first_run_is_not_there_for_another_token(client, token):
    assert client.get(f"/admin/first-run/{token}/").status_code == 404


@pytest.mark.django_db
def test_first_run_is_not_there_without_its_file_or_with_an_empty_one(client, token_file):
    token_file.write_text("\n")
    assert client.get("/admin/first-run/%20/").status_code == 404

    token_file.unlink()
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "extra", "status"),
    [
        ("Administrator", {}, 404),
        ("", {"is_superuser": True, "is_staff": True}, 404),
        ("Administrator", {"is_active": False}, 200),
        ("Editor", {}, 200),
    ],
)
def test_first_run_is_there_only_while_nobody_administers(client, role, extra, status):
    make_user(role, **extra)

    assert client.get(ADDRESS).status_code == status
    assert (client.post(ADDRESS, FORM).status_code == 404) == (status == 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("site_name", "", "This field is required."),
        ("zone", "Mars/Olympus", "Select a valid choice."),
        ("username", "no spaces please", "Enter a valid username."),
        ("email", "nowhere", "Enter a valid email address."),
        ("email", "taken@example.org", "Another account has this e-mail address."),
        ("password2", "another evening", "The two password fields"),
        ("username", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_first_run_keeps_what_was_typed_and_says_what_is_wrong(client, field, value, sentence):
    make_user(email="Taken@example.org")

    response = client.post(ADDRESS, {**FORM, field: value})

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert ('value="The Harbour Post"' in page) == (field != "site_name")
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["12345678", "password", "short", "runa"])
def test_first_run_refuses_a_weak_password(client, password):
    client.post(ADDRESS, {**FORM, "password1": password, "password2": password})

    assert not User.objects.exists()


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_first_run_lets_one_of_two_people_win(token_file):
    furnish()
    answers = []

    def post(name):
        answers.append(Client().post(ADDRESS, {**FORM, "username": name, "email": ""}))
        form = {**FORM, "username": name, "email": f"{name}@example.org"}
        answers.append(Client().post(ADDRESS, form).status_code)
        connection.close()

    threads = [threading.Thread(target=post, args=(name,)) for name in ("runa", "tove")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    statuses = sorted(answer for answer in answers if isinstance(answer, int))
    assert statuses == [302, 404]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_first_run_makes_no_second_administrator_once_the_lock_is_held():
    """What the form found before the lock is asked again inside it."""
    form = first_run.FirstRunForm(FORM)
    assert form.is_valid()
    make_user("Administrator")

    with pytest.raises(first_run.Http404):
        first_run._make_administrator(form)

    assert User.objects.count() == 1
