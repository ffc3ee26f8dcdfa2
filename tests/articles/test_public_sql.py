"""The readers' side cannot reach a draft (DESIGN §4.1): what it asks and what it answers."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from articles.arranging import Slot
from articles.models import (
    Article,
    ArticleTag,
    Banner,
    Byline,
    Correction,
    Development,
    Edition,
    Front,
    FrontDraft,
    FrontPin,
    SectionAddress,
    ShareLink,
    Story,
    StoryByline,
    Tag,
)
from articles.share_card import ShareCard
from articles.sitemaps import FILE
from comments.models import Comment, Report
from newsroom import database
from newsroom.models import Site
from tests.articles.rows import photo_row
from tests.cast import (
    make_article,
    make_author,
    make_comment,
    make_page,
    make_report,
    make_section,
    make_story,
    make_user,
    rewrite,
)

PRIVATE = ("admin/", "accounts/")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

DESK = re.compile(
    r'"articles_(?:story\w*|revision|transition|earlyrelease|legalhold\w*|share\w*|frontdraft)"'
)
# The one address outside the desk that reads a story, and only for an open link's holder. Until a
# token is known to be one's, no other table than the links' is asked.
LINK = "/share/"
ASKS_FOR_LINK = re.compile(r'SELECT [^;]*? FROM "articles_sharelink" WHERE (?!.*articles_story)')
# Of what is over, readers are told the date and nothing else.
OVER = re.compile(
    r'SELECT "articles_article"\."expires_at" AS "expires_at" FROM "articles_article" '
)
IS_OVER = (
    '"articles_article"."expires_at" <= (newsroom_now())',
    '"articles_article"."published_at" <= (newsroom_now())',
    '"articles_article"."withdrawn_at" IS NULL',
)
ARTICLE = re.compile(r'(?:FROM|JOIN) "articles_article"(?: ([A-Z]+\d+))?')
LINKS = re.compile(
    r'(?:FROM|JOIN) "articles_(?:byline|articletag|articlephoto|correction|edition|development|'
    r'frontpin|banner)"(?: [A-Z]+\d+)?'
)
COMMENTS = re.compile(r'FROM "comments_(?:comment|thread|verdict|report)"')
CONDITIONS = (
    '{0}."published_at" <= (newsroom_now())',
    '{0}."withdrawn_at" IS NULL',
    '({0}."expires_at" IS NULL OR {0}."expires_at" > (newsroom_now()))',
)


def complaints(sql: str) -> list[str]:
    """Return what is wrong with a statement of the readers' side."""
    if OVER.match(sql) and all(sql.count(each) == 1 for each in IS_OVER):
        return [] if sql.count(" FROM ") == 1 else ["tells more than until when it was there"]
    found = [f"names the desk's {name}" for name in DESK.findall(sql)]
    aliases = [alias or '"articles_article"' for alias in ARTICLE.findall(sql)]
    for alias in set(aliases):
        wanted = (text.format(alias) for text in CONDITIONS)
        found += [f"lacks {each}" for each in wanted if sql.count(each) < aliases.count(alias)]
    if len(LINKS.findall(sql)) > len(aliases):
        found.append("reads links without their article")
    if COMMENTS.search(sql):
        found += [] if aliases else ["reads comments without their article"]
        is_picky = '"status"' in sql or "comments_comment" not in sql
        found += [] if is_picky else ["reads comments of every status"]
    return found


def patterns(resolver=None, prefix=""):
    """Yield (route, name) of every public address there is."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if route.lstrip("^").startswith(PRIVATE):
            continue
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route, each.name


# States in which nothing of a story may be seen, and how a story gets there.


def leave(story, editor):
    """A draft."""


def submit(story, editor):
    story.submit(editor, story.version)


def schedule(story, editor):
    story.schedule(editor, story.version, database.now() + timedelta(days=1))


def publish_twice(story, editor):
    """With a wording before the present one, and a correction that was amended."""
    story.publish(editor, story.version)
    rewrite(story, editor, body=story.body + f"<p>{story.headline} again.</p>")
    word = story.headline
    story.publish(editor, story.version, change="correction", text=f"{word} corrected.")
    first = Correction.all_objects.get(article=story.article)
    story.correct(editor, story.version, "correction", f"{word} amended.", first.pk)
    story.develop(editor, story.version)
    story.add_line(editor, story.version, f"{word} develops.")


def take_back(story, editor):
    publish_twice(story, editor)
    story.take_back(editor, story.version)


def withdraw(story, editor):
    publish_twice(story, editor)
    story.withdraw(editor, story.version, "The council asked for a hearing.")


def expire(story, editor):
    publish_twice(story, editor)
    hour = timedelta(hours=1)
    Article.all_objects.filter(pk=story.article_id).update(
        published_at=database.now() - 2 * hour, expires_at=database.now() - hour
    )


def spike(story, editor):
    story.spike(editor, story.version)


def hide(story, editor):
    story.publish(editor, story.version)
    story.hide(editor, story.version, "The court asked for it.")


HIDDEN = (leave, submit, schedule, take_back, withdraw, hide, expire, spike)
WORDS = ("headline", "short_headline", "share_title", "standfirst", "place", "lead_caption")


def _seed(state) -> str:
    return f"zq{state.__name__.replace('_', '')}"


# These and no other: a random token may spell “zq”, too.
SEEDS = [
    *(_seed(state) for state in HIDDEN),
    "zqchanged",
    "zqcomment",
    "zqlabel",
    "zqfront",
    "zqdraftpage",
]
PLANTED = re.compile("|".join(SEEDS), re.IGNORECASE)


def plant(state, editor) -> Story:
    """A story with a word of its own in every field, in a state that hides it."""
    seed = _seed(state)
    lead, inside = photo_row(alt=f"{seed} lead"), photo_row(alt=f"{seed} inside")
    picture = f'<figure><img src="/admin/photos/{inside.token}/640.webp" alt="{seed}"></figure>'
    story = make_story(
        owner=editor,
        author=make_author(f"{seed} Author", portrait=photo_row(alt=f"{seed} face")),
        tags=[f"{seed} tag"],
        section=make_section(),
        body=f"<p>The ferry and {seed} body.</p>{picture}",
        working_title=f"{seed} title",
        lead_photo=lead,
        **{field: f"{seed} {field} ferry" for field in WORDS},
    )
    state(story, editor)
    return story


def talk(shown: list[Article], hidden: list[Article]) -> None:
    """Comments that readers see, and with a word of their own those that nobody may see."""
    make_comment(shown[0], parent=make_comment(shown[0]))
    make_report(shown[0])
    words = {"name": "zqcomment Name", "text": "zqcomment text"}
    for status in ("pending", "rejected", "removed"):
        make_comment(shown[0], status, **words)
    make_comment(shown[0], parent=make_comment(shown[0], "removed", **words))
    for article in hidden:
        make_comment(article, **words)
        make_report(article, text="zqcomment report", email="zqcomment@example.org")


def arrange(shown: list[Article], hidden: list[Article], editor) -> None:
    """Pins of what nobody may see, a banner of it, and a working copy with words of its own."""
    slots = {place: Slot(article.pk, "zqfront") for place, article in enumerate(hidden[:4])}
    Front.put(None, editor, 0, slots | {4: Slot(shown[3].pk, "What stands there")})
    Front.put(hidden[0].section, editor, 0, {0: Slot(hidden[0].pk, "zqfront")})
    FrontDraft.change(None, editor, lambda slots: {0: Slot(shown[4].pk, "zqfront")})
    Banner.put_up("zqfront", editor, 60, hidden[0])


def conceal(story, editor) -> None:
    """Three wordings of which the first two are hidden, and one more that readers may compare."""
    rewrite(story, editor, standfirst="The zqfirst name.", body="<p>The zqfirst ferry.</p>")
    story.publish(editor, story.version)
    rewrite(story, editor, standfirst="A name.", body="<p>The ferry left.</p>")
    story.publish(editor, story.version, hidden_because="privacy")
    rewrite(story, editor, body="<p>The ferry left late.</p>")
    story.publish(editor, story.version, change="correction", text="The ferry left late.")


@pytest.fixture
def newsroom(db):
    """Public articles, each hidden state, and a public one whose working copy went on."""
    editor = make_user("Editor")
    hidden = [plant(state, editor) for state in HIDDEN]
    author = make_author("Ines Falk", portrait=photo_row())
    shown = [
        make_article(
            by=editor, author=author, tags=["harbour"], lead_photo=photo_row(), owner=editor
        )
        for _ in range(8)
    ]
    changed = Story.objects.get(article=shown[0])
    changed.correct(editor, changed.version, Correction.Kind.CORRECTION, "It was six o’clock.")
    words = {field: f"zqchanged {field}" for field in (*WORDS, "body", "working_title")}
    Story.objects.filter(pk=changed.pk).update(**words)
    StoryByline.objects.create(story=changed, author=hidden[0].bylines.get().author)
    changed.tags.add("zqchanged tag")
    moved = Story.objects.get(article=shown[1])
    old = moved.article.get_absolute_url()
    moved.move(editor, moved.version, "another-slug")
    shown[1].refresh_from_db()
    conceal(Story.objects.get(article=shown[2]), editor)
    unseen = [story.article for story in hidden if story.article_id]
    talk(shown, unseen)
    arrange(shown, unseen, editor)
    SectionAddress.objects.create(slug="renamed", section=shown[0].section)
    make_page("about", is_published=True)
    make_page("imprint", is_published=True)
    make_page("draft", title="zqdraftpage", body="<p>zqdraftpage</p>")
    found = {"hidden": hidden, "shown": shown, "author": author, "moved": old}
    return found | {"ended": list(ended_links(hidden[0], editor))}


def ended_links(story, editor):
    """Yield the tokens of links to a draft: one was ended, one is over."""
    for token, ends in (("r" * 43, {"revoked_at": database.now()}), ("o" * 43, {})):
        link = ShareLink.make(story, editor, token, 3, label="zqlabel")
        day = timedelta(days=1)
        past = {"created_at": database.now() - 2 * day, "expires_at": database.now() - day}
        ShareLink.objects.filter(pk=link.pk).update(**ends or past)
        yield token


def addresses(newsroom) -> dict[str, list[str]]:
    """Every public pattern, with addresses that lead to what is there and what must not be."""
    shown, hidden = newsroom["shown"][0], newsroom["hidden"]
    day = f"{shown.day:%Y/%m/%d}"
    articles = [story.article for story in hidden if story.article_id]
    tokens = ["g" * 43, *newsroom["ended"]]
    photos = [shown.lead_photo, newsroom["author"].portrait]
    for story in hidden:
        photos += [story.lead_photo, story.bylines.get().author.portrait]
        photos += [link.photo for link in story.story_photos.all()]
    return {
        "about": ["/about/"],
        "standing_page": ["/about/imprint/", "/about/draft/", "/about/nothing/"],
        "front": ["/"],
        "section": ["/world/", "/world/?before=1-1", "/nowhere/", "/renamed/"],
        "tag": ["/tags/harbour/", *(f"/tags/{tag.slug}/" for tag in Tag.objects.all())],
        "year": [f"/{day[:4]}/"],
        "month": [f"/{day[:7]}/"],
        "day": [f"/{day}/"],
        "article": [
            shown.get_absolute_url(),
            newsroom["shown"][1].get_absolute_url(),
            newsroom["moved"],
            *(article.get_absolute_url() for article in articles),
            f"/{day}/nothing/",
        ],
        "changes": [
            *(article.get_changes_url() for article in (*newsroom["shown"][:3], *articles)),
            f"{newsroom['moved']}changes/",
            f"{newsroom['shown'][2].get_changes_url()}?before=1-1",
            f"/{day}/nothing/changes/",
        ],
        "corrections": ["/corrections/", "/corrections/?before=1-1"],
        "corrections_feed": ["/corrections/feed/", "/corrections/feed/atom/"],
        "search": [
            *("/search/", "/search/?q=ferry", "/search/?q=body+or+ferry", "/search/?q=ferri"),
            *("/search/?author=Falk", "/search/?author=zq", "/search/?section=renamed"),
            "/search/?q=ferry&author=ines-falk&section=world&since=2020-01-01&until=2099-01-01",
        ],
        "picture": [f"/media/{photo.token}/{photo.widths[0]}.webp" for photo in photos],
        "share_picture": [
            ShareCard.of(article, Site.current()).path for article in (shown, *articles)
        ],
        "authors": ["/authors/"],
        "author": [
            newsroom["author"].get_absolute_url(),
            *(story.bylines.get().author.get_absolute_url() for story in hidden),
        ],
        "feed": ["/feed/", "/feed/atom/", "/feed.json"],
        "section_feed": ["/world/feed/", "/world/feed/atom/", "/renamed/feed.json"],
        "tag_feed": [f"{tag.get_absolute_url()}feed.json" for tag in Tag.objects.all()],
        "author_feed": [
            f"{newsroom['author'].get_absolute_url()}feed/",
            *(f"{s.bylines.get().author.get_absolute_url()}feed/atom/" for s in hidden),
        ],
        "sitemap": ["/sitemap.xml"],
        "sitemap_pages": ["/sitemap-pages.xml"],
        "sitemap_file": [
            f"/sitemap-articles-{(shown.pk - 1) // FILE + 1}.xml",
            *(f"/sitemap-tags-{(tag.pk - 1) // FILE + 1}.xml" for tag in Tag.objects.all()[:1]),
            f"/sitemap-authors-{(newsroom['author'].pk - 1) // FILE + 1}.xml",
        ],
        "news_sitemap": ["/news-sitemap.xml"],
        "robots": ["/robots.txt"],
        "shared": [f"{LINK}{token}/" for token in tokens],
        "shared_picture": [f"{LINK}{tokens[0]}/{photo.token}/320.webp" for photo in photos],
        "post": ["/comments/"],
        "report": [f"/comments/report/{article.pk}/" for article in (shown, *articles)],
        "receipt": [report.get_absolute_url() for report in Report.all_objects.all()],
        "form": [f"/comments/form/{article.pk}/" for article in (shown, *articles)],
        "permalink": [f"/comments/{comment.pk}/" for comment in Comment.all_objects.all()],
        "sent": [f"/comments/{comment.pk}/sent/" for comment in Comment.all_objects.all()],
        "healthz": ["/healthz"],
        "readyz": ["/readyz"],
    }


def test_every_public_pattern_is_walked(newsroom):
    """DESIGN §4.1: a new address is one that this file has to know."""
    walked = addresses(newsroom)

    found = {name for _, name in patterns()}

    assert found == set(walked)


def test_no_statement_reaches_what_is_not_public(client, newsroom):
    """DESIGN §4.1: the visibility condition stands wherever the article's table does."""
    wrong = []
    for url in (url for urls in addresses(newsroom).values() for url in urls):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        for sql in (query["sql"] for query in queries):
            if url.startswith(LINK) and ASKS_FOR_LINK.match(sql):
                continue
            wrong += [(url, each, sql) for each in complaints(sql)]

    assert wrong == []


@pytest.mark.crawl
def test_no_answer_holds_a_word_that_is_not_public(client, newsroom):
    """DESIGN §4.1, THREATS B2: of a hidden story nothing is answered anywhere."""
    leaks = []
    for url in (url for urls in addresses(newsroom).values() for url in urls):
        response = client.get(url)
        answer = response.content.decode(errors="replace") + str(response.headers)
        leaks += [(url, word) for word in PLANTED.findall(answer)]

    assert leaks == []


@pytest.mark.crawl
def test_search_finds_no_hidden_word(client, newsroom):
    """DESIGN §4.1: not even by the words that only a hidden story has."""
    words = [_seed(state) for state in HIDDEN] + ["zqchanged"]

    found = {word: client.get("/search/", {"q": word}).context["articles"] for word in words}

    assert found == {word: [] for word in words}


@pytest.mark.crawl
def test_the_public_articles_are_there(client, newsroom):
    """The counterproof: the walk meets pages that do show articles."""
    headline = newsroom["shown"][2].headline

    pages = [client.get(url).content.decode() for url in ("/", "/world/", "/tags/harbour/")]

    assert all(headline in page for page in pages)
    assert "What stands there" in pages[0]
    changes = client.get(newsroom["shown"][2].get_changes_url()).content.decode()
    assert changes.count('class="changes"') == 1
    assert client.get("/corrections/").content.decode().count('class="corrected"') == 2


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Article.all_objects.filter(headline="x"),
        lambda: Article.all_objects.filter(withdrawn_at__isnull=True),
        lambda: Byline.all_objects.filter(author=1),
        lambda: Byline.all_objects.select_related("article"),
        lambda: Edition.all_objects.filter(is_shown=True),
        lambda: Development.all_objects.filter(text="x"),
        lambda: Tag.objects.filter(article_tags__content_object__headline="x"),
        lambda: Tag.objects.filter(pk__in=ArticleTag.all_objects.values("tag")),
        lambda: Story.objects.filter(headline="x"),
        lambda: Article.objects.filter(pk__in=Article.all_objects.values("pk")),
        lambda: Article.over.filter(slug="x"),
        lambda: Article.over.values("headline"),
        lambda: Article.over.values("expires_at").filter(pk__in=Article.all_objects.values("pk")),
        lambda: FrontPin.all_objects.filter(front__is_live=True),
        lambda: FrontPin.all_objects.select_related("article"),
        lambda: FrontDraft.objects.all(),
        lambda: Banner.all_objects.filter(text="x"),
        lambda: ShareLink.objects.open().select_related("story"),
        lambda: Comment.all_objects.filter(status="approved"),
        lambda: Report.all_objects.filter(token="x"),
        lambda: Article.objects.filter(
            pk__in=Comment.all_objects.filter(name="x").values("article")
        ),
    ],
)
def test_the_check_sees_what_is_wrong(db, rows):
    """A check that never complains proves nothing."""
    assert complaints(str(rows().query)) != []


@pytest.mark.crawl
def test_open_link_is_the_one_way_to_a_story(client, newsroom):
    """DESIGN §4.1: the counterproof. The same address reads the story for who holds the link."""
    story = newsroom["hidden"][0]
    token = "v" * 43
    ShareLink.make(story, story.owner, token, 3, label="A1")

    pages = [client.get(f"{LINK}{each}/") for each in (token, *newsroom["ended"], "g" * 43)]

    assert [page.status_code for page in pages] == [200, 404, 404, 404]
    assert [_seed(leave) in page.content.decode() for page in pages] == [True, False, False, False]


def test_the_check_lets_the_date_of_what_is_over_pass(db):
    assert complaints(str(Article.over.filter(slug="x").values("expires_at").query)) == []


def test_the_check_lets_what_is_right_pass(db):
    rows = Byline.objects.filter(article__in=Article.objects.all()).select_related("article")

    assert complaints(str(rows.query)) == []


@pytest.fixture
def noon(db):
    """Both clocks stand still, so that the edges can be met exactly."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION newsroom_now() RETURNS timestamptz LANGUAGE sql STABLE "
            f"AS $$ SELECT timestamptz '{NOON.isoformat()}' $$"
        )
    return NOON


STEPS = (None, *(timedelta(seconds=seconds) for seconds in (-7200, -3600, 0, 3600, 7200)))


def test_the_query_and_its_twin_agree(noon):
    """DESIGN §4.1: over the whole table of time × withdrawn × expired, edges included."""
    section = make_section()
    for number, (published, withdrawn, expires) in enumerate(product(STEPS, STEPS, STEPS)):
        if _is_impossible(published, withdrawn, expires):
            continue
        moments = {"published_at": published, "withdrawn_at": withdrawn, "expires_at": expires}
        Article.all_objects.create(
            headline=f"Row {number}",
            slug=f"row-{number}",
            day=noon.date(),
            section=section,
            search_config="newsroom_simple",
            **{name: step if step is None else noon + step for name, step in moments.items()},
        )

    public = set(Article.objects.all())

    rows = list(Article.all_objects.all())
    assert len(rows) > 60
    assert public == {article for article in rows if article.is_public(noon)}
    assert 0 < len(public) < len(rows)


def _is_impossible(published, withdrawn, expires) -> bool:
    """What the table's own constraints refuse."""
    if published is None:
        return withdrawn is not None
    return expires is not None and expires <= published
