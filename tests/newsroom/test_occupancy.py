"""One run per data folder and per port, and a sentence for the second."""

import os
import socket
import stat
import subprocess
import sys
import threading

import pytest

from newsroom.console import Refused
from newsroom.occupancy import await_free_port, hold_folder, reachable, ready_folder

HOLDER = """
import sys, time
from pathlib import Path
from newsroom.occupancy import hold_folder
with hold_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""

KILLED_LAUNCHER = """
import os, subprocess, sys
from pathlib import Path
from newsroom.occupancy import hold_folder
with hold_folder(Path(sys.argv[1])) as lock:
    subprocess.Popen(["sh", "-c", "read line"], pass_fds=(lock.fileno(),))
    print("held", flush=True)
    os.kill(os.getpid(), 9)
"""


def start(code, folder):
    process = subprocess.Popen(
        [sys.executable, "-c", code, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    return process


def test_ready_folder_makes_a_private_one(tmp_path):
    ready_folder(tmp_path / "deep" / "data")

    assert stat.S_IMODE((tmp_path / "deep" / "data").stat().st_mode) == 0o700


def test_ready_folder_leaves_an_existing_one_as_it_is(tmp_path):
    tmp_path.chmod(0o755)

    ready_folder(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert list(tmp_path.iterdir()) == []


def test_ready_folder_refuses_a_place_that_is_no_folder(tmp_path):
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(Refused, match=r"cannot be written \(File exists\)\. Make it writable"):
        ready_folder(file)


def test_hold_folder_refuses_a_second_run(tmp_path):
    first = start(HOLDER, tmp_path)

    with pytest.raises(Refused, match="Another run uses the data folder"), hold_folder(tmp_path):
        pass

    first.communicate()


def test_hold_folder_is_free_again_after_a_run(tmp_path):
    with hold_folder(tmp_path):
        pass

    with hold_folder(tmp_path) as lock:
        assert not lock.closed


def test_hold_folder_waits_for_what_a_killed_run_left(tmp_path):
    killed = start(KILLED_LAUNCHER, tmp_path)
    killed.wait()
    threading.Timer(0.3, killed.stdin.close).start()

    with hold_folder(tmp_path) as lock:
        lock.seek(0)
        assert lock.read() == str(os.getpid())


def test_hold_folder_gives_up_on_what_never_ends(tmp_path):
    killed = start(KILLED_LAUNCHER, tmp_path)
    killed.wait()

    with pytest.raises(Refused), hold_folder(tmp_path, patience=0.2):
        pass

    killed.stdin.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1", "::"])
def test_await_free_port_refuses_a_taken_one(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(Refused, match=rf"Port {port} on {host} is taken by another program"):
            await_free_port(host, port, patience=0.2)

    await_free_port(host, port)


def test_await_free_port_waits_for_whoever_is_leaving():
    taken = socket.create_server(("127.0.0.1", 0))
    threading.Timer(0.3, taken.close).start()

    await_free_port("127.0.0.1", taken.getsockname()[1])


def test_await_free_port_refuses_an_address_of_another_machine():
    with pytest.raises(Refused, match=r"cannot be used \(Cannot assign requested address\)"):
        await_free_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("10.0.0.1", "10.0.0.1")],
)
def test_reachable_finds_a_server_on_every_address_here(host, expected):
    assert reachable(host, 80) == (expected, 80)
