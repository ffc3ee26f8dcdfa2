"""Nobody watches who only reads: the whole demo, address by address, in Chromium with scripts on.

Issue 6, point 11; DESIGN §4.6 and §4.9. No cookie, nothing stored, no other origin asked.
"""

import os
import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from articles.models import Address, Article, Tag
from tests.browser.looks import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
MOST = 600  # addresses; the demo has about half as many
MOST_FILES = 40  # feeds, sitemaps: of a few kinds, without a script
NOT_READING = ("/admin/", "/accounts/", "/comments/", "/share/")
OTHERS = ("/search/?q=ferry", "/search/?q=%22small+boat%22", "/search/?q=xyzzy", "/nothing/at/all/")
FILE = re.compile(r"/feed/|/feed\.json|\.xml$|\.txt$")
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
LINKS = """() => [...document.querySelectorAll("a[href], link[rel=alternate]")]
    .map((each) => each.href)"""
STORED = """async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
TRACKERS = {
    "cookies": "document.cookie = 'seen=1'",
    "local": "localStorage.setItem('seen', '1')",
    "session": "sessionStorage.setItem('seen', '1')",
    "databases": "indexedDB.open('seen')",
    "caches": "caches.open('seen')",
    "complaints": "new Image().src = 'https://example.org/seen.gif'",
    "asked": "fetch('http://127.0.0.1:9/seen', { mode: 'no-cors' }).catch(() => 0)",
}


class Watched:
    """A reader's browser, and what each page did beside being read."""

    def __init__(self, page, origin: str):
        self.page, self.origin = page, origin
        self.asked, self.complaints = [], []
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("console", lambda said: self._hear(said))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def read(self, path: str) -> dict:
        """Open the page; return what it did that it should not, by kind."""
        self.asked.clear()
        self.complaints.clear()
        self.page.goto(self.origin + path)
        did = self.page.evaluate(STORED) | self.taken() | {"wide": too_wide(self.page)}
        if did := {kind: found for kind, found in did.items() if found}:
            self._forget()
        return did

    def taken(self) -> dict:
        cookies = [cookie["name"] for cookie in self.page.context.cookies()]
        return {"cookies": cookies, "asked": [*self.asked], "complaints": [*self.complaints]}

    def links(self) -> list[str]:
        """Where the open page leads inside the public site."""
        urls = (urlsplit(url) for url in self.page.evaluate(LINKS) if url.startswith(self.origin))
        paths = (f"{url.path}?{url.query}" if url.query else url.path for url in urls)
        return [path for path in paths if not path.startswith(NOT_READING)]

    def _forget(self) -> None:
        """Let what one page left not be found on the next."""
        self.page.context.clear_cookies()
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")

    def _note(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.asked.append(url)

    def _hear(self, said) -> None:
        """What the policy has stopped was tried all the same. A page that is missing says so."""
        if said.type == "error" and "the server responded with a status of 4" not in said.text:
            self.complaints.append(said.text)


def in_sitemaps(client) -> list[str]:
    """Every address that search engines are told."""
    files = [urlsplit(url).path for url in _locations(client, "/sitemap.xml")]
    urls = [url for file in (*files, "/news-sitemap.xml") for url in _locations(client, file)]
    return [urlsplit(url).path for url in urls]


def _locations(client, path: str) -> list[str]:
    return LOCATION.findall(client.get(path).content.decode())


def crawl(watched: Watched, begin: list[str]) -> tuple[set[str], dict[str, dict]]:
    """Read every page once, and what it leads to; return where it was, and what was done there."""
    seen, found, files, waiting = set(), {}, set(), deque(begin)
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        if FILE.search(path):
            files.add(path)
        elif path not in seen:
            seen.add(path)
            if did := watched.read(path):
                found[path] = did
            waiting += watched.links()
    assert not waiting, f"There is more to read than {MOST} pages."
    for path in sorted(files, key=lambda path: (path.count("/"), path))[:MOST_FILES]:
        watched.page.request.get(watched.origin + path)
    if cookies := watched.taken()["cookies"]:
        found.setdefault("a feed or a sitemap", {"cookies": cookies})
    return seen, found


def by_kind(found: dict[str, dict]) -> dict[str, list[str]]:
    """The first few addresses where each thing was done."""
    kinds = {kind for did in found.values() for kind in did}
    return {kind: [path for path, did in found.items() if kind in did][:3] for kind in kinds}


def test_nobody_watches_who_reads_the_whole_demo(page, live_server, client):
    """On a narrow phone, where nothing may stick out either (issue 6, point 12)."""
    page.set_viewport_size({"width": 320, "height": 2_000})
    call_command("demo", password="a demo password")
    listed = in_sitemaps(client)
    gone = Address.objects.get(kind="gone").path

    seen, found = crawl(Watched(page, live_server.url), ["/", *listed, gone, *OTHERS])

    assert by_kind(found) == {}
    assert {article.get_absolute_url() for article in Article.objects.all()} <= seen
    assert {
        tag.get_absolute_url() for tag in Tag.objects.all() if tag.article_tags.exists()
    } <= seen
    assert set(listed) <= seen


@pytest.mark.parametrize("kind", TRACKERS)
def test_crawl_notices_who_watches(browser, live_server, transactional_db, kind):
    """The same eyes, on a front page that does it. The policy is off: it would stop some before
    they are done; that it was stopped is noticed, too.
    """
    context = browser.new_context(bypass_csp=kind != "complaints")
    page = context.new_page()
    page.add_init_script(f"if (location.pathname === '/') {TRACKERS[kind]}")

    _, found = crawl(Watched(page, live_server.url), ["/"])

    assert kind in found["/"]
    context.close()
