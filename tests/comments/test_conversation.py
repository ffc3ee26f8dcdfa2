"""The conversation as an article's page shows it: order, places, paging, permalinks, its words."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import override
from pytest_django.asserts import assertNumQueries

from articles.models import Article
from comments import conversation
from comments.conversation import Conversation, Key, Said
from comments.models import Comment, Mode, Policy, Thread
from newsroom import words
from tests.cast import make_article, make_comment, make_user, story_of

pytestmark = pytest.mark.django_db
SECRET = "what nobody may read"


@pytest.fixture
def article(db):
    return make_article()


@pytest.fixture
def short(monkeypatch):
    """Pages of three; the prepared query keeps the length it was compiled with."""
    monkeypatch.setattr(conversation, "LENGTH", 3)
    monkeypatch.setattr(conversation, "_first_rows", _first_three)


def _first_three(article):
    rows = conversation._in_order(article).values_list(*conversation.COLUMNS)
    return list(rows[: conversation.LENGTH + 1])


def page_of(client, article, query="") -> str:
    response = client.get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode().split('id="comments"')[1].split("</main>")[0]


def numbers(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', page)]


# What it shows.


@pytest.mark.parametrize("count", [1, 3])
def test_conversation_asks_twice(article, count):
    """DESIGN §4.12."""
    for _ in range(count):
        make_comment(article, parent=make_comment(article))

    with assertNumQueries(2):
        found = Conversation.of(article)

    assert len(numbers(found.places)) == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_article_with_comments_asks_at_most_eight(client, article, count):
    """DESIGN §7."""
    for _ in range(count):
        make_comment(article)

    with assertNumQueries(6):
        client.get(article.get_absolute_url())


def test_comments_stand_in_their_order_with_the_count_of_the_visible(client, article):
    """Issue 3, point 3."""
    first, second = make_comment(article), make_comment(article)
    reply, later = make_comment(article, parent=first), make_comment(article, parent=first)
    make_comment(article, status="pending", text=SECRET)
    make_comment(article, status="rejected", text=SECRET)
    make_comment(make_article(), text=SECRET)

    page = page_of(client, article)

    assert numbers(page) == [each.pk for each in (first, reply, later, second)]
    assert ">4 comments</h2>" in page
    assert SECRET not in page


def test_one_is_no_plural(client, article):
    make_comment(article)

    assert ">1 comment</h2>" in page_of(client, article)


def test_comment_shows_who_and_when_and_leads_to_itself(client, article):
    comment = make_comment(article, name="Ana <i>", text="First.\n\nSecond & <b>last</b>.")

    page = page_of(client, article)

    assert "<bdi>Ana &lt;i&gt;</bdi>" in page
    own = rf'<a href="/comments/{comment.pk}/"><bdi>Ana &lt;i&gt;</bdi> <time datetime="20'
    assert re.search(own, page)
    assert "Second &amp; &lt;b&gt;last&lt;/b&gt;." in page
    assert f'href="/comments/form/{article.pk}/?parent={comment.pk}"' in page
    assert comment.email not in page


def test_a_comment_is_headed_by_its_writer_whom_it_answers_and_the_time(client, article):
    """Issue 6, point 8."""
    parent = make_comment(article, name="Ana <i>")
    make_comment(article, name="Tor", parent=parent)
    make_comment(article, name="Ana <i>", parent=parent)
    page = page_of(client, article)

    heads = r'<h3 class="comment-head"><a href="/comments/[0-9]+/">(.*?)</a></h3>'
    first, second, own = re.findall(heads, page)

    assert re.fullmatch(r"<bdi>Ana &lt;i&gt;</bdi> <time .*</time>", first)
    to = '<span class="comment-to">answers <bdi>Ana &lt;i&gt;</bdi></span>'
    assert re.fullmatch(rf"<bdi>Tor</bdi> {to} <time .*</time>", second)
    assert "answers" not in own


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_what_is_seen_of_a_button_is_how_its_name_begins(language):
    """WCAG 2.5.3: who speaks to the device says what is written there."""
    with override(language):
        said = Said.here()

    assert said.reply_to.startswith(f"{said.reply} ")
    assert said.reply_to.endswith("{name}")


def test_a_thread_that_goes_on_on_a_later_page_says_whom_it_answers(client, article, short):
    parent = make_comment(article, name="Ana")
    replies = [make_comment(article, parent=parent) for _ in range(4)]
    later = f"?comments={parent.pk}-{replies[1].pk}"
    assert page_of(client, article, later).count("answers <bdi>Ana</bdi>") == 2

    Comment.all_objects.filter(pk=parent.pk).update(status="removed")

    assert "Ana" not in page_of(client, article, later)


def test_badge_is_markup_that_no_name_can_hold(client, article):
    """Issue 3, point 4."""
    badge = '<span class="comment-badge">Newsroom</span>'
    make_comment(article, name=badge[:60], text=badge)
    before = page_of(client, article)
    make_comment(article, name="Ada", user=make_user("Editor"), by_staff=True)

    assert badge not in before
    assert page_of(client, article).count(badge) == 1


def test_removed_comment_keeps_its_place_and_nothing_else(client, article):
    parent = make_comment(article, status="removed", text=SECRET, name="Hidden writer")
    Comment.all_objects.filter(pk=parent.pk).update(posted_at="2001-02-03T04:05Z", by_staff=False)
    reply = make_comment(article, parent=parent)

    page = page_of(client, article)

    assert numbers(page) == [parent.pk, reply.pk]
    assert str(words.REMOVED) in page
    assert ">1 comment</h2>" in page
    for trace in (SECRET, "Hidden writer", "2001", f"/comments/{parent.pk}/", f"={parent.pk}"):
        assert trace not in page
    place = f'<li><article class="comment" id="comment-{parent.pk}">'
    assert f'{place}<p class="comment-removed">{words.REMOVED}</p></article>' in page


def test_removed_comment_without_replies_leaves_nothing(client, article):
    parent = make_comment(article, status="removed")
    make_comment(article, parent=parent, status="pending")

    page = page_of(client, article)

    assert numbers(page) == []
    assert str(words.NONE_YET) in page


def test_every_decision_changes_the_page_at_once(client, article):
    """Issue 3, point 9."""
    moderator, comment = make_user("Moderator"), make_comment(article, status="pending")
    seen = [numbers(page_of(client, article))]

    for verb, why in (("approve", []), ("remove", ["spam"]), ("approve", [])):
        getattr(comment, verb)(moderator, comment.version, *why)
        seen.append(numbers(page_of(client, article)))

    assert seen == [[], [comment.pk], [], [comment.pk]]


class Lists(HTMLParser):
    """Checks that every list holds items only, and every item stands in a list."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        inside = self.open[-1] if self.open else ""
        if (tag == "li") != (inside == "ol") and (tag in ("li", "ol", "article")):
            self.wrong.append((inside, tag))
        if tag in ("ol", "li", "article"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("ol", "li", "article") and self.open.pop() != tag:
            self.wrong.append(("end", tag))


@pytest.mark.parametrize(
    "shape", ["", "r", "rr", "rp", "rpp", "rppr", "rprp", "rrprr", "rpprpp", "rprrp"]
)
@pytest.mark.parametrize("query", ["", "?comments=first"])
def test_lists_are_well_formed(client, article, shape, query):
    """Also where a page begins in the middle of a thread."""
    made = []
    for each in shape:
        roots = [comment for comment in made if not comment.parent_id]
        made.append(make_comment(article, parent=roots[-1] if each == "p" else None))
    if query and len(made) < 2:
        return
    query = query and f"?comments={made[0].pk}-{made[0].pk}"

    page = page_of(client, article, query)

    lists = Lists()
    lists.feed(f"<section {page}")
    assert lists.wrong == []
    assert lists.open == []
    assert numbers(page) == [each.pk for each in made][1 if query else 0 :]


# Its terms.


def test_none_yet_is_an_invitation(client, article):
    """Issue 3, point 3."""
    page = page_of(client, article)

    assert str(words.NONE_YET) in page
    assert "Write a comment" in page
    assert "0" not in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize("kind", ["news", "opinion", "advertisement"])
def test_closed_thread_invites_nobody(client, kind):
    article = make_article(kind=kind)
    Thread.choose(story_of(article), Mode.CLOSED, None)
    before = page_of(client, article)
    make_comment(article)

    after = page_of(client, article)

    for page in (before, after):
        assert page.count(str(words.CLOSED)) == 1
        for invitation in (
            str(words.NONE_YET),
            "Write a comment",
            "Reply",
            "<script",
            "/form/",
        ):
            assert invitation not in page
    assert ">1 comment</h2>" in after


def test_premoderated_thread_says_so(client, article):
    Policy.objects.filter(pk=1).update(mode=Mode.PREMODERATED)

    page = page_of(client, article)

    assert str(words.READ_BEFORE) in page
    assert "Write a comment" in page


def test_thread_that_closed_by_itself_takes_no_more(client, article, clock):
    Thread.choose(story_of(article), Mode.OPEN, 1)
    clock.forward(days=2)

    assert str(words.CLOSED) in page_of(client, article)


def test_preview_has_no_conversation(client):
    """The desk's preview shows what would be published, and nobody has answered that."""
    article = make_article()
    make_comment(article, text=SECRET)
    client.force_login(make_user("Editor"))

    page = client.get(f"/admin/articles/story/{story_of(article).pk}/preview/").content.decode()

    assert 'class="prose"' in page
    assert SECRET not in page
    assert 'id="comments"' not in page


def test_conversation_of_what_is_not_public_is_none(article):
    """THREATS B5."""
    make_comment(article, text=SECRET)
    Article.all_objects.filter(pk=article.pk).update(withdrawn_at=article.published_at)

    assert Conversation.of(article) is None


# Long ones.


MANY = """
INSERT INTO comments_comment (article_id, parent_id, name, email, by_staff, text, fingerprint,
                              address, status, version)
SELECT %s, NULL, 'R', n || '@example.org', false, 'x', n::text, '', 'approved', 1
FROM generate_series(1, 20000) AS n
"""


@pytest.mark.crawl
@pytest.mark.parametrize("key", [None, Key(1, 1)])
def test_page_never_reads_the_archive(article, key):
    """DESIGN §4.12: no page's cost grows with the archive."""
    parent = make_comment(article, status="removed")
    make_comment(article, parent=parent)
    with connection.cursor() as cursor:
        for each in (article, make_article()):
            cursor.execute(MANY, [each.pk])
        cursor.execute("ANALYZE comments_comment")
    rows = conversation._behind(conversation._in_order(article.pk), key)

    plan = rows.values_list(*conversation.COLUMNS)[: conversation.LENGTH + 1].explain()

    assert "Seq Scan on comments_comment" not in plan


def test_long_conversation_is_paged_by_its_comments(client, article, short):
    """DESIGN §4.12: a thread may go on on the next page."""
    made = [make_comment(article) for _ in range(2)]
    made[1:1] = [make_comment(article, parent=made[0]) for _ in range(3)]
    made += [make_comment(article) for _ in range(2)]
    seen, query = [], ""

    while query is not None:
        page = page_of(client, article, query)
        seen.append(numbers(page))
        later = re.search(r'href="[^"]*(\?comments=[0-9-]+)#comments"[^>]*>Later comments', page)
        query = later and later[1]

    pks = [each.pk for each in made]
    assert seen == [pks[:3], pks[3:6], pks[6:]]
    assert ">7 comments</h2>" in page
    assert f'href="{article.get_absolute_url()}#comments">First comments' in page


def test_page_that_ends_with_the_last_comment_leads_nowhere(client, article, short):
    for _ in range(3):
        make_comment(article)

    assert "Later comments" not in page_of(client, article)


def test_permalink_finds_its_page(client, article, short):
    """Each comment stands on the page that its permalink leads to; a page counts itself at most."""
    roots = [make_comment(article) for _ in range(4)]
    replies = [make_comment(article, parent=roots[3]) for _ in range(5)]

    for comment in (*roots, *replies):
        address = client.get(f"/comments/{comment.pk}/")["Location"]
        path, _, anchor = address.partition("#")
        page = client.get(path).content.decode()
        assert anchor == f"comment-{comment.pk}"
        assert f'id="{anchor}"' in page

    assert "?" not in client.get(f"/comments/{roots[2].pk}/")["Location"]


@pytest.mark.parametrize(
    "key",
    ["", "1", "-", "1-", "-1-1", "a-b", "1-2-3", "１-２", f"{2**63}-1", "9" * 20 + "-1", "1-1%0A"],
)
def test_key_that_cannot_be_one_is_404(client, article, key):
    """THREATS D8."""
    make_comment(article)

    assert client.get(f"{article.get_absolute_url()}?comments={key}").status_code == 404


def test_key_behind_the_end_is_404(client, article):
    comment = make_comment(article)

    response = client.get(f"{article.get_absolute_url()}?comments={comment.pk}-{comment.pk}")

    assert response.status_code == 404


def test_key_reads_what_it_writes():
    assert Key.read(str(Key(7, 2**63 - 1))) == Key(7, 2**63 - 1)


def test_later_page_names_the_article_as_its_own_address(client, article):
    make_comment(article)

    page = client.get(f"{article.get_absolute_url()}?comments=0-0").content.decode()

    assert re.search(rf'rel="canonical" href="[^"]*{article.get_absolute_url()}"', page)
