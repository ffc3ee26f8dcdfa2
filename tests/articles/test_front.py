"""What leads the front page, asked by itself, is what leads it on the page."""

import pytest

from articles import front
from articles.arranging import Slot
from articles.models import Article, Front, Section
from newsroom import database
from tests.cast import make_article, make_section, make_user, story_of

pytestmark = pytest.mark.django_db


def led() -> str:
    """The lead's headline, asked both ways."""
    alone, on_the_page = front.lead(), front.compose().lead
    assert alone == on_the_page
    return alone.headline if alone else ""


def test_lead_alone_is_the_pages(django_assert_num_queries):
    editor = make_user("Editor")
    nothing = led()
    old, new = (make_article(headline=name, by=editor, owner=editor) for name in ("Old", "New"))
    newest = led()
    Front.put(None, editor, 0, {1: Slot(new.pk)})
    beside = led()
    Front.put(None, editor, 1, {0: Slot(old.pk), 1: Slot(new.pk)})
    pinned = led()
    story = story_of(old)
    story.withdraw(editor, story.version, "It was wrong.")

    assert (nothing, newest, beside, pinned, led()) == ("", "New", "Old", "Old", "")
    with django_assert_num_queries(1):
        front.lead()


def test_section_of_notices_never_leads_by_itself():
    """Issue 6, point 2: deaths lead only where an editor says so."""
    editor = make_user("Editor")
    deaths = make_section("Deaths", never_leads=True)
    make_article(headline="News", by=editor, owner=editor)
    notice = make_article(headline="Ada Holm", section=deaths, by=editor, owner=editor)
    by_itself = led()
    Front.put(None, editor, 0, {0: Slot(notice.pk)})
    pinned = led()
    Section.objects.update(never_leads=False)
    Front.put(None, editor, 1, {})

    assert (by_itself, pinned, led()) == ("News", "Ada Holm", "Ada Holm")


def test_news_lead_before_a_morning_full_of_notices(django_assert_num_queries):
    """However many deaths were announced since. One question more, and only then."""
    editor = make_user("Editor")
    deaths = make_section("Deaths", never_leads=True)
    for kind in ("opinion", "news", "obituary"):
        make_article(headline=kind, kind=kind, by=editor, owner=editor)
    now = database.now()
    Article.all_objects.bulk_create(_notice(deaths, number, now) for number in range(30))

    assert led() == "news"
    with django_assert_num_queries(6):
        top = front.compose().top
    assert [article.headline for article in top.values()].count("news") == 1


def _notice(section, number: int, now) -> Article:
    return Article(
        headline=f"Notice {number}",
        slug=f"notice-{number}",
        day=now.date(),
        section=section,
        published_at=now,
        search_config="newsroom_simple",
    )
