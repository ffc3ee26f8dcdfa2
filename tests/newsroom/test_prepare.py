"""What a start does through Django: migrations, logins, the first administrator, static files."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from newsroom import prepare
from newsroom.environment import read

OURS = {"SECRET_KEY": "k" * 50}
PUBLIC = {"HOST": "0.0.0.0", "NEWSROOM_URL": "https://news.example"}


@pytest.fixture
def told(tmp_path):
    """The environment of a start with its own data folder."""

    def environment(**variables):
        return read(OURS | {"NEWSROOM_DATA": str(tmp_path)} | variables)

    return environment


def make_login(username, **fields):
    fields = {"email": f"{username}@demo.example", "is_demo": True} | fields
    return get_user_model().objects.create_user(username, password="at first", **fields)


def active():
    users = get_user_model().objects.filter(is_active=True)
    return list(users.order_by("pk").values_list("username", flat=True))


@pytest.mark.django_db
def test_migrate_says_and_does_nothing_when_the_database_is_up_to_date(capsys):
    prepare.migrate()

    assert capsys.readouterr().out == ""


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_migrate_brings_an_older_database_up_to_date(capsys):
    call_command("migrate", "sessions", "zero", verbosity=0)

    prepare.migrate()

    assert capsys.readouterr().out == "Bringing the database up to date (1 migrations).\n"
    prepare.migrate()
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_load_demo_leaves_a_newsroom_in_use_alone(told, capsys):
    make_login("someone", is_demo=False)

    prepare.load_demo(told())
    prepare.load_demo(told(NEWSROOM_DEMO="1"))

    assert active() == ["someone"]
    assert capsys.readouterr().out == (
        "The demo is not loaded, because this newsroom is in use already.\n"
    )


@pytest.mark.django_db
def test_load_demo_says_nothing_once_it_is_loaded(told, capsys):
    make_login("editor")

    prepare.load_demo(told(NEWSROOM_DEMO="1"))

    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_close_demo_logins_closes_those_and_no_others(told, capsys):
    make_login("journalist")
    make_login("editor", is_demo=False)

    lines = prepare.close_demo_logins(told(**PUBLIC))

    assert lines == []
    assert active() == ["editor"]
    assert capsys.readouterr().out == (
        "The demo logins are closed, because this newsroom can be reached from elsewhere.\n"
    )


@pytest.mark.django_db
def test_close_demo_logins_says_nothing_without_a_demo(told, capsys):
    prepare.close_demo_logins(told(**PUBLIC))

    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_open_demo_logins_opens_what_a_start_closed(told):
    make_login("journalist")
    prepare.close_demo_logins(told(**PUBLIC))

    lines = prepare.open_demo_logins(told())

    assert active() == ["journalist"]
    assert lines[0] == "Logins  journalist"


@pytest.mark.django_db
def test_open_demo_logins_leaves_closed_what_an_administrator_closed(told):
    make_login("journalist")
    make_login("editor", is_active=False)

    assert prepare.open_demo_logins(told())[0] == "Logins  journalist"
    assert active() == ["journalist"]


@pytest.mark.django_db
def test_open_demo_logins_tells_nothing_without_a_demo(told):
    make_login("someone", is_demo=False)

    assert prepare.open_demo_logins(told()) == []


@pytest.mark.django_db
def test_open_demo_logins_tells_a_password_that_works(told):
    user = make_login("journalist")

    _, line = prepare.open_demo_logins(told())

    user.refresh_from_db()
    assert user.check_password(line.removeprefix("        password: "))


@pytest.mark.django_db
def test_open_demo_logins_keeps_its_password_from_start_to_start(told):
    make_login("journalist")
    first = prepare.open_demo_logins(told())
    kept = get_user_model().objects.get().password

    assert prepare.open_demo_logins(told()) == first
    assert get_user_model().objects.get().password == kept


@pytest.mark.django_db
def test_open_demo_logins_takes_the_password_it_is_given(told):
    user = make_login("journalist")
    prepare.open_demo_logins(told())

    lines = prepare.open_demo_logins(told(NEWSROOM_DEMO_PASSWORD="correct horse"))

    user.refresh_from_db()
    assert lines[1] == "        password: correct horse"
    assert user.check_password("correct horse")


def test_demo_password_is_easy_to_type_and_private(told, tmp_path):
    password = prepare.demo_password(told())

    assert re.fullmatch(r"[a-hj-km-np-z2-9]{12}", password)
    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_first_run_gives_an_address_with_a_private_token(told, tmp_path):
    lines = prepare.first_run(told())

    token = (tmp_path / "first-run-token").read_text().strip()
    assert lines[1] == f"        http://127.0.0.1:8000/admin/first-run/{token}/"
    assert len(token) >= 22  # 128 bits
    assert (tmp_path / "first-run-token").stat().st_mode & 0o777 == 0o600
    assert prepare.first_run(told()) == lines


@pytest.mark.django_db
def test_first_run_is_over_once_there_is_an_administrator(told, tmp_path):
    prepare.first_run(told())
    make_login("boss", is_superuser=True)

    assert prepare.first_run(told()) == []
    assert not (tmp_path / "first-run-token").exists()


@pytest.mark.django_db
def test_first_run_is_needed_again_when_the_demo_is_closed(told):
    make_login("admin", is_superuser=True)
    prepare.close_demo_logins(told(**PUBLIC))

    assert prepare.first_run(told(**PUBLIC))[1].startswith(
        "        https://news.example/admin/first"
    )


@pytest.fixture
def site_files(settings, tmp_path):
    """One static file, collected by the production way into a folder of the test."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "newsroom.static_files.KeptNames"}
    }
    return source


def test_collect_static_collects_once(site_files, tmp_path, capsys):
    prepare.collect_static(tmp_path)
    prepare.collect_static(tmp_path)

    assert capsys.readouterr().out == "Collecting the static files.\n"
    assert len(list((tmp_path / "static").glob("site.*.css"))) == 1


def test_collect_static_collects_again_after_a_change_and_clears_up(site_files, tmp_path, capsys):
    prepare.collect_static(tmp_path)
    (site_files / "site.css").write_text("b{}b{}")

    prepare.collect_static(tmp_path)

    assert capsys.readouterr().out == "Collecting the static files.\n" * 2
    (collected,) = (tmp_path / "static").glob("site.*.css")
    assert collected.read_text() == "b{}b{}"


def test_collect_static_collects_again_when_the_folder_is_gone(site_files, tmp_path):
    prepare.collect_static(tmp_path)
    for path in (tmp_path / "static").iterdir():
        path.unlink()
    (tmp_path / "static").rmdir()

    prepare.collect_static(tmp_path)

    assert (tmp_path / "static" / "staticfiles.json").exists()


def test_collect_static_leaves_compressed_copies(site_files, tmp_path):
    (site_files / "site.css").write_text("a { color: red }\n" * 1000)
    (site_files / "editor.js").write_text("let word = 1;\n" * 10_000)

    prepare.collect_static(tmp_path)

    collected = {path.name for path in (tmp_path / "static").iterdir()}
    assert {"site.css.gz", "site.css.br", "editor.js.gz"} <= collected
    assert "editor.js.br" not in collected  # too large to be worth the wait


@pytest.mark.django_db
def test_main_leaves_what_is_to_be_printed(told, site_files, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSROOM_DATA", str(tmp_path))
    monkeypatch.setenv("NEWSROOM_DEMO", "0")
    make_login("boss", is_demo=False, is_superuser=True)
    note = tmp_path / "note"

    prepare.main(note)

    assert note.read_text().splitlines() == [
        "The newsroom is open.",
        "Readers http://127.0.0.1:8000/",
        "Desk    http://127.0.0.1:8000/admin/",
        "Stop it with Ctrl-C.",
    ]
