"""A German newspaper speaks German on every page for readers, its feeds included (issue 6, 10)."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string

from articles.models import Article, Banner, ShareLink
from articles.share_card import ShareCard
from comments.models import Mode, Thread
from newsroom import database
from newsroom.language import for_readers
from newsroom.models import Site
from newsroom.standing import StandingPage
from tests.articles.test_public_sql import addresses, newsroom  # noqa: F401 (a fixture)
from tests.cast import (
    make_article,
    make_author,
    make_comment,
    make_section,
    make_story,
    make_user,
    story_of,
)
from tests.newsroom.catalogue import read
from tests.newsroom.test_catalogue import MARKUP, PLACE, po

pytestmark = pytest.mark.django_db

SEEN = {"aria-label", "alt", "title", "placeholder"}
NOT_HTML = ("/robots.txt", "/healthz", "/readyz", "/media/", "/sitemap", "/news-sitemap")
# A whole entry of these is all punctuation and places, or a word that German has, too.
LETTERS = re.compile(r"[^\W\d_]")
MONTHS = re.compile(r"\b(January|February|March|May|June|July|October|December)( \d{4}|$)|day,")
NOBODYS = {"script", "textarea"}
VOID = {"meta", "link", "img", "input", "br", "hr", "source"}


def pieces() -> set[str]:
    """Return what an English interface says and a German one does not, cut at tags and places."""
    found = set()
    for entry in read(po("de")):
        for english, german in zip([entry.id, entry.plural], entry.said, strict=False):
            if english != german:
                cut = (piece.strip(" .,:") for piece in re.split(r"\x00", cut_at(english)))
                found |= {piece for piece in cut if len(LETTERS.findall(piece)) > 1}
        found -= {
            piece.strip(" .,:") for said in entry.said for piece in cut_at(said).split("\x00")
        }
    return found


def cut_at(text: str) -> str:
    return PLACE.sub("\x00", MARKUP.sub("\x00", text))


class Furniture(HTMLParser):
    """What a page says in its own language: outside of what is marked as another's, or as code."""

    def __init__(self, page: str):
        super().__init__()
        self.open, self.said, self.dates = [], [], []
        self.feed(page)

    @property
    def is_ours(self) -> bool:
        return all(ours for _, ours in self.open)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_name = tag == "bdi" and "lang" not in given
        ours = given.get("lang", "de") == "de" and tag not in NOBODYS and not is_name
        self.open.append((tag, ours))
        if self.is_ours:
            self.said += [value for name, value in attrs if name in SEEN and value]
        if tag in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "time":
            self.dates.append(data)
        elif self.is_ours and data.strip():
            self.said.append(" ".join(data.split()))


def english_in(page: str) -> list[str]:
    """Return the words of the interface that a German reader would meet in English."""
    furniture, pieces_of_english = Furniture(page), pieces()
    found = [date for date in furniture.dates if MONTHS.search(date)]
    for said in furniture.said:
        parts = {part.strip(" .,:·") for part in (said, *said.split(" – "))}
        if not parts.isdisjoint(pieces_of_english) or MONTHS.search(said):
            found.append(said)
        # Fewer words may stand in a headline by chance.
        found += [each for each in pieces_of_english if each.count(" ") > 2 and each in said]
    return found


def unpacked(feed: str) -> str:
    """Return a feed with the HTML of its entries as such."""
    return unescape(feed.replace('\\"', '"').replace("\\n", "\n"))


@pytest.fixture
def german(newsroom):  # noqa: F811
    """The newsroom with everything that an article can have, in German."""
    Site.objects.filter(pk=1).update(
        name="Kurier", language="de", zone="Europe/Berlin", contact_email="a@b.de"
    )
    StandingPage.all_objects.filter(slug="about").update(title="Über den Kurier")
    shown = newsroom["shown"]
    make_comment(shown[0], by_staff=True, user=make_user("Editor"))
    Thread.choose(story_of(shown[3]), Mode.CLOSED, None)
    Thread.choose(story_of(shown[4]), Mode.PREMODERATED, 30)
    Article.all_objects.filter(pk=shown[5].pk).update(
        place="Hamburg",
        kind="analysis",
        published_at=database.now() - timedelta(days=800),
        updated_at=database.now() - timedelta(days=1),
        body="<h2>Eins</h2>" * 3 + "<p>Wort " + "Wort " * 1000 + "</p><table><tr><td>1</td></tr>"
        '</table><p>Eins<span class="note"></span></p>',
        developing_until=database.now() + timedelta(hours=1),
    )
    make_section("Empty", slug="empty")
    Banner.put_up("Die Fähre fährt.", make_user("Editor"), 60, shown[6])
    return newsroom


def asked(newsroom) -> list[str]:  # noqa: F811
    found = [url for urls in addresses(newsroom).values() for url in urls]
    found += [article.get_absolute_url() for article in newsroom["shown"][2:7]]
    found += [f"/comments/form/{article.pk}/" for article in newsroom["shown"][2:5]]
    found += ["/empty/", "/nothing/at/all/", "/search/?q=zzzz", "/admin/nothing/"]
    return [url for url in found if not url.startswith(NOT_HTML)]


@pytest.mark.crawl
def test_every_page_for_readers_is_german(client, german):
    cache.clear()
    pages = {url: client.get(url).content.decode() for url in dict.fromkeys(asked(german))}

    found = {url: words for url, page in pages.items() if (words := english_in(page))}
    inside = {url: english_in(unpacked(page)) for url, page in pages.items() if "/feed" in url}

    assert found == {}
    assert [url for url, words in inside.items() if words] == []
    assert sum('<html lang="de" dir="ltr">' in page for page in pages.values()) > 50


@pytest.mark.crawl
def test_answers_to_forms_are_german(client, german):
    article = german["shown"][0]
    typed = {"article": article.pk, "text": "Ich war am Kai.", "name": "Mirel", "email": "m@b.de"}
    report = f"/comments/report/{article.pk}/"
    pages = [
        client.post("/comments/", {"article": article.pk}),
        client.post("/comments/", typed | {"email": "mirel", "name": "Redaktion"}),
        client.post("/comments/", typed | {"name": "x" * 61}),
        client.post("/comments/", typed | {"text": "x" * 5001}),
        client.post("/comments/", typed | {"article": 0}),
        client.post("/comments/", typed, follow=True),
        client.get(f"/comments/form/{article.pk}/?parent=999"),
        client.post(report, {"text": ""}),
        client.post(report, {"text": "x" * 2001, "email": "x"}),
    ]

    found = [words for page in pages if (words := english_in(page.content.decode()))]

    assert found == []
    assert "Ihr Kommentar hat 5.001 Zeichen; möglich sind höchstens 5.000." in text_of(pages[3])
    assert "Vielen Dank. Erste Kommentare liest die Moderation" in text_of(pages[5])


def text_of(response) -> str:
    return " ".join(Furniture(response.content.decode()).said)


@pytest.mark.crawl
def test_shared_page_and_its_answers_are_german(client, german):
    editor = make_user("Editor")
    story = make_story(author=make_author("Ana Ruiz"), owner=editor, kind="opinion", place="Kiel")
    token = "t" * 43
    ShareLink.make(story, editor, token, label="Anna Noll", days=3, may_answer=True)

    first = client.get(f"/share/{token}/")
    wrong = client.post(f"/share/{token}/", {"read": "x", "verdict": "note"})

    assert [english_in(page.content.decode()) for page in (first, wrong)] == [[], []]
    assert "Nicht veröffentlicht." in text_of(first)


@pytest.mark.parametrize("number", ["400", "403", "403_csrf", "404", "500", "503"])
def test_page_of_an_error_is_german(number):
    site = Site(name="Kurier", language="de")
    with for_readers(site):
        page = render_to_string(f"{number}.html", {"site": site, "fields": {"text": "Ich"}})

    assert english_in(page) == []


def test_the_walk_finds_what_is_english():
    """The counterproof."""
    page = '<p lang="en">Read on</p><p>Read on</p><a title="Older">x</a><time>1 May 2026</time>'

    assert english_in(page) == ["1 May 2026", "Read on", "Older"]


def test_article_page_says_its_dates_as_a_german_paper_does(client):
    Site.objects.filter(pk=1).update(language="de", zone="Europe/Berlin")
    article = make_article(kind="analysis")

    page = client.get(article.get_absolute_url()).content.decode()

    time = r'<time datetime="[-T:+0-9]+">\d+\. \w+ \d{4}, \d+\.\d\d\xa0Uhr\xa0MES?Z</time>'
    assert re.search(f"<dt>Veröffentlicht</dt> <dd>{time}</dd>", page)
    assert f"Analyse: {article.headline}" in page


def test_share_image_is_found_at_the_address_that_a_german_page_names(client):
    """Its address depends on words, and is asked for by programs that were never on the page."""
    site = Site(language="de")
    article = make_article(kind="analysis", headline="Die Fähre")

    with for_readers(site):
        named = ShareCard.of(article, site)

    assert ShareCard.of(article, site) == named
    assert named.headline == "Analyse: Die Fähre"


def test_desk_is_english_and_its_preview_is_what_readers_get(client):
    Site.objects.filter(pk=1).update(language="de")
    editor = make_user("Editor")
    story = make_story(owner=editor, place="Kiel")
    client.force_login(editor)

    desk = client.get(story.get_absolute_url()).content.decode()
    shown = client.get(f"/admin/articles/story/{story.pk}/preview/").content.decode()

    assert "Veröffentlicht" not in desk
    assert "<dt>Veröffentlicht</dt>" in shown
    assert "Back to the story" in shown


def test_right_to_left_paper_turns_its_furniture_and_keeps_english_words_whole(client):
    Site.objects.filter(pk=1).update(language="ar")
    article = make_article(language="de")

    page = client.get(article.get_absolute_url()).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert "Skip to the text" in page
    assert '<article class="article" lang="de" dir="ltr">' in page
    assert re.search(r"<dt>Published</dt> <dd><time [^>]*>\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d", page)
