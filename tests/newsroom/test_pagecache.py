"""What the kept pages answer: to whom, in which coding, and what is never among them (D1, D2)."""

import gzip

import brotli
import pytest

from newsroom import pagecache
from newsroom.pagecache import STORE, Answers, PageCache
from newsroom.public import PublicPages
from tests.newsroom.paper import (
    HTML,
    NOON,
    PUBLIC,
    TEXT,
    Paper,
    Told,
    ask,
    listening_store,
    opened,
)


def test_second_reader_gets_the_same_bytes_without_the_application():
    cache, paper = opened()

    first, second = ask(cache), ask(cache)

    assert second == first
    assert first.body == TEXT.encode()
    assert len(paper.asked) == paper.closed == 1
    assert (cache.store.hits, cache.store.misses) == (1, 1)


@pytest.mark.parametrize("status", ["200 OK", "301 Moved Permanently", "410 Gone"])
def test_what_is_kept(status):
    headers = [HTML, PUBLIC, ("Location", "/there/")]
    cache, paper = opened(world=Told(status=status, headers=headers))

    answers = [ask(cache, "/world/") for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0].status == int(status[:3])
    assert answers[0].headers["Location"] == "/there/"
    assert len(paper.asked) == 1


@pytest.mark.parametrize(
    "told",
    [
        Told(headers=[HTML]),
        Told(headers=[HTML, ("Cache-Control", "private, no-store")]),
        Told(headers=[HTML, ("Cache-Control", "public, no-store")]),
        Told(headers=[HTML, ("Cache-Control", "public, private")]),
        Told(headers=[HTML, PUBLIC, ("Set-Cookie", "sessionid=zqsecret")]),
        Told(headers=[HTML, PUBLIC, ("Vary", "Cookie")]),
        Told(headers=[HTML, PUBLIC, ("Vary", "Accept-Encoding, Accept-Language")]),
        Told(headers=[HTML, PUBLIC, ("Content-Security-Policy", "script-src 'nonce-zqsecret'")]),
        Told(status="302 Found"),
        Told(status="400 Bad Request"),
        Told(status="404 Not Found"),  # not the one page for all
        *(Told(status=status) for status in ("500 Internal Server Error", "503 Busy")),
    ],
)
def test_what_is_never_kept(told):
    """D1: what is not for everyone, or not for long, is drawn for each reader."""
    cache, paper = opened(world=told)

    answers = [ask(cache, "/world/") for _ in range(2)]

    assert answers[0].status == int(told.status[:3])
    assert answers[0].body == TEXT.encode()
    assert len(paper.asked) == 2
    assert not cache.store.pages
    assert not cache.store.nowhere


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("PUT", "/"),
        ("OPTIONS", "/"),
        ("GET", "/admin/"),
        ("GET", "/accounts/login/"),
        ("GET", "/search/"),
        ("GET", "/static/css/base.css"),
        ("GET", "/media/0/640.webp"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
    ],
)
def test_what_passes_by(method, path):
    """D1: the application sees the request itself, and nothing is kept of the answer."""
    cache, paper = opened()

    for _ in range(2):
        ask(cache, path, "q=1&q=2", method=method, cookie="a=b")

    assert [environ["HTTP_COOKIE"] for environ in paper.asked] == ["a=b"] * 2
    assert paper.asked[0][STORE] is cache.store
    assert not cache.store.pages


def test_page_is_drawn_in_nobodys_name():
    """D2: what is not in the key cannot be in the page."""
    cache, paper = opened()
    environ = {
        "REQUEST_METHOD": "HEAD",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "CONTENT_LENGTH": "5",
        "CONTENT_TYPE": "text/plain",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_HOST": "news.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "zqpoison.example",
        "HTTP_X_FORWARDED_FOR": "192.0.2.1",
        "HTTP_ACCEPT_LANGUAGE": "de",
        "HTTP_USER_AGENT": "zqpoison",
        "HTTP_IF_NONE_MATCH": "*",
        "HTTP_RANGE": "bytes=0-1",
        "wsgi.url_scheme": "http",
    }

    cache(environ, lambda status, headers: None)

    asked = paper.asked[0]
    found = {n: v for n, v in asked.items() if n[:7] not in ("newsroo", "wsgi.in")}
    assert found == {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "HTTP_HOST": "news.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "http",
    }
    assert asked["wsgi.input"].read() == b""


def test_head_has_the_headers_and_no_body():
    cache, paper = opened()

    drawn, kept, got = ask(cache, method="HEAD"), ask(cache, method="HEAD"), ask(cache)

    assert drawn == kept
    assert (drawn.body, drawn.headers) == (b"", got.headers)
    assert got.body == TEXT.encode()
    assert len(paper.asked) == 1


UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("BR;Q=0.5, gzip;q=1.0", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip; q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("gzip;q=0, *", "br"),
        ("deflate", ""),
        (", ;;q=, =", ""),
        ("x" * 5000 + ", gzip", ""),
    ],
)
def test_body_is_ready_in_the_coding_the_reader_takes(accepted, coding):
    cache, paper = opened()

    answers = [ask(cache, accept_encoding=accepted) for _ in range(2)]

    assert answers[0] == answers[1]
    answer = answers[0]
    assert UNPACKED[coding](answer.body) == TEXT.encode()
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(paper.asked) == 1


def test_each_coding_has_a_strong_tag_of_its_own():
    cache, _ = opened()

    tags = {ask(cache, accept_encoding=coding).headers["ETag"] for coding in ("", "gzip", "br")}

    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


def test_tag_says_what_the_page_says():
    cache, _ = opened(one=Told("One"), other=Told("Other"), same=Told("One"))

    tags = [ask(cache, path).headers["ETag"] for path in ("/one/", "/other/", "/same/")]

    assert tags[0] != tags[1]
    assert tags[0] == tags[2]


def test_small_page_is_not_packed():
    cache, _ = opened(world=Told("<p>Soon.</p>"))

    answer = ask(cache, "/world/", accept_encoding="br, gzip")

    assert (answer.body, answer.headers.get("Content-Encoding")) == (b"<p>Soon.</p>", None)


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*", '"a,b", W/{}'])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reader_who_has_the_page_is_told_so(coding, form, method):
    cache, _ = opened()
    got = ask(cache, accept_encoding=coding)

    tag = form.format(got.headers["ETag"])
    answer = ask(cache, method=method, accept_encoding=coding, if_none_match=tag)

    assert (answer.status, answer.body) == (304, b"")
    wanted = {name: got.headers[name] for name in ("Cache-Control", "ETag", "Vary")}
    assert answer.headers == wanted


@pytest.mark.parametrize("condition", ['"other"', "", "W/", ",", "\\", '""'])
def test_reader_who_has_another_page_gets_this_one(condition):
    cache, _ = opened()
    packed = ask(cache, accept_encoding="gzip").headers["ETag"]

    answers = [ask(cache, if_none_match=tag) for tag in (condition, packed)]

    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].body == TEXT.encode()


@pytest.mark.parametrize("status", ["301 Moved Permanently", "410 Gone", "404 Not Found"])
def test_only_a_page_that_is_there_is_confirmed(status):
    cache, _ = opened(world=Told(status=status))
    tag = ask(cache, "/world/").headers["ETag"]

    answer = ask(cache, "/world/", if_none_match=tag)

    assert answer.status == int(status[:3])


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        ("/", "utm_source=post", "/"),
        ("/", "=", "/"),
        ("/", "x", "/"),
        ("/world/", "before=1-2&fbclid=1", "/world/?before=1-2"),
        ("/world/", "a=1&comments=1-2&b", "/world/?comments=1-2"),
        ("/", "a;before=1-2", "/"),
        ("/", "a=%0d%0aSet-Cookie:%20a=b", "/"),
        ("/a b\r\nSet-Cookie: x/", "a=1", "/a%20b%0D%0ASet-Cookie:%20x/"),
        ("/\xc3\xa9/", "a=1", "/%C3%A9/"),
        ("/50%25/", "a=1", "/50%2525/"),
        ("/\\zq.example/", "a=1", "/%5Czq.example/"),
    ],
)
def test_what_no_page_knows_is_led_away(path, query, target):
    """D2: nobody fills the memory with made-up queries; the target is in the paper."""
    cache, paper = opened()

    answer = ask(cache, path, query)

    assert (answer.status, answer.body) == (302, b"")
    assert answer.headers["Location"] == target
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == "0"
    assert paper.asked == []


@pytest.mark.parametrize("path", ["//zq.example/", "//zq.example/..", "", "zq.example", "/\t/"])
def test_redirect_never_leads_to_another_site(path):
    """An address with two slashes at its head is another host to a browser."""
    cache, _ = opened()

    answer = ask(cache, path, "a=1")

    assert answer.status == 200 or answer.headers["Location"] == "/%09/"


@pytest.mark.parametrize(
    "query",
    [
        "before=1-2&before=1-2",
        "before=1-2&comments=3-4",
        "before=1%2D2",
        "before=",
        "before=x",
        "before=1-2-3",
        "before=" + "1" * 30 + "-1",
        "comments=%F0%9F",
    ],
)
def test_odd_spelling_of_a_known_query_is_drawn_and_not_kept(query):
    """D2."""
    cache, paper = opened()

    for _ in range(2):
        ask(cache, "/world/", query)

    assert [environ["QUERY_STRING"] for environ in paper.asked] == [query] * 2
    assert not cache.store.pages


def test_page_of_a_list_is_kept_by_its_place():
    cache, _ = opened()

    for query in ("", "before=5-1", "before=-5-1", "comments=5-1", "before=5-1"):
        ask(cache, "/world/", query)

    assert list(cache.store.pages) == [
        "/world/",
        "/world/?before=5-1",
        "/world/?before=-5-1",
        "/world/?comments=5-1",
    ]


def says_nowhere(environ, render):
    render.is_nowhere = True


NOWHERE = Told("Nothing here. " * 50, status="404 Not Found", does=says_nowhere)


def test_one_page_is_kept_for_all_that_leads_nowhere():
    """D2: with an entity tag, codings and HEAD as any other."""
    cache, paper = opened(a=NOWHERE, b=NOWHERE)

    answers = [ask(cache, path) for path in ("/a/", "/b/", "/a/", "/b/")]

    assert [answer.status for answer in answers] == [404] * 4
    assert len({answer.body for answer in answers}) == 1
    assert len(paper.asked) == 2
    assert len(cache.store.nowhere) == 2
    assert not cache.store.pages


def test_place_that_a_list_does_not_have_is_not_kept():
    cache, paper = opened(a=NOWHERE)

    for _ in range(2):
        ask(cache, "/a/", "before=1-1")

    assert len(paper.asked) == 2
    assert not cache.store.nowhere


def test_reader_without_https_is_led_there_by_the_application(settings):
    """A kept page knows nothing of the way it is asked for."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    cache, paper = opened()
    ask(cache, x_forwarded_proto="https")

    for proto in ("http", "", "http, https"):
        ask(cache, x_forwarded_proto=proto)
    ask(cache, x_forwarded_proto="https, http")

    assert len(paper.asked) == 4


def test_render_without_a_cache_notes_to_nobody(rf):
    render = pagecache.of(rf.get("/"))

    render.shows("thread:1", until=NOON)

    assert pagecache.of(rf.get("/")).keys == set()


def test_answers_are_closed_even_when_they_fail_half_way():
    class Torn(Paper):
        def __call__(self, environ, start_response):
            body = super().__call__(environ, start_response)
            body.append(None)  # cannot be joined
            return body

    paper = Torn()

    with pytest.raises(TypeError):
        ask(PageCache(paper, listening_store()))

    assert paper.closed == 1


def test_huge_list_of_codings_is_remembered_shortly():
    """D2: what is remembered of a reader's header is bounded."""
    cache, _ = opened()
    pagecache.best_coding.cache_clear()

    for number in range(5):
        ask(cache, accept_encoding="x" * (1000 + number))

    assert pagecache.best_coding.cache_info().currsize == 1


def test_question_mark_in_a_path_is_no_query():
    """THREATS D2: `/x/%3Fbefore=1-1` is another address than `/x/?before=1-1`."""
    seen = []

    def behind(environ, start_response):
        seen.append((environ["PATH_INFO"], environ.get("QUERY_STRING", "")))
        start_response("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "public")])
        return [b"Kept for the other."]

    cache = PageCache(behind, listening_store())
    for path, query in (("/x/", "before=1-1"), ("/x/?before=1-1", "")):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
        cache(environ, lambda status, headers: None)

    assert seen == [("/x/", "before=1-1"), ("/x/?before=1-1", "")]


def test_what_was_answered_to_one_host_is_never_sent_to_another(settings):
    """THREATS D3: what is remembered is looked up before the host is checked."""
    settings.ALLOWED_HOSTS = ["news.example"]
    store, paper = listening_store(), Paper(**{"/world/": Told()})
    door = Answers(PublicPages(PageCache(paper, store)), store)

    known = [ask(door, "/world/").status for _ in range(3)]
    hits = store.hits
    foreign = ask(door, "/world/", host="evil.example")

    assert known == [200] * 3
    assert hits == 2
    assert (foreign.status, foreign.body) == (400, b"This address is not served here.\n")
