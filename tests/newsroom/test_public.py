import io

import pytest

from newsroom.public import MOST_KNOWN, PublicPages, is_private


def seen_behind(path="/", host="testserver", **environ):
    """Ask the door; return the status and what stood behind it saw, if anything."""
    seen, started = {}, {}

    def behind(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return [b""]

    def start_response(status, headers):
        started["status"] = status

    request = {"PATH_INFO": path, "HTTP_HOST": host, "wsgi.input": io.BytesIO(), **environ}
    PublicPages(behind)(request, start_response)
    return started["status"], seen


CREDENTIALS = {"HTTP_COOKIE": "sessionid=secret", "HTTP_AUTHORIZATION": "Basic secret"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/world/",
        "/administration/",
        "/adminx",
        "//admin/",
        "/accounts2/",
        "/comments2/",
        "/COMMENTS/",
        "/ADMIN/",
        "/authors/",
    ],
)
def test_public_address_never_sees_who_asks(path):
    """DESIGN §4.6."""
    status, seen = seen_behind(path, **CREDENTIALS)

    assert status == "200 OK"
    assert not any("secret" in str(value) for value in seen.values())


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin", "/admin/articles/story/", "/accounts/login/", "/comments/form/1/"]
)
def test_private_address_sees_who_asks(path):
    _, seen = seen_behind(path, **CREDENTIALS)

    assert seen["HTTP_COOKIE"] == "sessionid=secret"
    assert is_private(path)


@pytest.mark.parametrize("path", ["/", "/admin/", "/media/x/320.webp"])
@pytest.mark.parametrize(
    "host",
    ["evil.example", "", "testserver.evil.example", "testserver@evil.example", "a\r\nb: c", "["],
)
def test_foreign_host_is_refused_before_anything_sees_it(path, host):
    """THREATS D3."""
    status, seen = seen_behind(path, host)

    assert (status, seen) == ("400 Bad Request", {})


@pytest.mark.parametrize("host", ["testserver", "testserver:8000", "TESTSERVER"])
def test_our_host_is_served_with_any_port(host):
    assert seen_behind(host=host)[0] == "200 OK"


def test_forwarded_host_opens_no_door(settings):
    status, _ = seen_behind(host="evil.example", HTTP_X_FORWARDED_HOST="testserver")

    assert status == "400 Bad Request"


def test_names_that_readers_make_up_are_not_all_remembered():
    """Any port is served, and whoever runs through them fills nothing."""
    pages = PublicPages(lambda environ, start_response: [b"page"])

    for port in range(2 * MOST_KNOWN):
        assert pages({"HTTP_HOST": f"testserver:{port}"}, print) == [b"page"]

    assert len(pages.known) == MOST_KNOWN
