"""All that was corrected: on the article, on one page, in feeds and for machines (issue 5, 14)."""

import json
import re

import pytest
from pytest_django.asserts import assertNumQueries

from articles.feeds import PLACES
from articles.models import Article, Correction
from articles.notices import notices
from tests.articles.feed_rules import FORMS, feed
from tests.cast import make_article, make_story, make_user, rewrite, story_of

pytestmark = pytest.mark.django_db
HOME = "https://paper.example"


@pytest.fixture(autouse=True)
def _home(settings):
    settings.NEWSROOM_URL = HOME


@pytest.fixture
def editor():
    return make_user("Editor")


def correct(article, editor, text="It was six.", kind="correction", **kwargs) -> Correction:
    story = story_of(article)
    story.correct(editor, story.version, kind, text, **kwargs)
    return Correction.all_objects.latest("pk")


def listing(client, query: str = "") -> str:
    return client.get(f"/corrections/{query}").content.decode()


def test_page_lists_newest_first_with_the_way_to_the_article(client, editor):
    articles = [make_article(by=editor, owner=editor, headline=f"Ferry {n}") for n in range(3)]
    for number, article in enumerate(articles):
        correct(article, editor, f"It was {number}.")

    page = listing(client)

    assert re.findall(r"It was \d\.", page) == ["It was 2.", "It was 1.", "It was 0."]
    told = Correction.objects.first()
    assert f'href="{articles[0].get_absolute_url()}#correction-{told.pk}"' in page
    article = client.get(articles[0].get_absolute_url()).content.decode()
    assert f'id="correction-{told.pk}"' in article


def test_page_is_there_before_anything_was_corrected(client):
    answer = client.get("/corrections/")

    assert answer.status_code == 200
    assert "Nothing has been corrected yet." in answer.content.decode()


@pytest.mark.crawl
def test_page_is_paged_by_what_stood_last(client, editor):
    article = make_article(by=editor, owner=editor)
    for number in range(45):
        correct(article, editor, f"It was {number}.")

    found, query = [], ""
    while True:
        answer = client.get(f"/corrections/{query}")
        found.append(len(answer.context["corrections"]))
        if not answer.context["page"].next_key:
            break
        query = f"?before={answer.context['page'].next_key}"

    assert found == [20, 20, 5]
    assert client.get("/corrections/?before=1-1").status_code == 404
    assert client.get("/corrections/?before=x").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three(client, editor, count):
    """DESIGN §4.12: the site, the corrections, the sections."""
    for _ in range(count):
        correct(make_article(by=editor, owner=editor), editor)

    with assertNumQueries(3):
        listing(client)


def test_corrections_go_with_their_article_and_come_back(client, editor):
    article = make_article(by=editor, owner=editor)
    correct(article, editor, "It was zqsix.")
    story = story_of(article)

    story.withdraw(editor, story.version, "A named person is not the one.")
    pages = [listing(client), *(client.get(f"/corrections/{p}").content for p in PLACES.values())]
    assert [page for page in pages if "zqsix" in str(page)] == []

    story.reinstate(editor, story.version)
    assert "zqsix" in listing(client)


def test_correction_with_a_change_is_everywhere_at_once(client, editor):
    """In the same transaction as the change."""
    story = make_story(owner=editor)
    story.publish(editor, story.version)
    rewrite(story, editor, body="<p>It left at seven.</p>")
    story.publish(editor, story.version, change="correction", text="It was zqseven.")

    page = client.get(story.article.get_absolute_url()).content.decode()

    head, foot = page.split('<section id="corrections"')
    assert '<a href="#corrections">Corrected <time' in head
    assert ": see below</a>" in head
    assert "It was zqseven." in foot
    assert _linked_data(page)["correction"][0]["text"] == "It was zqseven."
    assert "zqseven" in listing(client)
    for path in ("/", "/corrections/"):
        assert "zqseven" in json.dumps(feed(client, "json", path), default=str)


def _linked_data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_head_tells_each_kind_in_its_word(client, editor):
    article = make_article(by=editor, owner=editor)
    for kind in ("clarification", "correction", "update"):
        correct(article, editor, kind=kind)

    page = client.get(article.get_absolute_url()).content.decode()

    line = re.sub("<[^>]*>", "", re.search(r'<p class="article-notice".*?</p>', page)[0])
    assert re.sub(r"\d+ \w+ \d{4}", "today", line) == (
        "Clarified today, corrected today, updated today: see below"
    )


# Amended ones


def test_amended_correction_stays_to_be_read(client, editor):
    article = make_article(by=editor, owner=editor)
    first = correct(article, editor, "It was zqsix.")
    second = correct(article, editor, "It was zqseven.", amends=first.pk)
    correct(article, editor, "It was zqeight.", amends=second.pk)

    page = client.get(article.get_absolute_url()).content.decode()

    shown, earlier = page.split("What stood here before")
    assert "zqeight" in shown
    assert "Amended <time" in shown
    assert re.findall(r"It was (zq\w+)\.", earlier) == ["zqseven", "zqsix"]
    assert ", amended <time" in page.split("see below")[0]
    assert [each["text"] for each in _linked_data(page)["correction"]] == ["It was zqeight."]
    assert _linked_data(page)["correction"][0]["dateModified"]


def test_page_lists_an_amended_correction_with_its_date(client, editor):
    article = make_article(by=editor, owner=editor)
    first = correct(article, editor, "It was six.")
    correct(article, editor, "It was seven.", amends=first.pk)

    new, old = listing(client).split('<article class="corrected"')[1:]

    assert "It was seven." in new
    assert "Amends that of <time" in new
    assert "It was six." in old
    assert "Amended <time" in old


def test_notices_keep_the_date_of_the_first():
    rows = [Correction(pk=1, text="a", made_at=1), Correction(pk=2, text="b", made_at=2)]
    rows += [Correction(pk=3, text="c", made_at=3, amends_id=1)]

    found = notices(rows)

    assert [(each.text, each.made_at, each.amended_at) for each in found] == [
        ("c", 1, 3),
        ("b", 2, None),
    ]


# Feeds


@pytest.mark.parametrize("form", FORMS)
def test_feed_tells_each_correction(client, editor, form):
    """Well-formed by the rules of its format, with an id that stays."""
    article = make_article(by=editor, owner=editor, headline="The ferry")
    first = correct(article, editor, "It was <b>six</b>.\n\nNot five.")
    second = correct(article, editor, "It was seven.", kind="clarification", amends=first.pk)

    found = feed(client, form, "/corrections/")

    assert found["url"] == f"{HOME}/corrections/"
    assert [each["title"] for each in found["entries"]] == [
        "Clarification: The ferry",
        "Correction: The ferry",
    ]
    assert [each["url"] for each in found["entries"]] == [
        f"{HOME}{article.get_absolute_url()}#correction-{each.pk}" for each in (second, first)
    ]
    ids = [each["id"] for each in found["entries"]]
    assert ids == [f"tag:paper.example,{article.day}:correction/{n.pk}" for n in (second, first)]


def test_small_fix_changes_no_time_in_feeds_and_sitemaps(client, editor):
    """Neither the entry's updated time nor its id, nor the sitemap's lastmod."""
    article = make_article(by=editor, owner=editor, body="<p>It recieved nobody.</p>")
    before = _times(client)

    story = rewrite(story_of(article), editor, body="<p>It received nobody.</p>")
    story.publish(editor, story.version, change="small_fix")

    assert "received" in Article.objects.get().body
    assert _times(client) == before


def _times(client) -> list:
    (entry,) = feed(client, "atom")["entries"]
    index = client.get("/sitemap.xml").content.decode()
    path = re.search(r"/sitemap-articles-\d+\.xml", index)[0]
    lastmod = re.findall(r"<lastmod>(.*?)</lastmod>", client.get(path).content.decode())
    return [entry["id"], entry["updated"], entry["published"], lastmod]
