"""Bad input at every address and in every form: a sentence or a 404, never a 500 (DESIGN §4.13).

The test client raises whatever a view raises, so a request that comes back is an answer. THREATS
D3, D8 and D9.
"""

import json
import re
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from newsroom.models import Photo, Site
from tests.cast import PASSWORD, make_article, make_author, make_section, make_story, make_user
from tests.forms import VERB, forms
from tests.test_permissions import TABLE, House, routes

pytestmark = [pytest.mark.crawl, pytest.mark.django_db]
LONG = "a" * 1_000_000
TEXTS = {
    "nul": "a\x00b",
    "half a character": "a\ud83db",
    "broken bytes": b"\xed\xa0\x80\xff\xfe",
    "a long line": LONG,
    "line breaks": "a\r\nSet-Cookie: b=c\r\n\r\nd",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "directions": "\u202egnp.exe\u2066\u200b\ufeff",
    "huge number": str(10**30),
    "negative": "-1",
    "not a number": "abc",
    "empty": "",
    "blank": " \t\r\n ",
    "marks": "e" + "\u0301" * 5000,
    "percent": "%s %(x)s {0} {{ 7 }} %",
}
NUMBERS = ["0", "-1", str(10**30), "abc", "1%00", "%ED%A0%80", "1/../2", "１"]


@pytest.fixture(autouse=True)
def _no_limits_reached(db):
    cache.clear()


@pytest.fixture
def house(settings):
    return House(settings.PICTURES_ROOT)


@pytest.fixture
def administrator(client):
    user = make_user("Administrator", is_superuser=True)
    client.force_login(user)
    return user


def is_answer(response) -> bool:
    """Whether people were told something, by a page or by being led on."""
    return response.status_code < 500 and bool(response.content or response.has_header("Location"))


def encoded(text) -> str:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return quote_from_bytes(raw, safe="")


def all_paths(house) -> list[str]:
    found = [house.path(route, "own") for route in routes(get_resolver().url_patterns)]
    return sorted({path for path in found if not path.endswith("logout/")})


QUERY = [
    "q",
    "before",
    "page",
    "p",
    "o",
    "e",
    "all",
    "next",
    "list",
    "version",
    "revision",
    "_popup",
]
QUERY += ["from", "article", "writer", "comment", "comments", "parent", "part", "verb", "wording"]
QUERY += ["a", "b", "author", "since", "until"]
QUERY += ["_to_field", "is_active__exact", "groups__id__exact", "kind__exact", "section", "state"]


@pytest.mark.crawl
@pytest.mark.parametrize("kind", [kind for kind in TEXTS if kind != "a long line"])
def test_every_address_answers_a_bad_query(client, administrator, house, kind):
    # 400 characters each: together as much as an address can hold on its way to us.
    query = "&".join(f"{name}={encoded(TEXTS[kind][:400])}" for name in QUERY)

    for path in all_paths(house):
        assert is_answer(client.get(f"{path}?{query}")), path


NAMES = ["q", "before", "page", "p", "o", "version", "comments", "from", "article", "writer"]
NAMES += ["section", "author", "since", "until"]


@pytest.mark.crawl
@pytest.mark.parametrize("name", NAMES)
def test_lists_answer_each_bad_query_alone(client, administrator, house, name):
    lists = ["/", "/search/", "/world/", "/authors/", "/admin/", "/admin/articles/story/"]
    lists += ["/admin/newsroom/photo/", "/admin/newsroom/user/", "/admin/authors/author/"]
    lists += ["/admin/comments/comment/", "/admin/comments/listedword/"]
    lists += ["/admin/photos/pick/", "/admin/articles/tag/", "/admin/articles/section/"]
    worst = [TEXTS[kind] for kind in ("nul", "half a character", "broken bytes", "huge number")]
    others = [text for kind, text in TEXTS.items() if kind != "a long line" and text not in worst]
    others += ["9" * 18 + "-1", "1-" + "9" * 19, "a" * 8000]

    for turn, path in enumerate(lists, NAMES.index(name)):
        # The worst for each name in each list; of the others each for every name and every list.
        for text in [*worst, *others[turn % 4 :: 4]]:
            assert is_answer(client.get(f"{path}?{name}={encoded(text)}")), (path, text)


@pytest.mark.crawl
@pytest.mark.parametrize("number", NUMBERS)
def test_every_object_address_answers_a_bad_number(client, administrator, house, number):
    own = house.things["own"]
    for thing in own.values():
        kind = f"{thing._meta.app_label}/{thing._meta.model_name}"
        for page in ("change/", "history/", "delete/", "preview/", "publish/", "password/", ""):
            response = client.get(f"/admin/{kind}/{number}/{page}")
            assert is_answer(response), (kind, page)
            assert response.status_code != 200, (kind, page)
            assert is_answer(client.post(f"/admin/{kind}/{number}/{page}", {"post": "yes"}))


BAD_ADDRESSES = [
    *(f"/{year}/" for year in ("0000", "0001", "9999", "10000", "２０２６")),
    *(f"/2026/{month}/" for month in ("00", "13", "99", "1", "001")),
    *(f"/2026/{day}/" for day in ("02/30", "01/00", "01/32", "12/31/nothing", "02/29/x")),
    *("/0000/01/01/x/", "/9999/12/31/x/", "/2026/01/01/%00/", "/2026/01/01/%ED%A0%80/"),
    *("/world/%00/", "/%FF%FE/", "/..%2f..%2fetc/passwd", "/tags/%00/", "/tags/x%0d%0ay/"),
    *("/authors/%ED%A0%80/", "/authors/" + "a" * 4000 + "/", "/" + "a" * 4000 + "/"),
    *(f"/media/{name}" for name in ("x/320.webp", "0" * 32 + "/0.webp", "0" * 32 + "/320.exe")),
    *(f"/media/shared/{name}.jpg" for name in (f"{9**20}/{'0' * 32}", f"1/{'0' * 32}", "1/x")),
    *(f"/media/{'0' * 32}/{width}.webp" for width in ("99999", "-1", "3e2", "")),
    *(f"/admin/photos/{name}" for name in ("x/320.webp", "../320.webp", "%00/320.webp", "a/1.")),
    f"/admin/photos/{'a' * 32}/{10**30}.webp",
    *(f"/admin/r/{ids}/" for ids in ("0/0", "abc/1", f"{10**30}/1", f"1/{10**30}", "1/abc")),
    *(f"/admin/first-run/{token}/" for token in ("%00", "%ED%A0%80", "a" * 4000, "%0d%0a")),
    *(
        f"/accounts/password/reset/key/{key}/"
        for key in ("1-", "-", "zzzzzzzzzzzzzzzz-a", "1-a%00")
    ),
    "/accounts/password/reset/key/" + "z" * 500 + "-a/",
    "/accounts/2fa/webauthn/keys/" + "9" * 30 + "/remove/",
    *(
        f"/admin/login/?next={to}"
        for to in ("//evil.example", "/%0d%0aa:b", "%00", "/\\evil.example")
    ),
    "/admin/autocomplete/?app_label=x&model_name=y&field_name=z",
    "/admin/autocomplete/?app_label=authors&model_name=author&field_name=portrait&page=0&term=%00",
    "/admin/autocomplete/?app_label=authors&model_name=author&field_name=portrait&page=99999999",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
@pytest.mark.parametrize("role", ["", "Administrator"])
def test_bad_address_is_answered(client, address, role):
    make_article(section=make_section())
    client.force_login(make_user(role))

    response = client.get(address)

    assert is_answer(response)
    location = response.get("Location", "")
    assert "evil" not in location.partition("?")[0]
    assert "\n" not in location


@pytest.mark.crawl
@pytest.mark.parametrize("kind", TEXTS)
def test_every_form_answers_bad_text_in_every_field(client, administrator, house, kind):
    reauthenticate(client)
    for path, fields in forms(house):
        body = "&".join(f"{name}={encoded(TEXTS[kind][:100_000])}" for name in fields)
        response = client.post(path, body, "application/x-www-form-urlencoded")
        assert is_answer(response), path


# What reads nothing of what is sent to it: pages that are only looked at, ways on, and questions
# with their words in the address, which are tested above.
READ_NOTHING = re.compile(
    "admin/(r/.*|go/|)|accounts/2fa/webauthn/keys/.*|.*/(history|delete|find|at)/"
    "|.*<path:object_id>/|admin/(login|password_change)/|admin/articles/story/(marks|related)/"
    "|admin/articles/story/<int:pk>/(preview|seen|compare)/|admin/comments/(comment|report)/<int:pk>/"
    "|admin/(newsroom/site|comments/policy)/"
)


def test_every_address_that_takes_a_form_is_among_them(house):
    """By the table of permissions: what an administrator may send something to."""
    known = {numberless(path) for path, _ in forms(house)}
    taking = {route for route, _, _, posts in TABLE if posts[-1] in ("200", "302", "400", "409")}

    missing = {
        route
        for route in taking
        if not READ_NOTHING.fullmatch(route) and numberless(house.path(route, "own")) not in known
    }

    assert missing == set()


def numberless(path: str) -> str:
    return re.sub(r"[0-9]+", "0", path)


# Those that only the form itself can stop; all kinds at once in all fields are tested above.
ALONE = ("nul", "a long line", "huge number")


@pytest.mark.crawl
@pytest.mark.parametrize("kind", ALONE)
def test_every_form_answers_bad_text_in_one_field(client, administrator, house, kind):
    """One field wrong, the counters right: the form itself has to notice."""
    reauthenticate(client)
    right = {
        f"{prefix}-{name}": number
        for prefix in ("links", "follow_links", "bylines")
        for name, number in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))
    }
    text = TEXTS[kind][:20_000]  # the log that pytest keeps holds every request
    for path, fields in forms(house):
        for field in asked_for(client, path, fields):
            data = {**right, "version": "1", "name": "A", "alt": "A", field: text}
            body = "&".join(f"{name}={encoded(value)}" for name, value in data.items())
            response = client.post(path, body, "application/x-www-form-urlencoded")
            assert is_answer(response), (path, field)


def asked_for(client, path, fields) -> list[str]:
    """Of a verb's many possible fields those that it asks for here; one where it is refused."""
    if fields is not VERB:
        return fields
    page = client.get(path)
    names = [field for field in fields if f'name="{field}"' in page.content.decode()]
    return names if page.status_code == 200 else ["version"]


def reauthenticate(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps({"headline": "a\x00", "version": "\ud800"})),
        ("application/json", "{"),
        ("text/plain", "a" * 1000),
        ("multipart/form-data", "no boundary"),
        ("multipart/form-data; boundary=x", "--x\r\nbroken"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
        ),
        ("application/x-www-form-urlencoded; charset=utf-16", "a=b"),
        ("application/x-www-form-urlencoded; charset=nonsense", "a=b"),
        ("application/x-www-form-urlencoded", "&".join(f"f{n}=1" for n in range(3000))),
        ("application/x-www-form-urlencoded", "headline=" + "a" * 3_000_000),
        ("", ""),
        ("nonsense", "\x00"),
    ],
)
def test_every_form_answers_a_bad_body(client, administrator, house, kind, body):
    for path, _ in forms(house):
        assert is_answer(client.generic("POST", path, body, content_type=kind)), path


@pytest.mark.parametrize("role", ["", "Journalist"])
def test_every_form_answers_a_body_too_large_for_anyone(client, house, role):
    client.force_login(make_user(role))

    for path, _ in forms(house):
        response = client.post(path, "a=" + "b" * 3_000_000, "application/x-www-form-urlencoded")
        assert is_answer(response), path


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00.jpg", "a" * 5000 + ".jpg", "\ud800.jpg", "a\r\nb.jpg"]
)
def test_upload_under_any_name_is_answered(client, administrator, name):
    file = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff")
    file.name = name if "\ud800" not in name else "�.jpg"

    response = client.post("/admin/newsroom/photo/add/", {"picture": file})

    assert response.status_code == 200
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver:99999999", "a b", "[", "testserver.", ""]
)
@pytest.mark.parametrize("path", ["/", "/admin/", "/accounts/login/", "/accounts/password/reset/"])
def test_foreign_host_is_answered_and_never_repeated(client, host, path):
    response = client.get(path, HTTP_HOST=host)

    assert response.status_code < 500
    assert b"evil.example" not in response.content
    assert "evil.example" not in response.get("Location", "")


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_REFERER"]
)
@pytest.mark.parametrize("value", ["evil.example", "a\x00b", "'\"><script>", "9" * 5000])
def test_strange_header_changes_no_page(client, header, value):
    plain = client.get("/accounts/login/")

    response = client.get("/accounts/login/", **{header: value})

    assert response.status_code == plain.status_code == 200
    assert value.encode() not in response.content


@pytest.mark.parametrize(
    "cookie", ["sessionid=%00", "sessionid=" + "a" * 5000, "csrftoken=\ud800", "messages=x", "=;;="]
)
def test_strange_cookie_is_answered(client, cookie):
    cookie = cookie.encode("utf-8", "replace").decode("latin-1")

    assert client.get("/admin/", HTTP_COOKIE=cookie).status_code == 302
    assert client.get("/accounts/login/", HTTP_COOKIE=cookie).status_code == 200


def test_what_was_typed_is_still_there(client, administrator):
    Site.objects.filter(pk=1).update(zone="UTC")
    form = {"name": "Ines", "short_bio": "Writes <b>about</b> harbours.", "slug": "Not A Slug"}
    counters = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}

    page = client.post("/admin/authors/author/add/", {**form, **counters}).content.decode()

    assert "Writes &lt;b&gt;about&lt;/b&gt; harbours." in page
    assert 'value="Not A Slug"' in page


def test_form_that_is_too_old_gives_the_text_back(administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    text = "An afternoon’s work <on harbours>"

    response = client.post("/admin/authors/author/add/", {"name": "Ines", "short_bio": text})

    assert response.status_code == 403
    assert "An afternoon’s work &lt;on harbours&gt;" in response.content.decode()


def test_password_is_never_given_back():
    client = Client(enforce_csrf_checks=True)
    form = {"login": "ines", "password": "never-shown-again", "oldpassword": "never-shown-again"}

    response = client.post("/accounts/login/", form)

    assert response.status_code == 403
    assert "never-shown-again" not in response.content.decode()


def test_story_and_author_names_of_every_kind_make_working_pages(client, administrator):
    for kind, text in TEXTS.items():
        if kind in ("nul", "half a character", "broken bytes", "empty", "blank"):
            continue
        author = make_author(text[:120], is_listed=True)
        article = make_article(author=author, headline=text[:300])
        make_story(headline=text[:300], working_title=text[:120])
        for address in (author.get_absolute_url(), article.get_absolute_url(), "/", "/authors/"):
            assert client.get(address).status_code == 200, (kind, address)
    assert client.get("/admin/articles/story/").status_code == 200
