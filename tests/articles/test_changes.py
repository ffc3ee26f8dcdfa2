"""“What changed”: what readers may compare, and that the hidden leaves no trace (issue 5, 14)."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from articles.models import Article, Edition
from newsroom import database
from newsroom.models import Site
from tests.cast import make_story, make_user, rewrite

pytestmark = pytest.mark.django_db
LINK = "What changed</a>"


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def story(editor):
    story = make_story(owner=editor, headline="The ferry left", body="<p>It left at six.</p>")
    story.publish(editor, story.version)
    return story


def change(story, editor, body: str, **said) -> None:
    rewrite(story, editor, body=f"<p>{body}</p>")
    story.publish(editor, story.version, **said)


def changes(client, story) -> str:
    """The page, or the status of what stands there instead."""
    answer = client.get(story.article.get_changes_url())
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def article(client, story) -> str:
    return client.get(story.article.get_absolute_url()).content.decode()


def test_page_compares_a_wording_with_the_one_before(client, story, editor):
    change(story, editor, "It left at seven.", change="correction", text="It was <b>seven</b>.")

    page = changes(client, story)

    assert "<del>" in page
    assert "six" in page
    assert "seven" in page
    assert "It was &lt;b&gt;seven&lt;/b&gt;." in page
    assert page.count('class="changes"') == 1
    assert '<meta name="robots" content="noindex">' in page
    assert LINK in article(client, story)


def test_unchanged_article_has_no_such_page(client, story):
    assert changes(client, story) == "404"
    assert LINK not in article(client, story)


def test_small_fixes_are_only_a_number(client, story, editor):
    change(story, editor, "It left by six.", change="small_fix")
    assert changes(client, story) == "404"
    assert LINK not in article(client, story)
    change(story, editor, "It left about six.", change="small_fix")
    change(story, editor, "It left about six, empty.", change="update")

    page = changes(client, story)

    assert "There were also 2 small fixes." in page
    assert page.count('class="changes"') == 1
    for word in ("at six", " by "):
        assert word not in page


def test_only_consecutive_wordings_that_are_shown_are_compared(client, story, editor):
    """What was hidden is neither old nor new of any comparison."""
    change(story, editor, "The zqsecret man left.")
    change(story, editor, "A man left.", change="small_fix", hidden_because="privacy")
    assert changes(client, story) == "404"
    assert LINK not in article(client, story)
    change(story, editor, "A man left early.", change="correction", text="It was early.")

    page = changes(client, story)

    assert "early" in page
    assert page.count('class="changes"') == 1
    for trace in ("zqsecret", "six", "privacy"):
        assert trace not in page.lower()
    assert "There was also 1 small fix." in page


def test_hidden_wordings_are_gone_with_the_change_that_hides_them(client, story, editor):
    change(story, editor, "The zqsecret man left.")
    assert "zqsecret" in changes(client, story)

    change(story, editor, "A man left.", change="update", hidden_because="legal")

    assert changes(client, story) == "404"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("all", ["Clarification", "Update"]), ("corrections", ["Clarification"])],
)
def test_site_says_which_changes_are_shown(client, story, editor, shown, expected):
    Site.objects.update(shown_changes=shown)
    change(story, editor, "It left late.", change="small_fix", confirmed=True)
    change(story, editor, "It left at seven.", change="update")
    change(story, editor, "It left at seven in the morning.", change="clarification", text="Early.")

    page = changes(client, story)

    kinds = [kind for kind in ("Clarification", "Update") if f">{kind} <span>" in page]
    assert kinds == expected
    assert ("small fix" in page) == (shown == "all")


def test_site_can_show_none(client, story, editor):
    change(story, editor, "It left at seven.", change="correction", text="It was seven.")
    Site.objects.update(shown_changes="none")

    assert changes(client, story) == "404"
    assert LINK not in article(client, story)


def test_change_that_is_not_of_words_says_so(client, story, editor):
    rewrite(story, editor, place="Norrhaven")
    story.publish(editor, story.version)

    assert "stayed as they were" in changes(client, story)


def test_headline_and_standfirst_are_compared_as_text(client, story, editor):
    """THREATS A4: nothing typed runs."""
    rewrite(story, editor, headline="The <b>ferry</b> sank", standfirst="<script>alert(1)</script>")
    story.publish(editor, story.version)

    page = changes(client, story)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_pictures_of_the_desk_are_no_address_here(client, story, editor):
    """DESIGN §4.8."""
    picture = f'<figure><img src="/admin/photos/{"a" * 32}/640.webp" alt="A quay"></figure>'
    rewrite(story, editor, body=f"<p>It left.</p>{picture}")
    story.publish(editor, story.version)

    page = changes(client, story)

    assert "A quay" in page
    assert "/admin/" not in page


def test_page_is_there_only_while_the_article_is(client, story, editor):
    """DESIGN §4.1: the same 404 as for what never was."""
    change(story, editor, "It left at seven.")
    url = story.article.get_changes_url()
    story.withdraw(editor, story.version, "A named person is not the one.")
    assert client.get(url).status_code == 404

    story.reinstate(editor, story.version)
    assert client.get(url).status_code == 200

    past = database.now() - timedelta(hours=2)
    Article.all_objects.update(published_at=past, expires_at=past + timedelta(hours=1))
    assert client.get(url).status_code == 404


def test_former_address_leads_on(client, story, editor):
    change(story, editor, "It left at seven.")
    old = story.article.get_changes_url()
    story.move(editor, story.version, "another-way")

    answer = client.get(old)

    assert (answer.status_code, answer["Location"]) == (301, story.article.get_changes_url())
    assert client.get("/2026/99/99/nothing/changes/").status_code == 404


@pytest.mark.crawl
def test_many_changes_are_paged(client, story, editor):
    for number in range(23):
        change(story, editor, f"It left at {number}.")

    first = client.get(story.article.get_changes_url())
    counts, page = [], first
    while key := page.context["page"].next_key:
        counts.append(len(page.context["comparisons"]))
        page = client.get(f"{story.article.get_changes_url()}?before={key}")
    counts.append(len(page.context["comparisons"]))

    assert counts == [10, 10, 3]
    assert first.context["comparisons"][0].edition.number == 24
    assert client.get(f"{story.article.get_changes_url()}?before=1-1").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three_changes(client, story, editor, count):
    """DESIGN §4.12: site, article, editions, their words, corrections, sections."""
    for number in range(count):
        change(story, editor, f"It left at {number}.", change="correction", text=f"At {number}.")

    with assertNumQueries(6):
        changes(client, story)


def test_correction_is_shown_in_its_words_of_today(client, story, editor):
    change(story, editor, "It left at seven.", change="correction", text="It was eight.")
    told = Edition.objects.last().correction
    story.correct(editor, story.version, "correction", "It was seven.", told.pk)

    page = changes(client, story)

    assert "It was seven." in page
    assert "It was eight." not in page
