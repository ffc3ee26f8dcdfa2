"""A newsroom of its own to be ill-treated: a durable PostgreSQL and the production server.

It stands in its own folder on a free loopback port. Whoever runs a newsroom has a supervisor that
starts what died again: here that is this module. It ends nothing but what it started.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from newsroom import database_url
from newsroom.environment import KNOWN, PROJECT
from newsroom.postgres import Server
from tests.newsroom.test_launch import free_port

OURS = {*KNOWN, "PORT", "HOST", "DEBUG", "SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"}
PATIENCE = 60  # seconds until something that should come is given up


class Database(Server):
    """The embedded server, durable, which can crash and be started again as it was."""

    def crash(self):
        """Stop it in the immediate mode: nothing is written any more, every session is cut."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)

    def _choose_address(self):
        """Keep the address at a second start, and the password: the workers know no other."""
        return self.address if self.address[1] else super()._choose_address()

    def _furnish(self):
        if database_url.embedded_file(self.data).exists():
            self._connect().close()
        else:
            super()._furnish()


class House:
    """`with House(folder) as house`: open for readers at `house.url`, with Django set up here."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.log = folder / "server.log"
        self.database = Database(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.web_starts = 0
        self._is_closing = False
        self._web = None

    def __enter__(self):
        with contextlib.ExitStack() as started:
            started.callback(self.database.stop)
            self.database.start()
            self._settle()
            started.callback(self._close_web)
            self._supervisor = threading.Thread(target=self._supervise)
            self._supervisor.start()
            started.pop_all()
        return self

    def __exit__(self, *problem):
        self._close_web()
        self.database.stop()

    def workers(self) -> list[int]:
        """Return the process ids of the web server's workers, which only it may have."""
        found = []
        for path in Path(f"/proc/{self._web.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(pid) for pid in path.read_text().split()]
        return sorted(found)

    def kill_worker(self):
        """End one of the workers in the middle of whatever it does."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(ProcessLookupError, IndexError):
                os.kill(random.choice(self.workers()), signal.SIGKILL)
                return
            time.sleep(0.02)
        raise AssertionError("The web server has no workers.")

    def kill_web(self):
        """End the whole web server; it is started again."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._web.pid, signal.SIGKILL)

    def crash_database(self):
        self.database.crash()
        self.database.start()

    def _settle(self):
        """Make the tables and the static files, and let this process use the database."""
        for name in OURS:
            os.environ.pop(name, None)
        os.environ |= {"NEWSROOM_DATA": str(self.folder), "PORT": str(self.port)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)

    def _supervise(self):
        with self.log.open("wb") as log:
            while not self._is_closing:
                self.web_starts += 1
                command = [sys.executable, "-m", "tests.torture.serve"]
                pipes = {"stdin": subprocess.PIPE, "stdout": log, "stderr": log}
                self._web = subprocess.Popen(command, cwd=PROJECT, start_new_session=True, **pipes)
                if self._is_closing:
                    self._web.terminate()
                self._web.wait()
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._web.pid, signal.SIGKILL)  # what it may have left behind

    def _close_web(self):
        self._is_closing = True
        if self._web:
            self._web.terminate()
        self._supervisor.join(PATIENCE)


@contextlib.contextmanager
def own_folder(name: str):
    """An empty folder in the newsroom's data folder; it goes when all went well."""
    parent = Path(os.environ.get("NEWSROOM_DATA") or PROJECT / "var").absolute()
    folder = parent / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
