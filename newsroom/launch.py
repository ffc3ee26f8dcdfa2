"""`make run`: everything from one command, and everything it started stopped again.

Checks what it was told before anything slow, starts the database, lets `newsroom.prepare` do
Django's part, and keeps the web server alive until Ctrl-C or SIGTERM. Django is never loaded here.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException

from newsroom import outside, stopping
from newsroom.console import Refused, complain, say
from newsroom.environment import PROJECT, EnvironmentProblems, read
from newsroom.occupancy import await_free_port, hold_folder, reachable, ready_folder
from newsroom.postgres import Server
from newsroom.stopping import Stopped

WORKER_PAUSE = 5  # seconds, at least, between two starts of the worker
WATCHED = ("newsroom", "authors", "articles", "comments", "templates")


def main(arguments):
    """Run until stopped; 0 after an orderly stop, 2 when there was something to put right."""
    dev = "--dev" in arguments
    if dev:
        os.environ["DEBUG"] = "1"
    stopping.listen()
    try:
        environment = read(os.environ)
        with contextlib.ExitStack() as started:
            try:
                _run(started, environment, dev)
            finally:
                stopping.ignore()  # what was started is stopped now, undisturbed
    except Stopped:
        say("Stopped. Everything is saved.")
        return 0
    except EnvironmentProblems as problems:
        return _complain(problems.sentences)
    except Refused as problem:
        return _complain([str(problem)])


def _run(started, environment, dev):
    ready_folder(environment.data)
    lock = started.enter_context(hold_folder(environment.data))
    await_free_port(environment.host, environment.port)
    database = _start_database(started, environment)
    announcement = _prepare(environment, lock)
    serve = _serve_again if dev else _serve
    serve(environment, lock, announcement, database)


def _start_database(started, environment):
    """Return the server that we started; None if it is somebody else's."""
    if not environment.embedded:
        outside.check(environment.database_url)
        say("The database answers.")
        return None
    server = Server(environment.data)
    if server.owner.remark:
        say(server.owner.remark)
    started.callback(server.stop)
    began = time.monotonic()
    server.start()
    say(f"PostgreSQL is running ({time.monotonic() - began:.1f} s).")
    return server


def _prepare(environment, lock):
    """Let Django migrate, load the demo and collect its files; returns what to print at the end."""
    with tempfile.NamedTemporaryFile("r", dir=environment.data, prefix=".announcement-") as note:
        with _child("newsroom.prepare", lock, note.name) as process:
            if process.wait() != 0:
                raise Refused("The newsroom could not be prepared. The lines above say why.")
        return note.read().strip()


def _serve(environment, lock, announcement, database):
    """Serve until stopped. What dies is started again; what dies at its start is an error."""
    while True:
        with _child("newsroom.serve", lock) as process:
            _await_answer(process, environment)
            if process.poll() is not None:
                raise Refused("The web server ended by itself. The lines above say why.")
            say(announcement)
            _watch(process, database, lock)
        announcement = "The newsroom is open again."
        say("The web server ended by itself. Starting it again.")


def _watch(process, database, lock):
    """Return when the web server has ended; a database or a worker that dies is started again.

    The worker comes after the first answer: readers do not wait for it.
    """
    with contextlib.ExitStack() as beside:
        worker, began = None, -WORKER_PAUSE
        while process.poll() is None:
            if database and database.process.poll() is not None:
                say("PostgreSQL ended by itself. Starting it again.")
                database.revive()
            is_gone = worker is None or worker.poll() is not None
            if is_gone and time.monotonic() - began > WORKER_PAUSE:
                if worker:
                    say("The worker ended by itself. Starting it again.")
                beside.close()
                worker, began = (
                    beside.enter_context(_child("newsroom.worker", lock)),
                    time.monotonic(),
                )
            time.sleep(0.2)


def _serve_again(environment, lock, announcement, database):
    """Serve, and start the server anew whenever a file of ours changes."""
    say(announcement)
    while True:
        seen = _snapshot()
        with _child("newsroom.serve", lock), _child("newsroom.worker", lock):
            while _snapshot() == seen:
                time.sleep(0.5)
        say("A file changed. Starting again.")
        await_free_port(environment.host, environment.port)


def _snapshot():
    """When each of our modules and templates was last written."""
    files = (path for name in WATCHED for path in (PROJECT / name).rglob("*.*"))
    return {path: path.stat().st_mtime_ns for path in files if path.suffix in (".py", ".html")}


@contextlib.contextmanager
def _child(module, lock, *arguments):
    """One of our modules as a process that is gone when we leave.

    It has a session of its own, so Ctrl-C reaches us alone and we stop it when it is its turn. It
    ends by itself when its standard input does, which is when we are killed, and holds the data
    folder's lock with us, so that a next run waits until it is really gone.
    """
    process = None
    try:
        with stopping.held():
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                pass_fds=(lock.fileno(),),
                start_new_session=True,
            )
        yield process
    finally:
        if process:
            _end(process)


def _end(process, patience=20):
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    _kill(process)


def _kill(process):
    """End a child and what it started (it leads a session), whatever they are doing."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _await_answer(process, environment):
    """Return once the newsroom answers requests; the port alone is open before that."""
    try:
        while process.poll() is None and not _answers(environment):
            time.sleep(0.05)
    except Stopped:
        _kill(process)  # a worker that is still loading would not hear a polite word
        raise


def _answers(environment):
    host, port = reachable(environment.host, environment.port)
    connection = HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _complain(sentences):
    for sentence in sentences:
        complain(sentence)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
