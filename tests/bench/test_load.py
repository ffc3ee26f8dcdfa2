"""The benchmark's client refuses to count what was not answered well."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bench import load
from newsroom.console import Refused


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(404 if self.path == "/nowhere" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def url():
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def without_wrk(monkeypatch):
    """The loop in Python is what every machine has."""
    monkeypatch.setenv("PATH", "")


def test_requests_are_counted(url):
    pressed = load.press(url, "/", 0.05)

    assert pressed.requests > 0
    assert pressed.seconds >= 0.05


def test_wrong_answer_is_refused(url):
    with pytest.raises(Refused, match="not the expected one"):
        load.press(url, "/nowhere", 0.05)
