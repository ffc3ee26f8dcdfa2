"""A pytest plugin: gives the tests a PostgreSQL of their own before Django's settings are read.

It is loaded by `-p tests.database` in pyproject.toml, because pytest-django reads the settings
earlier than any conftest.py. A DATABASE_URL given from outside is used instead. Any other command
gets the same server by `python -m tests.database manage.py …`.

The pool stays on in tests: live-server threads then borrow connections just as in production.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from newsroom.console import Refused
from newsroom.database_url import embedded
from newsroom.environment import KNOWN, PROJECT
from newsroom.postgres import Server

TEMPLATE = "newsroom_template"
MADE_OF = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
SECRET_KEY = "for-tests-only-" + "0123456789" * 4
# What a developer exported for `make run` must not change what the tests see.
NOT_FOR_TESTS = {*KNOWN, "PORT", "HOST", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL", "EMAIL_FROM"}
NOT_FOR_TESTS -= {"NEWSROOM_DATA"}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    stack = contextlib.ExitStack()
    early_config.add_cleanup(stack.close)
    try:
        stack.enter_context(own_database())
    except Refused as problem:
        raise pytest.UsageError(str(problem)) from problem


@contextlib.contextmanager
def own_database():
    """Start the server unless one is given, and say so in the environment that settings read.

    Its folder is kept, so that only the first run makes it.
    """
    os.environ.setdefault("SECRET_KEY", SECRET_KEY)
    parent = Path(os.environ.get("NEWSROOM_DATA") or PROJECT / "var").absolute()
    data, lock = _free_folder(parent)
    os.environ["NEWSROOM_DATA"] = str(data)
    with lock:
        if os.environ.get("DATABASE_URL"):
            yield
            return
        server = Server(data, durable=False)
        try:
            server.start()
            os.environ["DATABASE_URL"] = embedded(data)
            yield
        finally:
            server.stop()


def template() -> str:
    """Return the name of a database with all tables, which each process copies for its tests.

    It is made by whoever comes first, and anew as soon as any of our code is another.
    """
    url, code = urlsplit(os.environ["DATABASE_URL"]), _fingerprint()
    with psycopg.connect(url.geturl(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # until the connection ends
        if connection.execute(MADE_OF, [TEMPLATE]).fetchone() != (code,):
            connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
            own = os.environ | {"DATABASE_URL": url._replace(path=f"/{TEMPLATE}").geturl()}
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(migrate, cwd=PROJECT, env=own, check=True)
            connection.execute(f"COMMENT ON DATABASE {TEMPLATE} IS '{code}'")
    return TEMPLATE


def _fingerprint() -> str:
    """Return what tells our code from any other: a migration may use all of it."""
    files = (PROJECT / app for app in ("newsroom", "articles", "authors", "comments"))
    sources = sorted(source for app in files for source in app.rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _free_folder(parent):
    """The first test folder that no other run uses right now, and the lock on it."""
    for number in range(1, 100):
        folder = parent / (f"test-{number}" if number > 1 else "test")
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return folder, lock
    raise Refused(f"A hundred test runs use {parent}. End some of them.")


if __name__ == "__main__":
    with own_database():
        done = subprocess.run([sys.executable, *sys.argv[1:]])
    sys.exit(done.returncode)
