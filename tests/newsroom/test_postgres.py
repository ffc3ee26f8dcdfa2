"""The embedded server: made once, private, found again, and gone when it should be."""

import os
import signal
import stat
import subprocess

import psycopg
import pytest

from newsroom import database_url
from newsroom.console import Refused
from newsroom.postgres import Server, stop_leftover

pytestmark = pytest.mark.crawl


@pytest.fixture
def run(tmp_path):
    """Start servers; whatever a test leaves running is stopped."""
    servers = []

    def start(data=tmp_path, durable=False):
        data.mkdir(parents=True, exist_ok=True)
        server = Server(data, durable)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One server for the tests that only look at it."""
    server = Server(tmp_path_factory.mktemp("server"), durable=False)
    server.start()
    yield server
    server.stop()


def do(data, statement):
    with psycopg.connect(database_url.embedded(data)) as connection:
        return connection.execute(statement)


def ask(data, query):
    with psycopg.connect(database_url.embedded(data)) as connection:
        return connection.execute(query).fetchone()[0]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def permissions(folder):
    """Who owns a folder and those above it, and what they allow."""
    found = [path.stat() for path in (folder, *folder.parents)]
    return [(stat.st_mode, stat.st_uid, stat.st_gid) for stat in found]


def test_server_serves_the_newsroom_to_a_role_without_special_rights(running):
    assert ask(running.data, "SELECT current_database()") == "newsroom"
    assert ask(running.data, "SELECT current_user") == "newsroom"
    assert ask(running.data, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize("extension", ["unaccent", "pg_trgm"])
def test_server_lets_the_newsroom_install_its_extensions(running, extension):
    do(running.data, f"CREATE EXTENSION {extension}")


def test_server_speaks_unicode_and_utc_whatever_the_caller_speaks(run, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.ISO-8859-1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PGPORT", "1")

    run()

    assert ask(tmp_path, "SHOW server_encoding") == "UTF8"
    assert (
        ask(tmp_path, "SELECT datlocale FROM pg_database WHERE datname = 'newsroom'") == "C.UTF-8"
    )
    assert ask(tmp_path, "SHOW log_timezone") == "UTC"


def test_server_is_durable_unless_told_otherwise(tmp_path):
    assert Server(tmp_path).durable is True


def test_server_writes_through_when_it_is_durable(run, tmp_path):
    run(durable=True)

    settings = [ask(tmp_path, f"SHOW {name}") for name in ("fsync", "full_page_writes")]

    assert settings == ["on", "on"]


def test_server_listens_on_no_network(running):
    assert ask(running.data, "SHOW listen_addresses") == ""
    assert (running.cluster / ".s.PGSQL.5432").is_socket()


def test_server_refuses_a_wrong_password(running):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(running.cluster), user="newsroom", password="x", dbname="newsroom")


def test_server_keeps_its_secrets_and_its_folder_private(running):
    assert mode(running.data / "postgres-password") == 0o600
    assert mode(running.data / "postgres-url") == 0o600
    assert mode(running.cluster) == 0o700


def test_server_keeps_its_data_and_changes_its_password(run, tmp_path):
    first = run()
    do(tmp_path, "CREATE TABLE kept AS SELECT 7 AS number")
    old = database_url.embedded(tmp_path)
    first.stop()

    run()

    assert ask(tmp_path, "SELECT number FROM kept") == 7
    assert database_url.embedded(tmp_path) != old


def test_server_stopped_leaves_neither_process_nor_address(run, tmp_path):
    server = run()
    process = server.process

    server.stop()

    assert process.poll() is not None
    assert not database_url.embedded_file(tmp_path).exists()
    assert not (server.cluster / "postmaster.pid").exists()


def test_server_changes_no_permission_above_its_folder(run, tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    before = permissions(home)

    run(home / "data")

    assert permissions(home) == before


def test_server_works_in_a_folder_with_a_space_and_a_quote(run, tmp_path):
    data = tmp_path / "the editor's data"

    run(data)

    assert ask(data, "SELECT 1") == 1


def test_server_works_where_the_path_is_too_long_for_a_socket(run, tmp_path):
    data = tmp_path / ("long" * 25) / ("long" * 25)

    server = run(data)

    assert len(str(server.cluster)) > 200
    assert ask(data, "SELECT 1") == 1
    assert ask(data, "SHOW listen_addresses") == "127.0.0.1"


@pytest.mark.crawl
def test_two_servers_run_side_by_side(run, tmp_path):
    run(tmp_path / "one")
    run(tmp_path / "two")

    identities = {
        ask(tmp_path / name, "SELECT system_identifier FROM pg_control_system()")
        for name in ("one", "two")
    }

    assert len(identities) == 2


def test_server_takes_over_from_one_whose_launcher_was_killed(run, tmp_path):
    orphan = run()
    do(tmp_path, "CREATE TABLE kept AS SELECT 7 AS number")

    run()

    assert orphan.process.wait(10) == 0
    assert ask(tmp_path, "SELECT number FROM kept") == 7


def test_server_recovers_from_its_own_violent_end(run, tmp_path):
    server = run(durable=True)
    do(tmp_path, "CREATE TABLE kept AS SELECT 7 AS number")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()

    run()

    assert ask(tmp_path, "SELECT number FROM kept") == 7


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGQUIT])
def test_server_revived_is_found_where_it_was(run, tmp_path, end):
    """THREATS F6: who knows its address and its password need not learn new ones."""
    server = run(durable=True)
    do(tmp_path, "CREATE TABLE kept AS SELECT 7 AS number")
    url = database_url.embedded(tmp_path)
    server.process.send_signal(end)
    server.process.wait()

    server.revive()

    assert database_url.embedded(tmp_path) == url
    assert ask(tmp_path, "SELECT number FROM kept") == 7


def test_server_starts_although_another_process_has_the_old_number(run, tmp_path):
    server = run()
    server.stop()
    note = server.cluster / "postmaster.pid"
    note.write_text(f"{os.getppid()}\n{server.cluster}\n")

    run()

    assert ask(tmp_path, "SELECT 1") == 1


@pytest.mark.parametrize("text", ["", "not a number\n", "4194304\n"])
def test_stop_leftover_survives_any_note(tmp_path, text):
    (tmp_path / "postmaster.pid").write_text(text)

    stop_leftover(tmp_path)


def test_stop_leftover_never_touches_a_stranger(tmp_path):
    stranger = subprocess.Popen(["sleep", "60"], cwd="/")
    (tmp_path / "postmaster.pid").write_text(f"{stranger.pid}\n")

    stop_leftover(tmp_path)

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_stop_leftover_gives_up_with_a_sentence(tmp_path):
    stubborn = subprocess.Popen(
        ["sh", "-c", "trap '' INT; echo ready; read line"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    stubborn.stdout.readline()
    (tmp_path / "postmaster.pid").write_text(f"{stubborn.pid}\n")

    with pytest.raises(Refused, match=rf"process {stubborn.pid}\) does not stop"):
        stop_leftover(tmp_path, patience=0.1)

    stubborn.communicate(b"\n")


def test_server_begins_anew_after_a_half_made_folder(run, tmp_path):
    draft = tmp_path / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")

    run()

    assert ask(tmp_path, "SELECT 1") == 1
    assert not draft.exists()


def test_server_that_cannot_start_says_where_to_look(run, tmp_path):
    server = run()
    server.stop()
    (server.cluster / "postgresql.conf").write_text("nonsense = on\n")

    with pytest.raises(Refused, match=r"PostgreSQL stopped while starting: .*postgres\.log"):
        run()


def test_server_that_cannot_be_made_says_why(tmp_path):
    (tmp_path / "postgres.new").write_text("a file where a folder should be")

    with pytest.raises(Refused, match="The database could not be made"):
        Server(tmp_path).start()
