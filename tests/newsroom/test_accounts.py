import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from newsroom.accounts import NOT_COMING_IN, TOO_MANY
from newsroom.journal import key_of
from newsroom.models import Site
from tests.cast import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_attempts_yet(db):
    cache.clear()


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["ines", "INES", "ines@example.org", "Ines@Example.ORG"])
def test_login_takes_the_user_name_or_the_mail_address(client, name):
    make_user("Journalist", "ines")

    response = sign_in(client, name)

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert is_signed_in(client)


def test_login_of_the_desk_leads_to_the_one_login(client):
    response = client.get("/admin/login/?next=/admin/newsroom/photo/")

    assert response["Location"] == "/accounts/login/?next=/admin/newsroom/photo/"


def test_login_rotates_the_session(client):
    make_user("Journalist", "ines")
    client.get(LOGIN)
    client.session["kept"] = "from before"
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client, "ines")

    assert client.session.session_key != before


def answers_to(client, name, password) -> tuple:
    response = sign_in(client, name, password)
    page = response.content.decode().replace(name, "NAME")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return response.status_code, page


def test_login_gives_everyone_who_may_not_come_in_the_same_answer(client):
    make_user("Journalist", "ines")
    make_user("Editor", "gone", is_active=False)
    make_user("Editor", "demo", is_demo=True)

    unknown = answers_to(client, "nobody", "wrong")
    known = answers_to(client, "ines", "wrong")
    deactivated = answers_to(client, "gone", PASSWORD)
    demo = answers_to(client, "demo", PASSWORD)

    assert NOT_COMING_IN in unknown[1]
    assert unknown == known == deactivated == demo
    assert not is_signed_in(client)


class CountingHasher(PBKDF2PasswordHasher):
    """Counts how often a password is hashed: the only step of a login that takes time."""

    iterations = 1
    count = 0

    def encode(self, password, salt, iterations=None):
        CountingHasher.count += 1
        return super().encode(password, salt, iterations)


@pytest.mark.parametrize(
    "name", ["nobody", "ines", "nobody@example.org", "ines@example.org", "gone"]
)
def test_login_does_the_same_work_for_known_and_unknown_names(client, settings, name):
    settings.PASSWORD_HASHERS = ["tests.newsroom.test_accounts.CountingHasher"]
    make_user("Journalist", "ines")
    make_user("Journalist", "gone", is_active=False)
    CountingHasher.count = 0

    sign_in(client, name, "wrong")

    assert CountingHasher.count == 1


def test_login_is_closed_after_five_wrong_passwords_and_says_so(client):
    make_user("Journalist", "ines")
    for _ in range(5):
        assert sign_in(client, "ines", "wrong").status_code == 200

    response = sign_in(client, "ines")

    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert TOO_MANY in response.content.decode()
    assert 'value="ines"' in response.content.decode()
    assert not is_signed_in(client)


def test_what_is_wrong_is_summed_up_where_the_focus_goes(client):
    """Issue 6, point 8: each line leads to its field."""
    summary = '<div class="accounts-errors" id="problems" tabindex="-1" autofocus>'
    assert summary not in client.get(LOGIN).content.decode()

    missing, wrong = (
        sign_in(client, name, password).content.decode()
        for name, password in (("", ""), ("ines", "wrong"))
    )

    assert missing.count(summary) == wrong.count(summary) == 1
    for field in ("login", "password"):
        assert f'<li><a href="#id_{field}">' in missing
        assert f'id="id_{field}"' in missing
    assert "<ul></ul>" in wrong.partition(summary)[2]


def test_login_stays_open_for_others_when_one_account_is_closed(client):
    make_user("Journalist", "ines")
    make_user("Editor", "omar")
    for _ in range(5):
        sign_in(client, "ines", "wrong")

    assert sign_in(client, "omar").status_code == 302


def test_login_stays_open_from_elsewhere_when_a_stranger_guesses(client):
    make_user("Journalist", "ines")
    for _ in range(6):
        sign_in(client, "ines", "wrong", REMOTE_ADDR="203.0.113.9")

    assert sign_in(client, "ines", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_login_ignores_a_forwarded_address_that_no_proxy_vouches_for(client):
    make_user("Journalist", "ines")
    for n in range(6):
        response = sign_in(client, "ines", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")

    assert response.status_code == 429


def test_login_counts_tries_in_the_shared_cache(client, settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://testserver/admin/",
        "/admin/\r\nSet-Cookie: a=b",
        "\x00",
        "https:evil.example",
    ],
)
def test_login_goes_on_to_our_own_paths_only(client, address):
    make_user("Journalist", "ines")

    response = client.post(LOGIN, {"login": "ines", "password": PASSWORD, "next": address})

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/")
    assert "\n" not in response["Location"]
    assert not response.has_header("a")


def test_login_goes_on_to_the_page_that_was_asked_for(client):
    make_user("Journalist", "ines")

    response = client.post(
        LOGIN, {"login": "ines", "password": PASSWORD, "next": "/admin/newsroom/photo/?q=quay"}
    )

    assert response["Location"] == "/admin/newsroom/photo/?q=quay"


def test_logout_takes_a_post(client):
    client.force_login(make_user("Journalist"))

    page = client.get("/accounts/logout/")
    assert (page.status_code, is_signed_in(client)) == (200, True)

    client.post("/accounts/logout/")
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["signup/", "email/", "inactive/", "social/connections/"])
def test_nothing_else_of_the_accounts_app_is_open(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    ("host", "remote", "proxies", "url", "comes_in"),
    [
        ("localhost:8000", "127.0.0.1", 0, "http://127.0.0.1:8000", True),
        ("127.0.0.1:8000", "127.0.0.1", 0, "http://127.0.0.1:8000", True),
        ("[::1]:8000", "::1", 0, "http://[::1]:8000", True),
        ("testserver", "127.0.0.1", 0, "http://127.0.0.1:8000", False),
        ("localhost:8000", "203.0.113.9", 0, "http://127.0.0.1:8000", False),
        ("localhost:8000", "127.0.0.1", 1, "http://127.0.0.1:8000", False),
        ("localhost:8000", "127.0.0.1", 0, "https://news.example", False),
    ],
)
def test_demo_login_works_on_this_machine_only(
    client, settings, host, remote, proxies, url, comes_in
):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
    settings.PROXY_COUNT, settings.NEWSROOM_URL = proxies, url
    make_user("Editor", "editor", is_demo=True)

    sign_in(client, "editor", HTTP_HOST=host, REMOTE_ADDR=remote)

    assert is_signed_in(client) is comes_in


def ask_for_reset(client, email, **extra):
    return client.post("/accounts/password/reset/", {"email": email}, **extra)


def reset_link() -> str:
    return re.search(r"https?://\S+", mail.outbox[-1].body)[0]


def test_reset_link_names_the_configured_host_whatever_was_asked_for(client, settings):
    settings.NEWSROOM_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    Site.objects.filter(pk=1).update(name="The Harbour Post")
    make_user("Journalist", "ines")

    ask_for_reset(client, "ines@example.org", HTTP_HOST="other.example")

    message = mail.outbox[0]
    assert reset_link().startswith("https://news.example/accounts/password/reset/key/")
    assert "other.example" not in message.body + message.subject
    assert message.subject == "The Harbour Post: A new password"
    assert message.to == ["ines@example.org"]


def test_reset_goes_to_the_stored_address(client):
    make_user("Journalist", "ines", email="ines@example.org")

    ask_for_reset(client, "INES@example.org")

    assert [message.to for message in mail.outbox] == [["ines@example.org"]]


@pytest.mark.parametrize(
    "email", ["ınes@example.org", "ines@examp\u200ble.org", "ﬁnes@example.org"]
)
def test_reset_takes_no_address_that_only_looks_the_same(client, email):
    make_user("Journalist", "ines", email="ines@example.org")
    make_user("Journalist", "fines", email="fines@example.org")

    ask_for_reset(client, email)

    assert mail.outbox == []


def test_reset_answers_the_same_for_unknown_and_deactivated_accounts(client):
    make_user("Journalist", "ines")
    make_user("Journalist", "gone", is_active=False)

    answers = [
        (r.status_code, r["Location"])
        for r in (ask_for_reset(client, f"{name}@example.org") for name in ("ines", "no", "gone"))
    ]

    assert set(answers) == {(302, "/accounts/password/reset/done/")}
    assert len(mail.outbox) == 1


def choose_password(client, link, password):
    path = link.removeprefix("http://127.0.0.1:8000")
    page = client.get(path, follow=True)
    action = page.request["PATH_INFO"]
    return client.post(action, {"password1": password, "password2": password}, follow=True)


def test_reset_link_works_once(client):
    user = make_user("Journalist", "ines")
    ask_for_reset(client, "ines@example.org")
    link = re.sub(r"^https?://[^/]+", "", reset_link())

    choose_password(client, link, "another long and quiet evening")
    user.refresh_from_db()
    assert user.check_password("another long and quiet evening")

    page = client.get(link, follow=True)
    assert "This link no longer works" in page.content.decode()


def test_reset_link_dies_when_the_password_changes(client):
    user = make_user("Journalist", "ines")
    ask_for_reset(client, "ines@example.org")
    link = re.sub(r"^https?://[^/]+", "", reset_link())
    user.set_password("changed in between, by hand")
    user.save()

    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_password_change_asks_for_the_old_one(client):
    user = make_user("Journalist", "ines")
    client.force_login(user)
    new = "another long and quiet evening"

    wrong = client.post(
        "/accounts/password/change/", {"oldpassword": "no", "password1": new, "password2": new}
    )
    assert wrong.status_code == 200

    client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    user.refresh_from_db()
    assert user.check_password(new)


def set_up_app(user) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code_for(secret) -> str:
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_login_with_a_second_factor_asks_for_its_code(client):
    user = make_user("Editor", "omar")
    secret = set_up_app(user)

    response = sign_in(client, "omar")
    assert (response["Location"], is_signed_in(client)) == ("/accounts/2fa/authenticate/", False)

    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert (wrong.status_code, is_signed_in(client)) == (200, False)

    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert is_signed_in(client)


def test_required_second_factor_stands_before_the_desk(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    editor = make_user("Editor", "omar")
    client.force_login(editor)

    assert client.get("/admin/")["Location"] == reverse("mfa_index")
    assert client.get("/admin/newsroom/photo/")["Location"] == reverse("mfa_index")

    set_up_app(editor)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("role", "status"), [("Journalist", 200), ("Administrator", 302)])
def test_required_second_factor_is_for_editors_and_above(client, settings, role, status):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_user(role))

    assert client.get("/admin/").status_code == status


def test_second_factor_is_not_asked_for_by_default(client):
    client.force_login(make_user("Editor"))

    assert client.get("/admin/").status_code == 200


def reauthenticated(client, user):
    client.force_login(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_only_the_page_with_the_secret_as_a_picture_may_show_data_addresses(client):
    reauthenticated(client, make_user("Editor"))

    activate = client.get("/accounts/2fa/totp/activate/")
    others = [client.get(path) for path in ("/accounts/2fa/", LOGIN, "/accounts/logout/")]

    assert "img-src 'self' data:;" in activate["Content-Security-Policy"] + ";"
    assert "data:image/svg+xml" in activate.content.decode()
    assert not any("data:" in page["Content-Security-Policy"] for page in others)


ACCOUNT_PAGES = [
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
]


@pytest.mark.parametrize("path", ACCOUNT_PAGES)
def test_account_page_opens_with_nothing_inline_and_is_kept_by_nobody(client, path):
    reauthenticated(client, make_user("Editor"))

    page = client.get(path)

    html = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)
    assert not re.search(r"<script(?![^>]*(src=|application/json|importmap[^>]* nonce=))", html)


def test_page_for_signing_out_brings_the_journals_key_to_staff_alone(client):
    """DESIGN §4.14: only who writes at the desk has text on the device to be asked about."""
    editor, reader = make_user("Editor"), make_user()

    client.force_login(editor)
    assert f'data-key="{key_of(editor)}"' in client.get("/accounts/logout/").content.decode()
    client.force_login(reader)
    assert "data-key" not in client.get("/accounts/logout/").content.decode()


def test_account_pages_after_the_app_is_set_up_open(client):
    user = make_user("Editor")
    set_up_app(user)
    reauthenticated(client, user)
    client.post("/accounts/2fa/recovery-codes/generate/")

    paths = [
        "totp/deactivate/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "",
        "reauthenticate/",
    ]
    assert [client.get(f"/accounts/2fa/{path}").status_code for path in paths] == [200] * 5
    assert Authenticator.objects.filter(user=user).count() == 2


def test_flood_of_requests_is_answered_with_a_page(client):
    for n in range(31):
        response = sign_in(client, f"name{n}", "wrong")

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Wait a minute" in response.content.decode()
