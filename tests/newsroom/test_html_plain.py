"""A reader's plain text as HTML: nothing of it runs, and only a web address becomes a link."""

from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.html import plain

REL = "nofollow ugc noopener"


class Reader(HTMLParser):
    """Reads as a browser does: the tags in their order, and the words."""

    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "br":
            self.words.append("\n")

    def handle_data(self, data):
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def links(text: str) -> list[str]:
    return [attrs["href"] for tag, attrs in read(plain(text)).tags if tag == "a"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.", '<p dir="auto">One.</p>'),
        ("One.\nTwo.", '<p dir="auto">One.<br>Two.</p>'),
        ("One.\n\nTwo.", '<p dir="auto">One.</p><p dir="auto">Two.</p>'),
        ("One.\r\n \t\r\n\r\nTwo.\r", '<p dir="auto">One.</p><p dir="auto">Two.</p>'),
        ("\n\n  One.\n\n", '<p dir="auto">  One.</p>'),
        ("a < b & \"c\" 'd' &amp;",
         '<p dir="auto">a &lt; b &amp; &quot;c&quot; &#x27;d&#x27; &amp;amp;</p>'),
        ("a\x01b\ufeff\x0bc", '<p dir="auto">ab<br>c</p>'),
        ("", ""),
        (" \n\n\t", ""),
    ],
)  # fmt: skip
def test_plain_makes_paragraphs_and_every_sign_stands_for_itself(text, html):
    assert plain(text) == html
    assert isinstance(plain(text), SafeString)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://example.org", ["http://example.org"]),
        ("See https://example.org/a/b?c=d&e=f#g.", ["https://example.org/a/b?c=d&e=f#g"]),
        ("HTTPS://EXAMPLE.ORG/", ["HTTPS://EXAMPLE.ORG/"]),
        ("http://192.0.2.7:8000/a", ["http://192.0.2.7:8000/a"]),
        ("http://пример.рф/путь?я=1, и так", ["http://пример.рф/путь?я=1"]),
        ("见http://example.org/路径。谢谢", ["http://example.org/路径"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("[https://example.org/a[1]]", ["https://example.org/a[1]"]),
        ("https://example.org/a...b!!!", ["https://example.org/a...b"]),
        ('"https://example.org/a"', ["https://example.org/a"]),
        ("“https://example.org/a”", ["https://example.org/a"]),
        ("<https://example.org/a>", ["https://example.org/a"]),
        ("https://example.org/it's", ["https://example.org/it"]),
        ("https://a.example https://b.example", ["https://a.example", "https://b.example"]),
        ("https://https://example.org", ["https://example.org"]),
    ],
)
def test_plain_finds_web_addresses_without_what_stands_around_them(text, found):
    assert links(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "README.md",
        "example.org",
        "www.example.org",
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://example.org/",
        "xhttp://example.org/",
        "http://localhost/",
        "http:// example.org",
        "http:///example.org",
        "http://user:word@example.org/",
        "mail@example.org",
        "//example.org/",
        "htt\u200bp://example.org/",
    ],
)
def test_plain_leaves_everything_else_as_text(text):
    assert links(text) == []
    assert "".join(read(plain(text)).words) == text


def test_a_link_never_leads_to_another_host_than_its_words_say():
    """THREATS E1: what stands before an @ is no host; a turned address ends where it turns."""
    assert links("https://example.org@evil.example/") == ["https://example.org"]
    assert links("https://example.org/\u202egro.live") == ["https://example.org/"]
    assert links("https://example.org\\@evil.example/") == ["https://example.org"]


def test_a_link_says_that_the_paper_does_not_vouch_for_it():
    tag, attrs = read(plain("https://example.org/a?b&c")).tags[1]

    assert tag == "a"
    assert attrs == {"href": "https://example.org/a?b&c", "rel": REL}


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)"><svg/onload=alert(1)>',
    "https://example.org/'onmouseover='alert(1)",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/&#34;onmouseover=&#34;alert(1)",
    "https://example.org/<script>alert(1)</script>",
    "https://example.org/`${alert(1)}`",
    "</p></article><plaintext><form action=https://evil.example/>",
    "<p dir=ltr style=position:fixed class=site-header id=main hx-get=/x data-action=y>",
    "<!-- --><![CDATA[ ]]><?xml ?><textarea><noscript><title><xmp>",
    "https://example.org/\x00\x01\ufeff<b",
]
TEXTS = st.lists(st.one_of(st.sampled_from([*HOSTILE, "http://", "a.b/", "\n\n"]), st.text()))


@given(TEXTS.map("".join))
@example("".join(HOSTILE))
@example(" ".join(HOSTILE))
@example("\ud800 https://example.org/\ud800")
def test_plain_is_paragraphs_breaks_and_links_whatever_was_typed(text):
    """THREATS A1, A5, A6, A7, A8: no tag, attribute or request but ours, and every word is kept."""
    reader = read(plain(text))

    for tag, attrs in reader.tags:
        assert (tag, set(attrs)) in [("p", {"dir"}), ("br", set()), ("a", {"href", "rel"})]
        assert tag != "p" or attrs == {"dir": "auto"}
        assert tag != "a" or (attrs["rel"] == REL and attrs["href"].lower().startswith("http"))
    shown = "".join("".join(reader.words).split())
    assert shown == "".join(_as_shown(text).split())


def _as_shown(text: str) -> str:
    unseen = [*map(chr, [*range(1, 9), *range(14, 32)]), "\ufeff", "\ufffe", "\uffff"]
    return text.translate(dict.fromkeys(map(ord, unseen)))


@pytest.mark.crawl
@pytest.mark.parametrize(
    "piece",
    ["http://", "http://a.b/(", "http://a.b/[a", "a.", ")", ".", "(", "&", "\n "],
)
def test_a_very_long_text_is_read_in_linear_time(piece):
    """THREATS D6: a square of this length would be minutes, and nobody would wait for the end."""
    text = "http://a.b/" + piece * (300_000 // len(piece))

    words = read(plain(text)).words

    assert "".join("".join(words).split()) == "".join(text.split())
