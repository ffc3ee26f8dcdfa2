"""What one run keeps to itself: the data folder and the port."""

import contextlib
import errno
import fcntl
import os
import socket
import tempfile
import time

from newsroom.console import Refused

WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def ready_folder(data):
    """Make sure that the data folder is there and that we may write into it."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as problem:
        raise Refused(
            f"The data folder {data} cannot be written ({problem.strerror}). Make it writable for "
            "this user, or name another one with NEWSROOM_DATA."
        ) from problem


@contextlib.contextmanager
def hold_folder(data, patience=20):
    """Hold the folder's lock; yields the lock file, which the web server inherits.

    A run that was killed may still be winding up its web server: that is worth waiting for, a run
    that is alive is not.
    """
    with (data / "lock").open("a+") as lock:
        deadline = time.monotonic() + patience
        while not _lock(lock):
            if _writer_lives(lock) or time.monotonic() > deadline:
                raise Refused(
                    f"Another run uses the data folder {data}. Stop it, or start this one with its "
                    "own NEWSROOM_DATA and PORT."
                )
            time.sleep(0.05)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield lock
        finally:
            lock.truncate(0)


def await_free_port(host, port, patience=3):
    """Refuse a port that something else holds; whoever is just leaving is given a moment."""
    deadline = time.monotonic() + patience
    while problem := _port_problem(host, port):
        if problem.errno != errno.EADDRINUSE:
            raise Refused(
                f"Port {port} on {host} cannot be used ({problem.strerror}). Choose another with "
                "PORT or HOST."
            )
        if time.monotonic() > deadline:
            raise Refused(
                f"Port {port} on {host} is taken by another program. Stop that one, or choose "
                f"another port, such as PORT={port + 1 if port < 65535 else 8000}."
            )
        time.sleep(0.1)


def reachable(host, port):
    """Where a client on this machine finds a server that listens on this address."""
    return WILDCARDS.get(host, host), port


def _lock(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _writer_lives(file):
    file.seek(0)
    text = file.read(20)
    try:
        os.kill(int(text), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _port_problem(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as problem:
            return problem
    return None
