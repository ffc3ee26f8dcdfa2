"""What stands beside an article: its series, what was named, what is alike. Nothing twice."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from articles.models import Article, Tag
from articles.neighbours import MORE, NEAR
from articles.page import ArticlePage
from newsroom import database
from newsroom.slugs import slugify
from tests.cast import make_article, make_section, make_story, make_user, rewrite, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def write(editor):
    """Write an article in a section of its own, so that nothing but what is said joins two."""
    numbers = iter(range(99))

    def write(headline, **kwargs):
        kwargs.setdefault(
            "section", make_section(f"Section {next(numbers)}", slug=slugify(headline))
        )
        return make_article(by=editor, owner=editor, headline=headline, **kwargs)

    return write


def page_of(article) -> ArticlePage:
    return ArticlePage.at(article.day, article.slug)


def more(article) -> list[str]:
    return [each.headline for each in page_of(article).more]


def parts(article) -> list[str]:
    series = page_of(article).beside.series
    return [each.headline for each in series.parts] if series else []


def naming(article, editor, *others):
    """Let the article name others, as its story's page does, and publish that."""
    lines = "\n".join(other.get_absolute_url() for other in others)
    story = rewrite(story_of(article), editor, related=lines)
    story.publish(editor, story.version, change="update")
    return article


def test_named_come_first_then_what_shares_most_then_the_section(write, editor):
    """Issue 6, point 3: related by choice or by tags; one list."""
    section = make_section()
    write("Section", section=section)
    write("One", tags=["harbour"])
    write("Two", tags=["harbour", "ferry"])
    named = write("Named")
    article = write("Here", tags=["harbour", "ferry"], section=section)

    naming(article, editor, named)

    assert more(article) == ["Named", "Two", "One", "Section"]


def test_nothing_stands_twice_nor_the_article_itself(write, editor):
    section = make_section()
    both = write("Both", tags=["harbour"], section=section)
    linked = write("Linked", tags=["harbour"], section=section)
    body = f'<p>See <a href="{linked.get_absolute_url()}">there</a>.</p>'
    article = write("Here", tags=["harbour"], section=section, body=body)

    naming(article, editor, both, article)

    assert more(article) == ["Both"]


def test_sensitive_is_offered_only_where_it_was_named(write, editor):
    """Automatic neighbours skip it, by tag, by section and in a series."""
    section = make_section()
    quiet = write("Quiet", tags=["harbour", "Letters"], section=section)
    story_of(quiet).mark_sensitive(editor, 1, [editor], "closed")
    article = write("Here", tags=["harbour", "Letters"], section=section)
    Tag.objects.filter(name="Letters").update(is_series=True)

    assert (more(article), parts(article)) == ([], [])
    naming(article, editor, quiet)
    assert more(article) == ["Quiet"]


def test_hidden_is_offered_nowhere(write, editor):
    """DESIGN §4.1, THREATS B2: withdrawn, to come, over; named, alike and a part of the series."""
    tags = ["harbour", "Letters"]
    gone, over = write("Gone", tags=tags), write("Over", tags=tags)
    article = naming(write("Here", tags=tags), editor, gone, over)
    Tag.objects.filter(name="Letters").update(is_series=True)
    story_of(gone).withdraw(editor, 1, "The figures were wrong.")
    moment = database.now() - timedelta(minutes=1)
    begun = moment - timedelta(minutes=1)
    Article.all_objects.filter(pk=over.pk).update(published_at=begun, expires_at=moment)
    to_come = make_story(owner=editor, tags=tags)
    to_come.schedule(editor, to_come.version, database.now() + timedelta(days=1))

    assert (more(article), parts(article)) == ([], [])


def test_series_shows_its_parts_in_their_order(client, write):
    """A tag that is a series; its parts are not offered again below."""
    first, second, third = (write(name, tags=["Letters"]) for name in ("One", "Two", "Three"))
    Tag.objects.update(is_series=True)

    page = client.get(second.get_absolute_url()).content.decode()

    assert parts(second) == ["One", "Two", "Three"]
    assert more(second) == []
    assert '<span class="series-here" aria-current="page">Two</span>' in page
    assert f'<a href="{third.get_absolute_url()}">Three</a>' in page
    assert first.card_headline in page


def test_lonely_part_has_no_box(write):
    article = write("Alone", tags=["Letters"])
    Tag.objects.update(is_series=True)

    assert page_of(article).beside.series is None


@pytest.mark.crawl
def test_lists_end(write):
    """DESIGN §4.12: no page's cost grows with the archive."""
    articles = [write(f"Part {number}", tags=["harbour", "Letters"]) for number in range(NEAR + 3)]
    Tag.objects.filter(name="Letters").update(is_series=True)
    article = articles[-1]

    assert len(parts(article)) == NEAR
    assert len(more(article)) <= MORE
    with assertNumQueries(3):
        page_of(article)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three_neighbours(client, write, editor, count):
    """DESIGN §4.12 and §7: at most eight."""
    others = [write(f"Other {number}", tags=["harbour"]) for number in range(count)]
    article = naming(write("Here", tags=["harbour"]), editor, *others)

    with assertNumQueries(6):
        client.get(article.get_absolute_url())
