"""The desk's day: whom a note and a verb call, and who is never called."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Mark, Note, StoryByline, day
from tests.cast import make_author, make_story, make_user

pytestmark = pytest.mark.django_db


def called(story) -> list[tuple]:
    return sorted((str(mark.user), mark.kind) for mark in story.marks.all())


def test_mention_calls_those_who_may_see_the_story():
    writer, editor = make_user("Journalist"), make_user("Editor", username="mira.osman")
    make_user("Journalist", username="kai")
    make_user("Editor", username="gone", is_active=False)
    story = make_story(owner=writer)

    _, unknown = day.note(story, writer, "@Mira.Osman, read the end. @kai @gone @nobody a@b.org.")

    assert called(story) == [(str(editor), "mentioned")]
    assert unknown == ["gone", "kai", "nobody"]


def test_nobody_calls_themselves_and_once_is_enough():
    writer = make_user("Journalist", username="ada")
    editor = make_user("Editor")
    story = make_story(owner=writer)

    for _ in range(2):
        day.note(story, editor, "@ada please")
        day.note(story, writer, "@ada myself")

    assert called(story) == [("ada", "mentioned")]


def test_verbs_call_whom_they_concern():
    """Issue 5, point 17: submit calls editors, sending back and approval the writers."""
    writer, editor, other = make_user("Journalist"), make_user("Editor"), make_user("Editor")
    second = make_user("Journalist")
    make_user("Journalist")
    make_user("Moderator")
    story = make_story(owner=writer)
    StoryByline.objects.create(story=story, author=make_author(user=second))

    story.submit(writer, story.version)
    assert called(story) == sorted([(str(editor), "submitted"), (str(other), "submitted")])

    story.send_back(editor, story.version, "Shorter.")
    story.submit(writer, story.version)
    story.approve(editor, story.version)
    to_writers = [row for row in called(story) if row[1] in ("sent_back", "approved")]
    assert to_writers == sorted(
        (str(user), kind) for user in (writer, second) for kind in ("sent_back", "approved")
    )


def test_mark_waits_until_its_story_is_seen():
    writer, editor = make_user("Journalist"), make_user("Editor", username="mira")
    story = make_story(owner=writer)
    day.note(story, writer, "@mira")
    assert Mark.objects.waiting_for(editor).count() == 1

    story.marks.see(editor, story)

    assert Mark.objects.waiting_for(editor).count() == 0
    day.note(story, writer, "@mira once more")
    assert Mark.objects.waiting_for(editor).count() == 1


def test_mark_of_a_story_that_one_may_no_longer_see_is_silent():
    """DESIGN §5: neither its title nor that it is there."""
    writer, editor = make_user("Journalist"), make_user("Editor", username="mira")
    story = make_story(owner=writer)
    day.note(story, writer, "@mira")

    editor.groups.clear()

    assert Mark.objects.waiting_for(type(editor).objects.get(pk=editor.pk)).count() == 0


def test_note_says_something():
    story = make_story()

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(story=story, text="", made_by=story.owner)


def test_two_take_a_story_and_one_has_it():
    story, first, second = make_story(), make_user("Editor"), make_user("Editor")

    assert story.take(first)
    assert not story.take(second)

    story.refresh_from_db()
    assert story.assignee == first
