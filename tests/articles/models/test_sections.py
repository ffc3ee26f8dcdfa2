"""Sections that are renamed and merged: their addresses lead on for good. Issue 6, point 4."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from articles.arranging import Slot
from articles.models import (
    Article,
    Front,
    FrontDraft,
    Refused,
    Section,
    SectionAddress,
    Stale,
    Story,
    Transition,
)
from newsroom import database
from tests.cast import make_article, make_section, make_story, make_user, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("Editor")


def rename(section: Section, slug: str) -> None:
    """In SQL: whoever does it, the address stays."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_section SET slug = %s WHERE id = %s", [slug, section.pk])


def led(client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.get("Location", "")


def test_renamed_section_leads_on_with_its_feeds_and_lists(client):
    rename(make_section("World"), "abroad")

    assert led(client, "/world/") == (301, "/abroad/")
    assert led(client, "/world/?before=5-1") == (301, "/abroad/?before=5-1")
    assert led(client, "/world/feed/") == (301, "/abroad/feed/")
    assert led(client, "/world/feed/atom/") == (301, "/abroad/feed/atom/")
    assert led(client, "/world/feed.json") == (301, "/abroad/feed.json")
    assert led(client, "/abroad/")[0] == 200
    assert led(client, "/nowhere/") == (404, "")


def test_what_stands_in_the_address_cannot_leave_the_site(client):
    """THREATS D3."""
    rename(make_section("World"), "abroad")

    answer = client.get("/world/", {"before": "x\r\nSet-Cookie: a=b&//evil.example"})

    assert answer["Location"].startswith("/abroad/?before=x%0D%0ASet-Cookie")
    assert "Set-Cookie" not in answer.headers


def test_chain_of_names_leads_to_the_newest_in_one_step(client):
    section = make_section("World")
    for slug in ("abroad", "planet", "earth"):
        rename(section, slug)

    found = [led(client, f"/{slug}/") for slug in ("world", "abroad", "planet")]

    assert found == [(301, "/earth/")] * 3


def test_name_that_comes_back_is_its_own_again(client):
    section = make_section("World")
    rename(section, "abroad")
    rename(section, "world")

    assert led(client, "/world/")[0] == 200
    assert led(client, "/abroad/") == (301, "/world/")


def test_old_slug_taken_by_a_new_section_belongs_to_it(client):
    rename(make_section("World"), "abroad")

    make_section("Worlds", slug="world")

    assert led(client, "/world/")[0] == 200
    assert "Worlds" in client.get("/world/").content.decode()
    assert not SectionAddress.objects.exists()


def test_article_keeps_its_address_when_its_section_is_renamed(client):
    article = make_article()
    rename(article.section, "abroad")

    assert led(client, article.get_absolute_url())[0] == 200


def test_merged_section_gives_all_it_has(client, editor):
    old, new = make_section("Sport"), make_section("City")
    article = make_article(by=editor, section=old)
    draft, waiting = make_story(section=old), make_story(section=old)
    waiting.submit(waiting.owner, waiting.version)
    waiting.approve(editor, waiting.version)
    rename(old, "games")
    old.refresh_from_db()

    old.merge_into(new, editor, "There was too little of it.")

    assert Article.objects.get().section == new
    assert set(Story.objects.values_list("section", flat=True)) == {new.pk}
    assert not story_of(article).has_unpublished_changes
    assert Story.objects.get(pk=waiting.pk).status == "approved"
    assert led(client, "/games/") == led(client, "/sport/") == (301, "/city/")
    assert led(client, "/games/feed/") == (301, "/city/feed/")
    assert article.headline in client.get("/city/").content.decode()
    noted = Transition.objects.get(story=draft.pk, verb="merge")
    assert (noted.made_by, noted.note) == (
        editor,
        "From “Sport” to “City”: There was too little of it.",
    )


def test_who_has_the_story_open_is_told(editor):
    """DESIGN §4.4: an older copy of the story does not bring the old section back."""
    old, new = make_section("Sport"), make_section("City")
    story = make_story(section=old)

    old.merge_into(new, editor, "Too little.")

    with pytest.raises(Stale):
        story.claim(story.owner, story.version, "headline")


def test_changed_story_stays_changed(editor):
    old, new = make_section("Sport"), make_section("City")
    story = story_of(make_article(by=editor, section=old))
    story.claim(editor, story.version, "headline")

    old.merge_into(new, editor, "Too little.")

    assert Story.objects.get(pk=story.pk).has_unpublished_changes


def test_scheduled_article_moves_along(editor):
    old, new = make_section("Sport"), make_section("City")
    story = make_story(section=old)
    story.schedule(editor, story.version, database.now() + timedelta(hours=1))

    old.merge_into(new, editor, "Too little.")

    assert Article.all_objects.get().section == new


def test_pages_of_the_merged_section_are_let_go(editor):
    old, new = make_section("Sport"), make_section("City")
    article = make_article(by=editor, section=old)
    Front.put(old, editor, 0, {0: Slot(article.pk)})
    FrontDraft.change(old, editor, lambda slots: slots)

    old.merge_into(new, editor, "Too little.")

    assert not Front.objects.exists()


@pytest.mark.parametrize(("reason", "field"), [(" ", "reason"), ("Too little.", "into")])
def test_merge_needs_a_reason_and_another_section(editor, reason, field):
    old = make_section("Sport")

    with pytest.raises(Refused) as refused:
        old.merge_into(old, editor, reason)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert Section.objects.get() == old


def test_legal_hold_refuses_the_whole(editor):
    """DESIGN §4.3: nothing of a story on hold goes out; nothing is half moved."""
    old, new = make_section("Sport"), make_section("City")
    held = story_of(make_article(by=editor, section=old))
    held.hold(editor, held.version, [editor], "A letter.")
    other = make_story(section=old)

    with pytest.raises(IntegrityError) as error:
        old.merge_into(new, editor, "Too little.")

    assert "legal hold" in database.sentence_of(error.value)
    assert Story.objects.get(pk=other.pk).section == old
    assert Section.objects.count() == 2
