"""`make run`'s heart, as processes: it opens, says what is wrong, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from newsroom.environment import PROJECT

OURS = ("PORT", "HOST", "DEBUG", "SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "EMAIL_URL")


@pytest.fixture
def start(tmp_path):
    """Start launchers with an environment of their own; what still runs is ended."""
    with starting(tmp_path) as launch:
        yield launch


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """A data folder in which a newsroom was open before."""
    folder = tmp_path_factory.mktemp("opened")
    with starting(folder) as launch:
        await_open(launch())
    return folder


@pytest.fixture
def start_again(start, opened, tmp_path):
    """As `start`, but not for the first time: that takes several seconds."""
    shutil.copytree(opened, tmp_path, dirs_exist_ok=True)
    return start


@contextmanager
def starting(data):
    started = []

    def launch(*arguments, **variables):
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in OURS and not name.startswith("NEWSROOM_")
        }
        given = {"PORT": str(free_port()), "NEWSROOM_DATA": str(data), "NEWSROOM_DEMO": "0"}
        process = subprocess.Popen(
            [sys.executable, "-m", "newsroom.launch", *arguments],
            cwd=PROJECT,
            env=clean | given | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.port = int((given | variables)["PORT"])
        started.append(process)
        return process

    yield launch
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def await_open(process):
    """The lines up to the last one of a start that went well."""
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("Stop it"):
            return lines
    raise AssertionError(f"It did not open: {lines} {process.stderr.read()}")


def status(process, path="/healthz"):
    connection = HTTPConnection("127.0.0.1", process.port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse().status


def running_in(data):
    """The processes that work for a data folder: its database and its web server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(data) in told and int(folder.name) != os.getpid():
            found.append(folder.name)
    return found


def await_nothing_running_in(data):
    deadline = time.monotonic() + 30
    while running_in(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running_in(data) == []


@pytest.mark.crawl
def test_launch_opens_the_newsroom_and_stops_everything(start, tmp_path):
    process = start()

    lines = await_open(process)
    answer = status(process)
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)

    assert lines[0].startswith("PostgreSQL is running")
    assert f"Readers http://127.0.0.1:{process.port}/" in lines
    assert f"/admin/first-run/{(tmp_path / 'first-run-token').read_text().strip()}/" in lines[-2]
    assert answer == 200
    assert (process.returncode, rest, errors) == (0, "Stopped. Everything is saved.\n", "")
    assert running_in(tmp_path) == []


def await_line(process, beginning):
    for line in process.stdout:
        if line.startswith(beginning):
            return
    raise AssertionError(f"It never said “{beginning}”: {process.stderr.read()}")


def processes_of(data, word):
    """The numbers of a folder's processes whose command line holds a word."""
    found = [Path("/proc", number) for number in running_in(data)]
    return [int(each.name) for each in found if word in (each / "cmdline").read_bytes()]


def await_worker(data):
    """The number of the worker's process: it comes after the newsroom's first answer."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := processes_of(data, b"newsroom.worker"):
            return found[0]
        time.sleep(0.05)
    raise AssertionError("No worker was started.")


@pytest.mark.crawl
def test_launch_starts_again_what_died(start_again, tmp_path):
    """THREATS F5, F6, F9: the worker, the database, then the web server with its processes."""
    process = start_again()
    await_open(process)
    postmaster = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])

    os.kill(await_worker(tmp_path), signal.SIGKILL)
    await_line(process, "The worker ended by itself")
    os.kill(postmaster, signal.SIGKILL)
    await_line(process, "PostgreSQL ended by itself")
    for number in processes_of(tmp_path, b"newsroom.serve"):
        os.kill(number, signal.SIGKILL)
    await_line(process, "The newsroom is open again")

    assert status(process, "/") == 200
    await_worker(tmp_path)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    await_nothing_running_in(tmp_path)


@pytest.mark.crawl
def test_launch_refuses_the_same_folder_and_the_same_port_twice(start_again, tmp_path):
    first = start_again()
    await_open(first)

    same_folder = start_again()
    same_port = start_again(NEWSROOM_DATA=str(tmp_path / "other"), PORT=str(first.port))

    assert "Another run uses the data folder" in same_folder.communicate()[1]
    assert f"Port {first.port} on 127.0.0.1 is taken" in same_port.communicate()[1]
    assert (same_folder.returncode, same_port.returncode) == (2, 2)
    assert status(first) == 200


@pytest.mark.crawl
def test_launch_runs_twice_side_by_side(start_again, tmp_path):
    """One for the first time, one not."""
    folders = (tmp_path, tmp_path / "two")
    processes = [start_again(NEWSROOM_DATA=str(folder)) for folder in folders]

    for process in processes:
        await_open(process)

    assert [status(process) for process in processes] == [200, 200]


@pytest.mark.crawl
def test_launch_follows_a_launcher_that_was_killed(start, tmp_path):
    first = start()
    await_open(first)
    first.kill()
    first.wait()

    second = start(PORT=str(first.port))
    lines = await_open(second)

    assert not any("Bringing" in line or "Collecting" in line for line in lines)
    assert status(second) == 200
    second.terminate()
    assert second.wait(60) == 0
    await_nothing_running_in(tmp_path)


@pytest.mark.crawl
@pytest.mark.parametrize("heard", ["PostgreSQL", "Bringing", "Collecting"])
def test_launch_can_be_stopped_in_the_middle_of_a_start(start, tmp_path, heard):
    process = start()
    for line in process.stdout:
        if line.startswith(heard):
            break

    process.terminate()

    assert process.wait(30) == 0
    assert running_in(tmp_path) == []


@pytest.mark.crawl
def test_launch_for_developers_starts_again_after_a_change(start_again, tmp_path):
    process = start_again("--dev")
    await_open(process)
    await_status(process, 200)

    (PROJECT / "newsroom" / "launch.py").touch()

    await_line(process, "A file changed. Starting again.")  # the server may have a word before
    await_status(process, 200)


def await_status(process, wanted):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if status(process) == wanted:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"No answer with status {wanted}.")


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "0"}, "PORT is “0”. Give a whole number from 1 to 65535.\n"),
        ({"NEWSROOM_X": "1"}, "NEWSROOM_X is not a setting of Newsroom. Unset it"),
        (
            {"NEWSROOM_DATA": "/dev/null"},
            "The data folder /dev/null cannot be written (File exists)",
        ),
        (
            {"DATABASE_URL": "mysql://u:hunter2@h/d", "SECRET_KEY": "k" * 50},
            "DATABASE_URL is of the kind “mysql”",
        ),
        (
            {"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:1/d", "SECRET_KEY": "k" * 50},
            "The database “d” on 127.0.0.1 cannot be reached",
        ),
    ],
)
def test_launch_says_what_is_wrong_in_a_sentence(start, variables, sentence):
    process = start(**variables)

    output, errors = process.communicate()

    assert process.returncode == 2
    assert errors.startswith(sentence)
    assert output == ""
    assert "Traceback" not in errors
    assert "hunter2" not in errors


@pytest.mark.crawl
def test_launch_refuses_a_taken_port_before_anything_slow(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(PORT=str(taken.getsockname()[1]))
        output, errors = process.communicate()

    assert (process.returncode, output) == (2, "")
    assert "is taken by another program" in errors
    assert not (tmp_path / "postgres").exists()
