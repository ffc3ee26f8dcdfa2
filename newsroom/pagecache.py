"""Whole public pages, kept in memory in front of Django: a hit touches neither it nor the database.

Right by construction rather than by a time to live: the database itself says what changed (see
`page_listener`), a page that changed while it was drawn is not kept, and a page that will look
different at a known moment ends there. Kept are 200, 301 and 410, and one page for every 404. A
page's key is its path with at most one query parameter that pages know.
"""

import hashlib
import logging
import re
import sys
import zlib
from functools import cache, lru_cache
from io import BytesIO
from threading import Event, Lock
from urllib.parse import parse_qsl, quote, urlencode

import brotli
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.page_store import Page, Render, Store, clock
from newsroom.public import is_private

logger = logging.getLogger(__name__)

RENDER = "newsroom.render"  # where a request carries its Render
STORE = "newsroom.store"
PARAMETERS = {"before", "comments"}
CANONICAL = re.compile(r"(?:before|comments)=-?[0-9]{1,20}-[0-9]{1,20}")
ELSEWHERE = ("/static/", "/media/", "/share/", "/healthz", "/readyz", "/search/")
KEPT = ("200", "301", "410")
RETRY = 2.0  # seconds after a render that the database failed before the next is tried
WAIT = 10.0  # seconds to wait for somebody else's render of the same page
# All that the answer to a request for a page can depend on, and whether it is answered at all.
ASKED = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
ASKED += ("HTTP_IF_NONE_MATCH", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST")
PASSED_ON = ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO")
OWN = ("content-length", "etag", "vary")  # headers that are made here
IN_304 = ("cache-control", "content-location", "date", "expires")
NOTHING = [b""]
LEAST_GAIN = 50  # bytes; for less no reader has to unpack anything
LONGEST_ACCEPTED = 200  # characters of an Accept-Encoding header that are read
STALE = [
    ("Warning", '110 - "Response is Stale"'),
    ("Cache-Status", 'newsroom; hit; detail="the database cannot be reached"'),
]


def of(request) -> Render:
    """Return what is noted of the page this request asks for; without a cache, a note to nobody."""
    return request.META.get(RENDER) or Render()


class Answers:
    """A WSGI application around all others: sends again what was sent for the very same request.

    Only what `PageCache` found for a host that was checked is remembered, with all that it depends
    on: so nothing has to be looked at anew.
    """

    def __init__(self, application, store: Store):
        self.application, self.store = application, store

    def __call__(self, environ, start_response):
        known = self.store.answers.get(tuple(map(environ.get, ASKED)))
        if known and self.store.may_send(known[0]):
            _, status, headers, body = known
            start_response(status, headers)
            return body
        return self.application(environ, start_response)


class PageCache:
    """A WSGI application around another."""

    def __init__(self, application, store: Store):
        self.application, self.store = application, store
        self.failed_at = float("-inf")
        self.flights: dict[str, Event] = {}
        self.lock = Lock()

    def __call__(self, environ, start_response):
        answers = self.store.answers
        asks_for_page = environ["REQUEST_METHOD"] in ("GET", "HEAD") and not is_insecure(environ)
        if asks_for_page:  # a kept page comes first: it is never one that is turned away below
            path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
            key = path if not query and "?" not in path else key_of(path, query)
            if page := self.store.get(key):
                answer = answer_of(page, environ)
                asked = tuple(map(environ.get, ASKED))
                self.store.remember(answers, asked, key, page, answer)
                return send(answer, start_response)
        environ[STORE] = self.store
        if not asks_for_page or path.startswith(ELSEWHERE) or is_private(path):
            return self.application(environ, start_response)
        if query and not CANONICAL.fullmatch(query):
            return self._cleaned(path, query, environ, start_response)
        return send(answer_of(self._fetched(key, environ), environ), start_response)

    def _cleaned(self, path, query, environ, start_response):
        """Lead to the address without what no page knows; what is left over is never kept."""
        pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
        known = [pair for pair in pairs if pair[0] in PARAMETERS]
        if known == pairs or path.startswith("//") or not path.startswith("/"):
            return self.application(environ, start_response)
        left = f"?{urlencode(known, encoding='latin-1')}" if known else ""
        target = quote(path.encode("latin-1"), safe="/:@!$&'()*+,;=~-._") + left
        headers = [("Location", target), ("Content-Length", "0"), ("Cache-Control", "no-store")]
        start_response("302 Found", headers)
        return [b""]

    def _fetched(self, key: str, environ) -> Page:
        """Draw the page, or wait for whoever is drawing it already."""
        if clock() - self.failed_at < RETRY and (known := self.store.last_known(key)):
            return as_stale(known)
        if not self.store.is_serving:  # nothing would be kept for those who wait
            return self._drawn(key, environ)
        for _ in range(2):
            flight, is_mine = self._board(key)
            if is_mine:
                try:
                    return self._drawn(key, environ)
                finally:
                    self._land(key, flight)
            if not flight.wait(WAIT):
                break
            if page := self.store.get(key):
                return page
        return self._drawn(key, environ)

    def _board(self, key: str) -> tuple[Event, bool]:
        with self.lock:
            if flight := self.flights.get(key):
                return flight, False
            flight = self.flights[key] = Event()
            return flight, True

    def _land(self, key: str, flight: Event) -> None:
        with self.lock:
            del self.flights[key]
        flight.set()

    def _drawn(self, key: str, environ) -> Page:
        render = self.store.begin()
        try:
            page = draw(self.application, environ, render)
            if render.database_failed:
                self.failed_at = clock()
                if known := self.store.last_known(key):
                    return as_stale(known)
            else:
                self.store.outlive(key)
            if may_be_kept(page):
                page.etag = etag_of(page)
                self._keep(key, page, render)
            return page
        finally:
            self.store.end(render)

    def _keep(self, key: str, page: Page, render: Render) -> None:
        if page.status.startswith(KEPT):
            self.store.keep(key, page, render)
        elif render.is_nowhere and "?" not in key:
            self.store.keep_nowhere(key, page, render)


def key_of(path: str, query: str) -> str:
    """Return what a page is kept under. A path may hold a `?`, which was escaped on the way."""
    path = path.replace("?", "%3F")
    return f"{path}?{query}" if query else path


def draw(application, environ, render: Render) -> Page:
    """Ask the application for the whole page, in nobody's name.

    Of what a reader sent only the address and the host go on: nothing else can be in the page.
    """
    asked = {name: value for name, value in environ.items() if is_passed_on(name)}
    asked |= {"REQUEST_METHOD": "GET", RENDER: render, "wsgi.input": BytesIO()}
    started = []
    answer = application(
        asked, lambda status, headers, info=None: started.append((status, headers))
    )
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    status, headers = started[-1]
    return Page(status, list(headers), body)


def fresh(path: str, host: str) -> Page:
    """Return a public page drawn anew, as nobody in particular sees it, and keep it nowhere."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "HTTP_HOST": host,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        environ[settings.SECURE_PROXY_SSL_HEADER[0]] = "https"
    return draw(_django(), environ, Render())


@cache
def _django():
    return get_wsgi_application()


def is_passed_on(name: str) -> bool:
    return name in PASSED_ON or not name.startswith(("HTTP_", "CONTENT_", "REMOTE_"))


def is_insecure(environ) -> bool:
    """Whether Django would lead this reader to https first; no kept page knows that."""
    if not settings.SECURE_SSL_REDIRECT:
        return False
    name, secure = settings.SECURE_PROXY_SSL_HEADER
    return environ.get(name, "").split(",")[0].strip() != secure


def may_be_kept(page: Page) -> bool:
    """Whether the answer is one that every reader may get."""
    headers = {name.lower(): value for name, value in page.headers}
    control = {each.strip() for each in headers.get("cache-control", "").split(",")}
    return (
        page.status.startswith((*KEPT, "404"))
        and "public" in control
        and not control & {"private", "no-store"}
        and headers.get("vary", "Accept-Encoding").lower() == "accept-encoding"
        and "set-cookie" not in headers
        and "'nonce-" not in headers.get("content-security-policy", "")
    )


def etag_of(page: Page) -> str:
    return hashlib.sha256(page.body).hexdigest()[:24]


def coded(body: bytes, coding: str) -> bytes:
    """Return a body in a content coding. Brotli 4 takes half the time of 5 for 6 % more bytes."""
    if coding == "br":
        return brotli.compress(body, quality=4)
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


def as_stale(page: Page) -> Page:
    return Page(page.status, page.headers + STALE, page.body, page.etag)


def answer_of(page: Page, environ) -> tuple[str, list, list[bytes]]:
    """Return status, headers and body: the best coding that the reader takes, or 304."""
    is_head = environ["REQUEST_METHOD"] == "HEAD"
    if not page.etag:  # not for every reader: as it came
        return page.status, page.headers, [b"" if is_head else page.body]
    coding = best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_ACCEPTED])
    etag, headers, in_304, body = page.ready.get(coding) or make_ready(page, coding)
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if condition and page.status.startswith("200") and is_known(condition, etag):
        return "304 Not Modified", in_304, NOTHING
    return page.status, headers, NOTHING if is_head else body


def send(answer: tuple[str, list, list[bytes]], start_response) -> list[bytes]:
    status, headers, body = answer
    start_response(status, headers)
    return body


def make_ready(page: Page, coding: str) -> tuple[str, list, list, list[bytes]]:
    """Make, once, what every hit hands on as it is: entity tag, headers, those of a 304, body.

    A coding is made when it is first asked for: most pages are only ever asked for in one.
    """
    body = page.body if coding == "identity" else coded(page.body, coding)
    if coding != "identity" and len(page.body) - len(body) < LEAST_GAIN:
        page.ready[coding] = make_ready(page, "identity")
        return page.ready[coding]
    etag = f'"{page.etag}"' if coding == "identity" else f'"{page.etag}-{coding}"'
    headers = [pair for pair in page.headers if pair[0].lower() not in OWN]
    headers += [("ETag", etag), ("Vary", "Accept-Encoding")]
    in_304 = [pair for pair in headers if pair[0].lower() in IN_304 + OWN]
    if coding != "identity":
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    page.ready[coding] = etag, headers, in_304, [body]
    return page.ready[coding]


def is_known(condition: str, etag: str) -> bool:
    """Whether the reader has this very page; a weak tag is compared as a strong one."""
    if condition == etag:
        return True
    tags = (tag.strip().removeprefix("W/") for tag in condition.split(","))
    return any(tag in (etag, "*") for tag in tags)


@lru_cache(maxsize=1000)
def best_coding(accepted: str) -> str:
    """Return the smallest coding that an Accept-Encoding header allows."""
    allowed = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        allowed[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    wanted = (coding for coding in ("br", "gzip") if allowed.get(coding, allowed.get("*", False)))
    return next(wanted, "identity")
