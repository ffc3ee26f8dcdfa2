"""What a hostile reader sends, from the form to every page that shows it (THREATS A, D, E)."""

import threading
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from comments.models import Comment, Policy
from tests.cast import make_article, make_user

pytestmark = [pytest.mark.crawl, pytest.mark.django_db]
TYPED = {"text": "I was on the quay.", "name": "Mirel", "email": "mirel@example.org"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)><math><mi//xlink:href='data:x'>",
    '<a href="javascript:alert(1)" id="comments" name="body" hx-get="/x" data-answer>x</a>',
    'https://x.example/"onmouseover="alert(1)',
    "https://x.example/'onmouseover='alert(1)",
    "https://x.example/&quot;onmouseover=&quot;alert(1)",
    "https://x.example/<script>alert(1)</script>",
    "</p></div></article></li></ol></section><form action=https://x.example/><input name=password>",
    "<!-- <plaintext> <textarea> <title> <xmp>",
    "<style>* { position: fixed }</style><p style='position:fixed'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><link rel=prefetch href=//x.example>',
    "{{ request }} {% debug %} ${7*7} <%= 7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
)
MARKUP = {"ol", "li", "article", "h3", "p", "b", "bdi", "span", "a", "time", "div", "br", "section"}
ATTRIBUTES = {"id", "class", "href", "rel", "dir", "datetime", "data-answer", "aria-label", "role"}
ATTRIBUTES |= {"aria-labelledby"}


@pytest.fixture(autouse=True)
def _no_limits_reached(db):
    cache.clear()
    Policy.objects.filter(pk=1).update(per_address=1000, per_article=1000)


@pytest.fixture
def article(db):
    return make_article()


class Outline(HTMLParser):
    """The elements, attributes and addresses between an element with a class and its end."""

    def __init__(self, page: str, cls: str):
        super().__init__()
        self.cls, self.open, self.was_found = cls, [], False
        self.elements, self.attributes, self.addresses, self.words = set(), set(), [], []
        self.feed(page)
        assert self.was_found

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if self.cls in (attributes.get("class") or "").split() or self.open:
            self.was_found = True
            self.elements.add(tag)
            self.attributes |= attributes.keys()
            self.addresses += [attributes["href"]] if "href" in attributes else []
            self.open += [tag] if tag != "br" else []

    def handle_endtag(self, tag):
        if self.open:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += [data] if self.open else []

    def handle_comment(self, data):
        assert not self.open


def post(client, article, **fields):
    return client.post("/comments/", {"article": article.pk, **TYPED, **fields})


def is_harmless(address: str) -> bool:
    return address.startswith(("/", "#")) or address.startswith("https://x.example/")


# Markup.


def test_nothing_typed_becomes_an_element_or_an_attribute(client, article):
    """THREATS A1, A2, A6, A7: under the article, and on the writer's own page."""
    for number, text in enumerate(HOSTILE):
        response = post(client, article, text=f"{number}: {text}", name=f"{text[:50]} {number}")
        own = Outline(client.get(response["Location"]).content.decode(), "comment")
        assert own.elements <= MARKUP
        assert text in "".join(own.words)
    Comment.all_objects.update(status="approved")

    page = client.get(article.get_absolute_url()).content.decode()

    found = Outline(page, "comments-list")
    assert page.count('id="comment-') == len(HOSTILE)
    assert found.elements <= MARKUP
    assert found.attributes <= ATTRIBUTES
    assert [address for address in found.addresses if not is_harmless(address)] == []
    for text in HOSTILE:
        assert text in "".join(found.words)


def test_nothing_typed_becomes_an_element_at_the_desk(client, article):
    """THREATS A4: a reader's words in a moderator's session."""
    for number, text in enumerate(HOSTILE):
        post(client, article, text=f"{number}: {text}", name=f"{text[:50]} {number}")
    client.force_login(make_user("Moderator"))

    page = client.get("/admin/comments/comment/").content.decode()

    found = Outline(page, "words")
    assert found.elements <= MARKUP
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg/onload" not in page
    assert page.count('<article class="card"') == len(HOSTILE)


# Bytes.

FORM = "application/x-www-form-urlencoded"
PARTS = 'multipart/form-data; boundary="x"'


def fields(article, text: bytes) -> bytes:
    return f"article={article.pk}&name=Mirel&email=m@example.org&text=".encode() + text


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-16", f"{FORM}; charset=nonsense"])
@pytest.mark.parametrize("text", [b"\xed\xa0\x80", b"%ED%A0%80", b"%00", b"\xff\xfe", b"%u0000"])
def test_broken_bytes_are_refused_or_stored_as_text(client, article, text, kind):
    """THREATS D9."""
    response = client.generic("POST", "/comments/", fields(article, b"abc" + text), kind)

    stored = list(Comment.all_objects.values_list("text", flat=True))
    assert response.status_code in (303, 400)
    assert [text[:3] for text in stored] == (["abc"] if response.status_code == 303 else [])


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", PARTS, "multipart/x"])
def test_a_body_of_another_kind_is_no_comment(client, article, kind):
    response = client.generic("POST", "/comments/", fields(article, b"abc"), kind)

    assert response.status_code in (400, 404)
    assert not Comment.all_objects.exists()


def test_a_body_beyond_all_bounds_gets_a_page(client, article):
    """THREATS D5: it is refused before it is read."""
    response = post(client, article, text="x" * 3_000_000)

    assert response.status_code == 400
    assert "<h1" in response.content.decode()
    assert not Comment.all_objects.exists()


# Many at once.


@pytest.mark.django_db(transaction=True)
def test_forty_identical_forms_at_once_are_one_comment_with_one_address(article):
    """Issue 3, point 2; THREATS F3: through everything that a form goes through."""
    answers, together = [], threading.Barrier(40)

    def send():
        together.wait()
        answers.append(post(Client(), article))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    comment = Comment.all_objects.get()
    assert {each.status_code for each in answers} == {303}
    assert {each["Location"] for each in answers} == {f"/comments/{comment.pk}/sent/"}
    assert comment.verdicts.count() == 1
