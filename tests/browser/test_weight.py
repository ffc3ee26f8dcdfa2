"""How heavy the demo’s pages are on the wire: what the production server sends to a phone.

Issue 6, point 9; DESIGN §7. Bytes and requests, no seconds: those are for `make bench-lighthouse`.
"""

import gzip
import os
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Article
from bench import load, servers
from newsroom import pagecache, prepare

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
# The phone that Lighthouse simulates.
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75}
GZIP = {"Accept-Encoding": "gzip"}
# Bytes of the first view, without scrolling: the pictures in it are those that can be seen.
MOST = {"document": 20_000, "stylesheet": 12_000, "script": 15_000, "font": 40_000, "all": 150_000}
MOST |= {"requests": 12}  # with the pictures that Chromium fetches from far below the screen
MOST_OF_ARTICLE = 10_000  # bytes of HTML with gzip, beside a conversation of any length
CONVERSATION = re.compile(r'<section class="comments.*?</section>', re.DOTALL)
PACKED = ("css", "js/comments")  # what readers get; the desk's scripts take longer to pack
PLACES = ("/", "/town/", "/search/?q=harbour", "/authors/", "/corrections/", "/about/", "/no/page/")
WAITED_FOR = """() => [...document.scripts].filter(each =>
    !each.type.endsWith("json") && each.type !== "module" && !each.defer && !each.async
).map(each => each.outerHTML.slice(0, 90))"""

# A picture may stand on a page twice.
BELOW = """() => {
    const shown = (image) => image.getBoundingClientRect().top < innerHeight
    const above = new Set([...document.images].filter(shown).map((each) => each.currentSrc))
    const sources = [...document.images].map((each) => each.currentSrc)
    return sources.filter((each) => each && !above.has(each))
}"""


@pytest.fixture
def served(transactional_db, settings, tmp_path):
    """The demo on the production server, with the static files as a start leaves them."""
    call_command("demo", password="a demo password")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    kept = {"BACKEND": "newsroom.static_files.KeptNames"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": kept}
    call_command("collectstatic", interactive=False, verbosity=0)
    for folder in PACKED:
        prepare.compress(settings.STATIC_ROOT / folder)
    name = connection.settings_dict["NAME"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    given = {"DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY}
    with servers.newsroom(tmp_path, **given) as running:
        yield running.url


def sent(page, url: str) -> Counter:
    """Load a page as who was never here; return its requests, and the first view's bytes."""
    requests, found = [], Counter()
    page.on("request", lambda request: requests.append(request))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    below = page.evaluate(BELOW)
    for request in requests:
        sizes = request.sizes()
        size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        first = 0 if request.url in below else size
        found += Counter({request.resource_type: size, "all": first, "requests": 1})
    return found


def too_much(found: Counter) -> dict[str, int]:
    return {kind: found[kind] for kind in MOST if found[kind] > MOST[kind]}


def html_of(url: str, path: str) -> tuple[int, int]:
    """Return the bytes of a page's HTML, and how many they are without the conversation."""
    answer = load.get(url, path, **GZIP)
    assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
    alone = CONVERSATION.sub("", gzip.decompress(answer.body).decode())
    return len(answer.body), len(pagecache.coded(alone.encode(), "gzip"))


def test_no_page_of_the_demo_is_heavier_than_promised(browser, served):
    """Each kind of page as a phone's first view, and the words of every article."""
    articles = [each.get_absolute_url() for each in Article.objects.all()]
    words = {path: html_of(served, path) for path in articles}
    heaviest = sorted(words, key=words.get)[-3:]
    pictured = Article.objects.exclude(lead_photo=None).newest()[0].get_absolute_url()

    heavy, scripts, icons = {}, {}, set()
    for path in (*PLACES, pictured, *heaviest):
        with browser.new_context(**PHONE) as context:
            page = context.new_page()
            found = sent(page, served + path)
            heavy[path] = too_much(found)
            scripts[path] = page.evaluate(WAITED_FOR)
            icons.add(page.locator("link[rel=icon]").get_attribute("href"))

    assert {path: alone for path, (_, alone) in words.items() if alone > MOST_OF_ARTICLE} == {}
    assert {path: found for path, found in heavy.items() if found} == {}
    assert {path: found for path, found in scripts.items() if found} == {}
    assert [load.get(served, icon).status for icon in icons] == [200]
