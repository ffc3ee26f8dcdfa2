"""Sections and tags at the desk."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Section, Tag
from tests.cast import make_article, make_section, make_story, make_user, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("Editor")
    client.force_login(user)
    return user


def add(client, **data):
    fields = {"name": "City", "slug": "", "description": "", "order": "0"} | data
    return client.post(reverse("admin:articles_section_add"), fields)


def test_section_without_a_slug_gets_one_from_its_name(client, editor):
    add(client, name="Ørsted & Meer")

    assert Section.objects.get().slug == "orsted-meer"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("admin", "leads elsewhere"),
        ("2026", "leads elsewhere"),
        ("Not Good", "Use small letters"),
        ("world", "already exists"),
    ],
)
def test_section_slug_is_refused_with_a_sentence(client, editor, slug, sentence):
    make_section("World")

    answer = add(client, slug=slug)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Section.objects.count() == 1


def test_section_in_use_is_not_deleted_and_the_page_says_where(client, editor):
    story = make_story(headline="It needs a section")
    address = reverse("admin:articles_section_delete", args=[story.section.pk])

    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == 409
        assert "It needs a section" in answer.content.decode()
    assert Section.objects.count() == 1


def merge(client, section, **data):
    address = reverse("admin:articles_section_merge", args=[section.pk])
    return client.post(address, data) if data else client.get(address)


def test_section_in_use_can_be_merged(client, editor):
    old, new = make_section("Sport"), make_section("City")
    make_story(section=old)

    answer = merge(client, old, into=new.pk, reason="There was too little of it.")

    assert answer["Location"] == reverse("admin:articles_section_change", args=[new.pk])
    assert Section.objects.get() == new
    assert client.get("/sport/")["Location"] == "/city/"
    entry = LogEntry.objects.get()
    assert "“Sport” was merged into it: There was too little of it." in entry.change_message


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"into": "", "reason": "Why not"}, "This field is required"),
        ({"into": "999", "reason": "Why not"}, "Select a valid choice"),
        ({"into": "x", "reason": "Why not"}, "Select a valid choice"),
    ],
)
def test_merge_that_cannot_be_says_why_and_keeps_the_reason(client, editor, typed, sentence):
    """DESIGN §4.13."""
    make_section("City")

    answer = merge(client, make_section("Sport"), **typed)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "Why not" in answer.content.decode()
    assert Section.objects.count() == 2


def test_legal_hold_is_told_in_its_own_words(client, editor):
    old, new = make_section("Sport"), make_section("City")
    held = make_article(by=editor, section=old)
    story = story_of(held)
    story.hold(editor, story.version, [editor], "A letter.")

    answer = merge(client, old, into=new.pk, reason="Too little.")

    assert "legal hold" in answer.content.decode()
    assert held.headline not in answer.content.decode()
    assert Section.objects.count() == 2


def test_journalist_merges_nothing(client):
    client.force_login(make_user("Journalist"))

    assert merge(client, make_section("Sport"), into="1", reason="x").status_code == 403


def test_section_without_stories_is_deleted(client, editor):
    section = make_section("Empty")

    client.post(reverse("admin:articles_section_delete", args=[section.pk]), {"post": "yes"})

    assert Section.objects.count() == 0


def test_sections_are_not_a_journalists_to_change(client):
    client.force_login(make_user("Journalist"))
    section = make_section("World")

    answer = client.post(
        reverse("admin:articles_section_change", args=[section.pk]), {"name": "Mine", "order": "0"}
    )
    client.post(reverse("admin:articles_section_delete", args=[section.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert Section.objects.get().name == "World"


def test_tag_of_any_script_gets_a_slug(client, editor):
    client.post(reverse("admin:articles_tag_add"), {"name": "مرفأ"})

    assert Tag.objects.get().slug


def test_tag_is_there_once_whatever_its_case(client, editor):
    Tag.objects.create(name="Harbour")

    answer = client.post(reverse("admin:articles_tag_add"), {"name": "HARBOUR"})

    assert "This tag is there already." in answer.content.decode()
    assert Tag.objects.count() == 1


def test_tag_in_use_is_not_deleted(client, editor):
    make_story(headline="It needs a tag", tags=["Harbour"])
    address = reverse("admin:articles_tag_delete", args=[Tag.objects.get().pk])

    answer = client.post(address, {"post": "yes"})

    assert answer.status_code == 409
    assert "It needs a tag" in answer.content.decode()


@pytest.mark.parametrize("model", ["section", "tag"])
def test_lists_of_names_allow_no_lookup(client, editor, model):
    """THREATS C3."""
    make_section("World")

    for lookup in ("name__startswith=W", "story_tags__id__gt=0", "slug__regex=.*"):
        answer = client.get(f"/admin/articles/{model}/?{lookup}")
        assert answer.status_code in (302, 400)
