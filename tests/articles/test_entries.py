"""An article as feed readers get it: whole, absolute, and the same entry whatever changes."""

import re
from datetime import timedelta

import pytest

from articles.models import Article, Correction
from newsroom import database
from newsroom.models import Site
from tests.articles.feed_rules import FORMS, feed
from tests.articles.rows import photo_row
from tests.cast import make_article, make_author, make_story, make_user, story_of

HOME = "https://paper.example"

pytestmark = pytest.mark.django_db
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(autouse=True)
def _home(settings):
    settings.NEWSROOM_URL = HOME


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def author(db):
    return make_author("Ines Falk")


def publish(editor, **kwargs) -> Article:
    return make_article(by=editor, owner=editor, **kwargs)


def entry(client, form: str = "atom") -> dict:
    (found,) = feed(client, form)["entries"]
    return found


def with_picture(photo, words: str = "Then it came back.") -> str:
    source = f"/admin/photos/{photo.token}/640.webp"
    caption = "<figcaption>The quay</figcaption>"
    return f'<p>{words}</p><figure><img src="{source}" alt="An empty quay">{caption}</figure>'


@every_form
def test_entry_says_everything(client, editor, author, form):
    other = make_author("Tor Vik")
    story = make_story(
        owner=editor,
        author=author,
        headline="The ferry & <the quay>",
        standfirst="It left at six & came back.",
        tags=["harbour", "night"],
        kind="analysis",
        language="nb",
    )
    story.bylines.create(author=other, order=1)
    story.publish(editor, story.version)
    article = story.article

    found = entry(client, form)

    assert found["title"] == "Analysis: The ferry & <the quay>"
    assert found["url"] == HOME + article.get_absolute_url()
    assert found["id"] == f"tag:paper.example,{article.day:%Y-%m-%d}:article/{article.pk}"
    assert [name for name, _ in found["authors"]] == ["Ines Falk", "Tor Vik"]
    assert found["subjects"] == ["World", "Analysis", "harbour", "night"]
    assert found["language"] == "nb"
    assert found["html"].count("<p>") == 3
    assert "It left at six &amp; came back." in found["html"]
    text = "It left at six & came back."
    assert found["summary"] == (text if form == "json" else text.replace("&", "&amp;"))


@every_form
def test_entry_shows_pictures_and_corrections_in_order(client, editor, form):
    lead = photo_row(alt="A ferry", credit="Tor Vik", width=3000, height=2000)
    inside = photo_row(credit="Ines Falk", width=640, height=427)
    article = publish(
        editor,
        standfirst="It left at six.",
        body=with_picture(inside),
        lead_photo=lead,
        lead_caption="The ferry at night.",
    )
    Correction.objects.create(
        article=article, text="It left at seven.", made_at=database.now(), kind="correction"
    )

    html = entry(client, form)["html"]

    wanted = [
        f'<img src="{HOME}/media/{lead.token}/1280.jpg" width="1280" height="853" alt="A ferry">',
        "The ferry at night.",
        "Tor Vik",
        "It left at six.",
        "Then it came back.",
        f'<img src="{HOME}/media/{inside.token}/640.jpg" width="640" height="427"'
        ' alt="An empty quay">',
        "Ines Falk",
        "The quay",
        "Correction",
        "It left at seven.",
    ]
    places = [html.find(each) for each in wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert "/admin/" not in html


@every_form
def test_links_lead_here_from_anywhere(client, editor, form):
    """DESIGN §4.11: own paths become absolute, and what only looks like one stays text."""
    body = (
        '<p>See <a title="a" href="/about/">us</a>, <a href="https://other.example/x">them</a> and '
        '<code>href="/typed"</code>.</p>'
    )
    publish(editor, body=body)

    html = entry(client, form)["html"]

    links = re.findall(r'<a [^>]*href="([^"]*)"', html)
    assert links == [f"{HOME}/about/", "https://other.example/x"]
    assert 'href="/typed"' in html


@every_form
def test_parts_of_a_text_come_as_feed_readers_know_them(client, editor, form):
    """DESIGN §4.7: a card is a link, a note a number, and no words come twice."""
    body = (
        '<p>Six boats<span class="note">Counted &lt;twice&gt;.</span> came.</p>'
        '<figure class="pull"><p>Six boats came.</p></figure>'
        "<table><caption>Crews</caption><tbody><tr><th>Ship</th></tr><tr><td>Lindra</td></tr>"
        '</tbody></table><figure class="embed"><a href="https://other.example/">Log</a></figure>'
        '<p lang="ar">نص</p>'
    )
    article = publish(editor, body=body)

    html = entry(client, form)["html"]

    text = html.partition('dir="ltr">')[2].removesuffix("\n</div>\n").strip()
    assert text == (
        "<p>Six boats<sup>1</sup> came.</p><table><caption>Crews</caption><thead><tr>"
        '<th scope="col">Ship</th></tr></thead><tbody><tr><td>Lindra</td></tr></tbody></table>'
        '<p><a rel="noopener" href="https://other.example/">Log</a></p>'
        '<p lang="ar" dir="rtl">نص</p><hr><ol><li>Counted &lt;twice&gt;.</li></ol>'
    )
    assert article.body_text == "Six boats came.\nCrews\nShip\nLindra\nLog\nنص\nCounted <twice>."


def test_id_outlives_address_and_scheme(client, editor, settings):
    article = publish(editor, headline="The ferry")
    before = entry(client)
    story = story_of(article)

    story.move(editor, story.version, "another-slug")
    settings.NEWSROOM_URL = "http://paper.example:8080"

    after = entry(client)
    assert after["id"] == before["id"]
    assert after["url"] != before["url"]
    assert after["url"].endswith("/another-slug/")


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_updated_is_the_latest_change(client, editor, form):
    """A correction counts, and the feed is as new as its newest entry. No format tells less than
    a second.
    """
    first, second = publish(editor, headline="First"), publish(editor, headline="Second")
    hour = timedelta(hours=1)
    changed, corrected = first.published_at + hour, second.published_at + 2 * hour
    Article.all_objects.filter(pk=first.pk).update(updated_at=changed)
    Correction.objects.create(article=second, text="It was seven.", made_at=corrected)

    found = feed(client, form)

    updated = {each["title"]: each["updated"] for each in found["entries"]}
    told = [moment.replace(microsecond=0) for moment in (changed, corrected)]
    assert updated == dict(zip(("First", "Second"), told, strict=True))
    assert found["updated"] == told[1]


@every_form
def test_advertisement_is_labelled(client, editor, form):
    publish(editor, headline="Fares", share_title="Cheap fares", kind="advertisement")

    found = entry(client, form)

    assert found["title"] == "Advertisement: Cheap fares"
    assert "Advertisement" in found["subjects"]


@every_form
def test_right_to_left_text_says_so(client, editor, form):
    publish(editor, headline="العبّارة", language="ar")

    found = entry(client, form)

    assert found["language"] == "ar"
    assert found["html"].startswith('<div lang="ar" dir="rtl">')


@every_form
def test_newsroom_signs_what_nobody_is_named_for(client, editor, form):
    Site.objects.update(name="The Courier")
    publish(editor)

    names = [name for name, _ in entry(client, form)["authors"]]

    assert names == (["The Courier"] if form == "rss" else [])
