"""The client: asks a server for one page as often as it can, or sends it comments.

wrk where it is installed, which one core of a server cannot outrun; else a loop in Python, which is
slower than what it measures, so that only the CPU per request says something.
"""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode, urlsplit

from newsroom.console import Refused

READER = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # as browsers ask
PLAIN = {"Accept-Encoding": "identity"}
MANY = 16  # connections
numbers = count(1)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Pressed:
    requests: int
    seconds: float


def get(url: str, path: str, **headers: str) -> Answer:
    connection = _connection(url)
    try:
        connection.request("GET", path, headers=READER | headers)
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, response.read())
    finally:
        connection.close()


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def press(url: str, path: str, seconds: int, connections: int = MANY, **headers) -> Pressed:
    """Ask for one page for some seconds; every answer must be a good one."""
    if has_wrk():
        return _press_with_wrk(url, path, seconds, connections, READER | headers)
    return _press_with_python(url, path, seconds, READER | headers)


def _press_with_wrk(url, path, seconds, connections, headers) -> Pressed:
    given = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout=30s", *given]
    told = subprocess.run([*command, url + path], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise Refused(f"{path} was not always answered:\n{told}")
    requests = int(re.search(r"([0-9]+) requests in", told)[1])
    return Pressed(requests, requests / float(re.search(r"Requests/sec:\s+([0-9.]+)", told)[1]))


def _press_with_python(url, path, seconds, headers) -> Pressed:
    def ask(connection):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status in (200, 304)

    return _repeat(url, ask, seconds)


def _repeat(url, ask, seconds) -> Pressed:
    """Ask on one connection, one request after the other."""
    connection, began, requests = _connection(url), time.monotonic(), 0
    try:
        while (passed := time.monotonic() - began) < seconds:
            if not ask(connection):
                raise Refused(f"{url} gave an answer that is not the expected one.")
            requests += 1
    finally:
        connection.close()
    return Pressed(requests, passed)


class Commenter:
    """A reader who opened the form once and sends many comments, each with words of its own."""

    def __init__(self, url: str, article: int):
        self.url = url
        form = get(url, f"/comments/form/{article}/", **PLAIN)
        self.is_there = form.status == 200
        self.cookie = form.headers.get("set-cookie", "").partition(";")[0]
        inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form.body.decode())
        self.fields = dict(_name_and_value(each) for each in inputs)

    def press(self, seconds: float) -> Pressed:
        return _repeat(self.url, self._send, seconds)

    def _send(self, connection) -> bool:
        number = f"{time.time_ns()}-{next(numbers)}"
        typed = {"name": "A reader", "email": f"reader-{number}@example.org"}
        typed["text"] = f"I was on the quay that morning, and I counted {number} gulls.\n" * 4
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/comments/", urlencode(self.fields | typed), headers)
        response = connection.getresponse()
        response.read()
        return response.status == 303


def _name_and_value(tag: str) -> tuple[str, str]:
    name, value = (re.search(rf' {part}="([^"]*)"', tag) for part in ("name", "value"))
    return name[1], unescape(value[1]) if value else ""


def _connection(url: str) -> HTTPConnection:
    return HTTPConnection(urlsplit(url).netloc, timeout=30)
