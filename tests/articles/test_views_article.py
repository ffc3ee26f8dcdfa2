"""An article's page, and what its address answers when no article is public there."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertNumQueries

from articles.models import Article, Correction, StoryByline
from articles.preview import preview
from newsroom import database, pagecache
from newsroom.models import FollowLink, Site
from newsroom.page_store import Render
from tests.articles.rows import photo_row
from tests.cast import make_article, make_author, make_story, make_user, rewrite, story_of

HOSTILE = "</script><script>alert(1)</script><!-- &amp; \u2028 “x”"


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def full(editor):
    """An article with everything that one can have, and its picture in the text."""
    inside = photo_row(alt="Nets on the quay", credit="A. Reader", kind="handout")
    source = f"/admin/photos/{inside.token}/640.webp"
    picture = f'<figure><img src="{source}" alt="Nets"><figcaption>Nets.</figcaption></figure>'
    author = make_author(
        job_title="Reporter",
        short_bio="Ines Falk reports on the sea.",
        portrait=photo_row(alt="Her face", credit="B. Reader"),
    )
    article = make_article(
        by=editor,
        owner=editor,
        author=author,
        tags=["harbour", "القادمون الجدد"],
        lead_photo=photo_row(alt="A ferry", credit="C. Reader", kind="illustration"),
        lead_caption="The ferry at the quay.",
        standfirst="Nobody was on it.",
        place="Norrhaven",
        kind="analysis",
        body=f"<p>It left at six.</p><h2>What we know</h2><p>Little.</p>{picture}",
    )
    make_article(by=editor, owner=editor, headline="Another of the section")
    return article


def test_article_is_there_although_the_row_of_the_site_is_gone(client, editor):
    article = make_article(owner=editor)
    Site.objects.all().delete()

    assert article.headline in page_of(client, article)


def page_of(client, article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def linked_data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_article_asks_at_most_eight(client, full):
    """DESIGN §7."""
    with assertNumQueries(5):
        client.get(full.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_article_asks_the_same_for_one_and_three_of_each(client, editor, count):
    """DESIGN §4.12: bylines, tags, corrections, and others of the section."""
    authors = [make_author(f"Author {number}") for number in range(count)]
    story = make_story(owner=editor, author=authors[0], tags=[f"t{n}" for n in range(count)])
    for author in authors[1:]:
        StoryByline.objects.create(story=story, author=author)
    story.publish(editor, story.version)
    for number in range(count):
        story.correct(editor, story.version, "correction", f"It was {number}.")
        make_article(by=editor, owner=editor)

    with assertNumQueries(5):
        client.get(story.article.get_absolute_url())


def test_article_carries_everything(client, full):
    page = page_of(client, full)

    assert page.count("<h1") == 1
    assert f"<h1>{full.headline}</h1>" in page
    assert '<p class="article-standfirst">Nobody was on it.</p>' in page
    assert ">Analysis</span>" in page
    assert 'rel="author" href="/authors/ines-falk/"' in page
    assert "<dd><bdi>Norrhaven</bdi></dd>" in page
    assert '<h2 id="h-what-we-know">What we know</h2>' in page
    assert "About Ines</a>" in page
    assert "C. Reader · Illustration" in page
    assert "A. Reader · Handout" in page
    assert "The ferry at the quay." in page
    assert 'rel="tag"><bdi>harbour</bdi></a>' in page
    assert "Another of the section" in page


def test_article_without_anything_optional_is_right(client, editor):
    article = make_article(by=editor, owner=editor, body="<p>It left at six.</p>")

    page = page_of(client, article)

    assert "The newsroom" in page
    traces = ("article-lead", "article-standfirst", "tags-title", "author-box", "article-notice")
    for trace in (*traces, 'id="corrections"', "What changed"):
        assert trace not in page
    assert "<p>It left at six.</p>" in page


def test_times_name_their_zone(client, editor):
    """Published and updated, in the site's zone, in <time>."""
    Site.objects.update(zone="Asia/Kathmandu")
    article = make_article(by=editor, owner=editor)
    Article.all_objects.filter(pk=article.pk).update(published_at="2026-01-29T12:00:00Z")

    page = page_of(client, article)

    wanted = '<time datetime="2026-01-29T17:45:00+05:45">29 January 2026, 17:45 UTC+05:45</time>'
    assert wanted in page


def test_day_is_shown_alone_when_only_the_day_is_known(client, editor):
    article = make_article(by=editor, owner=editor, earlier_date="2026-01-29")

    page = page_of(client, article)

    assert '<time datetime="2026-01-29">29 January 2026</time>' in page
    assert linked_data(page)["datePublished"] == "2026-01-29"
    assert 'property="article:published_time" content="2026-01-29"' in page


@pytest.mark.parametrize(("seconds", "is_told"), [(59, False), (60, True)])
def test_update_is_told_when_it_came_a_minute_later(client, editor, seconds, is_told):
    """Issue 6, point 3: on the page, in the share data and in the data for machines."""
    article = make_article(by=editor, owner=editor)
    updated_at = article.published_at + timedelta(seconds=seconds)
    Article.all_objects.filter(pk=article.pk).update(updated_at=updated_at)

    page = page_of(client, article)

    data = linked_data(page)
    assert ("<dt>Updated</dt>" in page) == is_told
    assert ("article:modified_time" in page) == is_told
    assert (data["dateModified"] != data["datePublished"]) == is_told


def test_small_fix_is_no_update(client, editor):
    article = make_article(by=editor, owner=editor)
    story = rewrite(story_of(article), editor, place="Norrhaven")
    story.publish(editor, story.version, change="small_fix", confirmed=True)

    assert "<dt>Updated</dt>" not in page_of(client, article)


# Its age.


@pytest.mark.parametrize("is_old", [True, False])
def test_article_says_its_month_from_a_year_on(client, editor, is_old):
    """Issue 6, point 3; DESIGN §4.2: by the newsroom's clock, on the page and in the share data."""
    Site.objects.update(zone="Europe/Berlin")
    article = make_article(by=editor, owner=editor, standfirst="Nobody was on it.")
    young = database.now() - timedelta(days=364)
    published_at = datetime(2024, 1, 31, 23, 30, tzinfo=UTC) if is_old else young
    Article.all_objects.filter(pk=article.pk).update(published_at=published_at)

    page = page_of(client, article)

    said = "This article is from February 2024."
    assert (f'dir="ltr">{said}</p>' in page) == is_old
    assert page.count(f'content="{said} Nobody was on it."') == 2 * is_old
    assert ("This article is from" in page) == is_old


class Noted(Render):
    """Notes every moment at which the page says that it will look different."""

    def shows(self, *keys, until=None):
        super().shows(*keys, until=until)
        self.moments = [*getattr(self, "moments", ()), until]


def test_kept_page_ends_when_the_article_is_a_year_old(client, editor):
    """DESIGN §4.5."""
    article = make_article(by=editor, owner=editor)
    render = Noted()

    client.get(article.get_absolute_url(), **{pagecache.RENDER: render})

    assert article.old_at in render.moments
    Article.all_objects.filter(pk=article.pk).update(published_at="2024-01-31T23:30:00Z")
    render = Noted()
    client.get(article.get_absolute_url(), **{pagecache.RENDER: render})
    assert all(moment is None or moment > database.now() for moment in render.moments)


def test_leap_day_is_a_year_old_on_the_first_of_march():
    article = Article(published_at=datetime(2024, 2, 29, 12, tzinfo=UTC))

    assert article.old_at == datetime(2025, 3, 1, 12, tzinfo=UTC)


# Long reads.


@pytest.mark.parametrize(("words", "wanted"), [(500, ""), (560, "3 minutes"), (2200, "10 minutes")])
def test_reading_time_is_told_from_three_minutes_on(client, editor, words, wanted):
    article = make_article(by=editor, owner=editor, body=f"<p>{'word ' * words}</p>")

    told = re.findall(r"<dt>Reading time</dt> <dd>(.*?)</dd>", page_of(client, article))

    assert told == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("words", "headings", "is_there"), [(300, 3, True), (300, 2, False), (99, 3, False)]
)
def test_long_read_has_a_list_of_contents(client, editor, words, headings, is_there):
    part = "<h2>Part {}</h2><h3>Under</h3><p>" + "word " * words + "</p>"
    body = "".join(part.format(number) for number in range(headings))
    article = make_article(by=editor, owner=editor, body=body)

    contents = re.findall(r'<li><a href="#(.*?)">(Part.*?)</a>', page_of(client, article))

    wanted = [(f"h-part-{number}", f"Part {number}") for number in range(headings)]
    assert contents == (wanted if is_there else [])


def test_article_is_shared_by_plain_links(client, editor, settings):
    """DESIGN §4.9: an address to copy and a mail; no other origin."""
    settings.NEWSROOM_URL = "https://courier.example"
    article = make_article(by=editor, owner=editor, headline="Fish & chips? 100 %")

    page = page_of(client, article)

    address = f"https://courier.example{article.get_absolute_url()}"
    assert f'<p class="share-address"><bdi>{address}</bdi></p>' in page
    mail = unescape(re.search(r'href="(mailto:\?[^"]*)"', page)[1])
    assert mail == (
        f"mailto:?subject=Fish%20%26%20chips%3F%20100%20%25&body={quote(address, safe='')}"
    )


def test_corrections_stand_at_the_head_and_at_the_foot(client, editor):
    article = make_article(by=editor, owner=editor)
    story = story_of(article)
    story.correct(editor, story.version, Correction.Kind.CLARIFICATION, "It was <b>six</b>.")

    page = page_of(client, article)

    assert '<a href="#corrections">Clarified <time' in page
    assert '<section id="corrections"' in page
    assert "It was &lt;b&gt;six&lt;/b&gt;." in page


def test_furniture_comes_from_the_site(client, editor):
    """Never from the body."""
    Site.objects.update(follow_sentence="Follow the Courier.")
    FollowLink.objects.create(label="The Square", url="https://example.org/square")
    article = make_article(by=editor, owner=editor)

    page = page_of(client, article)

    assert "Follow the Courier." in page
    assert '<a href="https://example.org/square" rel="noopener">The Square</a>' in page


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", 'lang="ar" dir="rtl"'), ("de", 'lang="de" dir="ltr"')]
)
def test_article_says_its_language_and_direction(client, editor, language, expected):
    article = make_article(by=editor, owner=editor, language=language)

    assert f'<article class="article" {expected}>' in page_of(client, article)


def test_pictures_name_their_space_and_every_width(client, full):
    """DESIGN §7: no layout shift. Only the lead is fetched at once."""
    page = page_of(client, full)

    pictures = re.findall(r"<picture>.*?</picture>", page)
    assert len(pictures) >= 4
    assert all('width="640" height="427"' in each for each in pictures)
    assert all('type="image/webp" srcset="/media/' in each for each in pictures)
    assert sum("fetchpriority" in each for each in pictures) == 1
    assert sum('loading="lazy"' in each for each in pictures) == len(pictures) - 1
    assert "/admin/" not in page


def test_picture_with_no_row_any_more_leaves_no_broken_image(client, editor):
    body = f'<p>Text.</p><figure><img src="/admin/photos/{"a" * 32}/640.webp" alt="x"></figure>'
    article = make_article(by=editor, owner=editor)
    Article.all_objects.filter(pk=article.pk).update(body=body)

    assert "<img" not in page_of(client, article).split('class="prose"')[1].split("<footer")[0]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("news", "NewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("review", "ReviewNewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("advertisement", "AdvertiserContentArticle"),
        ("obituary", "NewsArticle"),
    ],
)
def test_linked_data_says_the_kind(client, editor, kind, expected):
    article = make_article(by=editor, owner=editor, kind=kind)

    assert linked_data(page_of(client, article))["@type"] == expected


def test_linked_data_and_addresses_are_absolute(client, full, settings):
    """DESIGN §4.11: from NEWSROOM_URL, whatever the request's host says."""
    settings.NEWSROOM_URL = "https://courier.example"
    settings.ALLOWED_HOSTS = ["*"]

    page = client.get(full.get_absolute_url(), headers={"host": "evil.example"}).content.decode()

    address = f"https://courier.example{full.get_absolute_url()}"
    data = linked_data(page)
    assert data["url"] == address
    assert data["image"].startswith("https://courier.example/media/")
    assert data["author"][0]["url"] == "https://courier.example/authors/ines-falk/"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert "evil.example" not in page


def test_hostile_words_stay_words(client, editor):
    """THREATS A2: in the headline, the name, the bio, the caption, the tag, and in JSON-LD."""
    author = make_author(HOSTILE[:100], slug="x", job_title=HOSTILE, short_bio=HOSTILE)
    article = make_article(
        by=editor,
        owner=editor,
        author=author,
        headline=HOSTILE,
        standfirst=HOSTILE,
        place=HOSTILE,
        tags=["<b>tag</b>"],
        lead_photo=photo_row(alt=HOSTILE, credit=HOSTILE, caption=f"Caption: {HOSTILE}"),
    )

    page = page_of(client, article)

    assert "<script>" not in page
    assert page.count("</script>") == 3
    assert linked_data(page)["headline"] == HOSTILE


# Addresses without a public article.


def test_hidden_and_missing_answer_alike(client, editor):
    """THREATS B3: the same bytes and the same questions to the database."""
    story = make_story(owner=editor, headline="Scheduled")
    story.schedule(editor, story.version, database.now() + timedelta(days=1))
    hidden = story.article.get_absolute_url()

    missing = client.get(hidden.replace("scheduled", "not-there"))

    response = client.get(hidden)
    assert (response.status_code, missing.status_code) == (404, 404)
    assert response.content == missing.content


def test_withdrawn_answers_410_with_the_reason_alone(client, full, editor):
    story = story_of(full)
    story.withdraw(editor, story.version, "The figures were <wrong>.")

    response = client.get(full.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 410
    assert "The figures were &lt;wrong&gt;." in page
    for word in (full.headline, "Nobody was on it", "Ines Falk", "A ferry", "It left at six"):
        assert word not in page


def test_moved_leads_on_in_one_hop(client, editor):
    article = make_article(by=editor, owner=editor, headline="First")
    old = article.get_absolute_url()
    story = story_of(article)
    story.move(editor, story.version, "second")
    story.move(editor, story.version, "third")

    response = client.get(old)

    assert response.status_code == 301
    assert response.headers["Location"] == old.replace("first", "third")


def test_moved_and_then_withdrawn_is_410_at_both_addresses(client, editor):
    """DESIGN §4.1: gone before moved."""
    article = make_article(by=editor, owner=editor, headline="First")
    old = article.get_absolute_url()
    story = story_of(article)
    story.move(editor, story.version, "second")
    story.withdraw(editor, story.version, "The council asked for a hearing.")

    answers = [client.get(url) for url in (old, old.replace("first", "second"))]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert answers[0].content == answers[1].content


def expire(article, at) -> None:
    begun = at - timedelta(hours=1)
    Article.all_objects.filter(pk=article.pk).update(published_at=begun, expires_at=at)


def test_expired_tells_until_when_it_was_there_and_nothing_else(client, full):
    expire(full, datetime(2026, 3, 14, 12, tzinfo=UTC))

    response = client.get(full.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 410
    assert "This article was available until 14 March 2026." in page
    assert "noindex" in page
    for word in (full.headline, "Nobody was on it", "Ines Falk", "A ferry", "410"):
        assert word not in page


def test_expired_at_midnight_was_available_until_the_day_before(client, editor):
    """In the site’s zone, not in UTC."""
    Site.objects.update(zone="Europe/Berlin")
    article = make_article(by=editor, owner=editor)
    expire(article, datetime(2026, 3, 14, 23, tzinfo=UTC))

    page = client.get(article.get_absolute_url()).content.decode()

    assert "available until 14 March 2026." in page


def test_expired_is_told_at_an_address_it_moved_from(client, editor):
    article = make_article(by=editor, owner=editor, headline="First")
    old = article.get_absolute_url()
    story = story_of(article)
    story.move(editor, story.version, "second")
    expire(article, database.now() - timedelta(hours=1))

    assert "available until" in client.get(old).content.decode()


def test_expired_after_it_was_withdrawn_says_what_was_said(client, editor):
    """DESIGN §4.1: gone comes first, and what was hidden stays unsaid."""
    article, hidden = make_article(by=editor), make_article(by=editor)
    story_of(article).withdraw(editor, 1, "The figures were wrong.")
    story_of(hidden).hide(editor, 1, "A court.")
    expire(article, database.now() - timedelta(hours=1))
    expire(hidden, database.now() - timedelta(hours=1))

    answers = [client.get(each.get_absolute_url()) for each in (article, hidden)]

    assert [answer.status_code for answer in answers] == [410, 404]
    assert "The figures were wrong." in answers[0].content.decode()


# The desk's preview.


def test_preview_is_the_page_that_would_be_published(client, editor):
    """The real template; the words of the working copy; private pictures."""
    inside = photo_row()
    picture = f'<figure><img src="/admin/photos/{inside.token}/640.webp" alt="x"></figure>'
    story = make_story(
        owner=editor,
        author=make_author(),
        tags=["harbour"],
        lead_photo=photo_row(),
        body=f"<p>It left at six.</p>{picture}",
    )
    page = preview(story)
    context = {"page": page, "article": page.article, "picture_root": page.picture_root}

    drawn = render_to_string("articles/article_detail.html", {**context, "site": Site.current()})

    story.publish(editor, story.version)
    public = page_of(client, story.article)
    assert _article(drawn).replace("/admin/photos/", "/media/") == _article(public)
    assert "/media/" not in drawn
    assert "ld+json" not in drawn


def _article(page: str) -> str:
    article = re.search(r"<article.*?</article>", page, re.DOTALL)[0]
    article = re.sub(r'<section class="share".*?</section>', "", article, flags=re.DOTALL)
    return " ".join(re.sub(r"<time.*?</time>", "", article).split())


def test_preview_of_an_empty_story_is_a_page(editor):
    """A draft needs nothing."""
    story = make_story(owner=editor, headline="", body="", section=None, byline_choice="")
    page = preview(story)
    context = {"page": page, "article": page.article, "picture_root": page.picture_root}

    drawn = render_to_string("articles/article_detail.html", {**context, "site": Site.current()})

    assert "<h1></h1>" in drawn


def test_preview_of_a_live_story_keeps_its_dates_and_corrections(editor):
    article = make_article(by=editor, owner=editor, earlier_date="1998-05-04")
    story = story_of(article)
    story.correct(editor, story.version, Correction.Kind.UPDATE, "The ferry is back.")

    page = preview(story)

    assert (page.article.day, page.article.shows_time) == (article.day, False)
    assert [each.text for each in page.corrections] == ["The ferry is back."]
