"""A browser without a screen: it keeps cookies, reads forms, and sends them as a person would."""

import threading
from contextlib import closing, suppress
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookiejar import CookieJar
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    ProxyHandler,
    Request,
    build_opener,
)

NO_ANSWER = (OSError, HTTPException)
TIMEOUT = 30


class Answer(NamedTuple):
    status: int
    page: str
    location: str


class Form(HTMLParser):
    """The hidden fields of a page, by name."""

    def __init__(self, page: str):
        super().__init__()
        self.hidden = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[found["name"]] = found.get("value", "")


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None  # the reader follows by itself


class Reader:
    def __init__(self, url: str):
        self.url = url
        self.jar = CookieJar()
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar), _Stay)

    def ask(self, path: str, fields: dict | None = None) -> Answer:
        """Return the answer, whatever its status; one of NO_ANSWER is raised if none came."""
        body = urlencode(fields).encode() if fields else None
        try:
            response = self._opener.open(self.url + path, body, timeout=TIMEOUT)
        except HTTPError as problem:
            response = problem
        with response:
            page = response.read().decode()
            return Answer(response.status, page, response.headers.get("Location", ""))

    def ask_at_once(self, path: str, fields: dict, times: int) -> list[Answer]:
        """Send a form several times at the same moment; return the answers that came."""
        answers, together = [], threading.Barrier(times)

        def send():
            together.wait()
            with suppress(*NO_ANSWER):
                answers.append(self.ask(path, fields))

        threads = [threading.Thread(target=send) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def hang_up(self, path: str, fields: dict) -> None:
        """Send a form and leave before the answer comes."""
        request = Request(self.url + path)
        self.jar.add_cookie_header(request)
        headers = dict(request.header_items())
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT)
        with suppress(*NO_ANSWER), closing(connection):
            connection.request("POST", path, urlencode(fields), headers)
