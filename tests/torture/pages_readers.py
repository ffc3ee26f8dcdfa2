"""Readers of the pages' torture: those who compare, one a process, and those who only read."""

import contextlib
import random
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from tests.torture.pages_served import FIGURES, PROCESS

PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Seen:
    """What a process answered, and when it was asked."""

    asked_at: float
    status: int
    location: str
    body: bytes

    @property
    def said(self) -> tuple:
        return self.status, self.location, self.body


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@contextlib.contextmanager
def server(workers: int):
    """Some processes behind a port; yields the port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.torture.pages_served", str(port), str(workers)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        yield port
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


class Reader:
    """A connection to one process: as long as it lives, the same one answers."""

    def __init__(self, port: int, process: str = ""):
        self.port, self.process = port, process
        self.figures = (0, 0)  # renders, hits
        self.connection = None

    def read(self, path: str, **headers) -> Seen:
        if self.connection is None:
            self._connect()
        try:
            return self._read(path, headers)
        except (OSError, HTTPException):  # it was closed for its age
            self._connect()
            return self._read(path, headers)

    def _read(self, path: str, headers: dict) -> Seen:
        asked_at = time.monotonic()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        self.process = answer.headers[PROCESS]
        self.figures = tuple(map(int, answer.headers[FIGURES].split()))
        return Seen(asked_at, answer.status, answer.headers.get("Location", ""), body)

    def _connect(self) -> None:
        """Connect until it is the process meant; the kernel chooses."""
        wanted, deadline = self.process, time.monotonic() + PATIENCE
        while True:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            self._read("/healthz", {})
            if wanted in ("", self.process):
                return
            if time.monotonic() > deadline:
                raise SystemExit(f"Process {wanted} does not answer any more.")


def readers(ports: dict[int, int]) -> list[Reader]:
    """Return a reader of each process behind the ports; the values say how many there are."""
    found = {}
    deadline = time.monotonic() + PATIENCE
    while len(found) < sum(ports.values()):
        if time.monotonic() > deadline:
            raise SystemExit("The servers did not start.")
        for port in ports:
            reader = Reader(port)
            try:
                reader.read("/healthz")
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                found.setdefault(reader.process, reader)
    return list(found.values())


class Crowd:
    """Readers who keep every page wanted while it changes; they compare nothing."""

    def __init__(self, ports: list[int], size: int, seed: int):
        self.paths: list[str] = ["/"]
        self.is_over = threading.Event()
        self.count = 0
        self.threads = [
            threading.Thread(target=self._read, args=(ports[n % len(ports)], seed + n), daemon=True)
            for n in range(size)
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self.is_over.set()
        for thread in self.threads:
            thread.join(PATIENCE)

    def _read(self, port: int, seed: int) -> None:
        choice, reader = random.Random(seed), Reader(port)
        while not self.is_over.wait(choice.uniform(0.005, 0.05)):
            if choice.random() < 0.02:
                reader = Reader(port)  # perhaps another process
            reader.read(choice.choice(self.paths), **{"Accept-Encoding": "br"})
            self.count += 1
