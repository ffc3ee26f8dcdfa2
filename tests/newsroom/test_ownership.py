"""Who runs the embedded server, as root and where namespaces are forbidden."""

import os
import shutil

import psycopg
import pytest

from newsroom import database_url, ownership
from newsroom.console import Refused
from newsroom.ownership import ApartOwner, Owner, choose_owner
from newsroom.postgres import Server

pytestmark = pytest.mark.crawl

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has this choice")


@pytest.fixture
def no_namespaces(tmp_path, monkeypatch):
    """A machine whose `unshare` fails, and a stand-in for /var/lib that others may pass through."""
    fake = tmp_path / "bin" / "unshare"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    yield
    shutil.rmtree(choose_owner(tmp_path / "data").home(tmp_path / "data"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root has to choose")
def test_choose_owner_runs_the_server_as_the_ordinary_user(tmp_path):
    assert choose_owner(tmp_path) == Owner()


@needs_root
def test_choose_owner_as_root_uses_a_user_namespace(tmp_path):
    owner = choose_owner(tmp_path)

    shown = owner.run(["id", "-un"], capture_output=True, text=True).stdout.strip()

    assert owner.prefix[:2] == ("unshare", "--user")
    assert shown == "nobody"
    assert owner.home(tmp_path) == tmp_path


@needs_root
def test_choose_owner_without_unshare_goes_apart(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    owner = choose_owner(tmp_path)

    assert isinstance(owner, ApartOwner)
    assert owner.remark.startswith(
        "Without user namespaces the database lives in /var/lib/newsroom-"
    )


@needs_root
def test_choose_owner_stays_apart_where_it_began(no_namespaces, tmp_path, monkeypatch):
    choose_owner(tmp_path / "data").home(tmp_path / "data")
    monkeypatch.undo()

    assert isinstance(choose_owner(tmp_path / "data"), ApartOwner)


@needs_root
def test_choose_owner_refuses_data_that_it_could_no_longer_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "postgres").mkdir()

    with pytest.raises(Refused, match="was made inside a user namespace"):
        choose_owner(tmp_path)


@needs_root
def test_server_apart_keeps_to_one_folder_of_its_own(no_namespaces, tmp_path):
    before = ownership.APART.stat().st_mode, os.stat("/var").st_mode
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    server = Server(data, durable=False)

    server.start()
    try:
        with psycopg.connect(database_url.embedded(data)) as connection:
            answer = connection.execute("SELECT current_database()").fetchone()[0]
    finally:
        server.stop()

    assert server.cluster.parent.parent == ownership.APART
    assert answer == "newsroom"
    assert server.cluster.stat().st_uid == server.owner.uid
    assert data.stat().st_uid == 0
    assert (ownership.APART.stat().st_mode, os.stat("/var").st_mode) == before
