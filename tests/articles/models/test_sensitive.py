"""A sensitive story: seen by those it names, and what goes with the switch. THREATS B3, C1, E5."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from PIL import Image

from articles.models import (
    Article,
    Edition,
    Mark,
    Presence,
    Refused,
    ShareLink,
    Stale,
    Story,
    StoryPerson,
    day,
)
from comments.models import Mode, Thread
from newsroom import database, picture_store
from newsroom.models import Photo, User
from tests.articles.rows import photo_row
from tests.cast import make_author, make_story, make_user, rewrite

pytestmark = pytest.mark.django_db
GPS, MAKER = 0x8825, 0x010F


@pytest.fixture
def editor():
    return make_user("Editor", first_name="Ada", last_name="Berg")


@pytest.fixture
def writer():
    return make_user("Journalist", first_name="Ines", last_name="Falk")


def shut(story, by, *people, comments="premoderated", **kwargs) -> Story:
    story.mark_sensitive(by, story.version, people, comments, **kwargs)
    return story


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def sentence(refused) -> str:
    return refused.value.problems[0].sentence


def names(story) -> set:
    return {row.user for row in story.named.select_related("user")}


# Who sees it


def test_those_named_see_it_and_nobody_else_whatever_their_role(editor, writer):
    """THREATS C1: the query and its twin, over everybody; editors and superusers too."""
    named, byline = make_user("Journalist"), make_user("Journalist")
    assignee, superuser = make_user("Editor"), make_user("", is_staff=True, is_superuser=True)
    others = [make_user(role) for role in ("Journalist", "Editor", "Moderator", "Administrator")]
    story = make_story(owner=writer, author=make_author(user=byline), assignee=assignee)

    shut(story, editor, named)

    seen = {u for u in User.objects.all() if Story.objects.editable_by(u).exists()}
    assert seen == names(story) == {editor, writer, named}
    assert {u for u in User.objects.all() if story.may_be_seen_by(u)} == seen
    assert not any(map(story.may_be_seen_by, [byline, assignee, superuser, *others]))


def test_open_story_is_seen_as_ever(editor, writer):
    shut(make_story(owner=writer), writer)
    story = make_story(owner=writer)

    seen = Story.objects.editable_by(editor)

    assert list(seen) == [story]
    assert story.may_be_seen_by(make_user("Editor"))


def test_switch_is_recorded_with_all_that_was_chosen(editor, writer):
    story = shut(make_story(owner=writer), editor, note="Her name must not leak.")

    row = story.transitions.first()
    assert (row.verb, row.before, row.after, row.made_by) == (
        "mark_sensitive",
        "draft",
        "draft",
        editor,
    )
    assert row.note.splitlines()[1:] == [
        "Comments: each comment is read first.",
        "Originals of its pictures destroyed.",
        "Her name must not leak.",
    ]
    assert row.note.startswith("Seen by ")


def test_nobody_unnamed_does_anything_even_from_an_old_page(editor, writer):
    """DESIGN §4.3: the page was opened before the story was shut."""
    story = make_story(owner=writer)
    old = {verb: Story.objects.get() for verb in ("publish", "spike")}
    shut(story, writer)

    for verb, page in old.items():
        assert verb in page.verbs_for(editor)  # it cannot know
        for seen in (page, Story.objects.get()):
            with pytest.raises(PermissionDenied):
                getattr(seen, verb)(editor, 1)

    assert Story.objects.get().verbs_for(editor) == []
    assert Story.objects.get().status == "draft"
    assert not Article.all_objects.exists()


def test_save_that_was_under_way_is_refused_or_guards_its_pictures(editor, writer):
    """The switch makes no new version of the words: a save begun before it still counts."""
    photo, story = photo_row(), make_story(owner=writer)
    theirs, own = Story.objects.get(), Story.objects.get()
    shut(story, writer)

    with pytest.raises(PermissionDenied), transaction.atomic():
        rewrite(theirs, editor, headline="Not mine any more")
    rewrite(own, writer, body=shown(photo)).link_photos()

    assert Story.objects.get().headline == story.headline
    photo.refresh_from_db()
    assert (photo.is_confidential, photo.original) == (True, "going")


def test_second_press_is_told_that_somebody_was_faster(editor, writer):
    story, same = make_story(owner=writer), Story.objects.get()
    shut(story, writer, editor)

    with pytest.raises(Stale):
        shut(same, editor)


def test_named_journalist_reads_and_writes_and_does_not_publish(writer):
    """THREATS C2: to be named is no role."""
    colleague = make_user("Journalist")
    story = shut(make_story(owner=writer), writer, colleague)

    assert Story.objects.editable_by(colleague).get() == story
    assert story.verbs_for(colleague) == []


def test_list_is_kept_by_the_owner_and_by_editors_on_it(editor, writer):
    colleague = make_user("Journalist")
    story = shut(make_story(owner=writer), writer, colleague)

    with pytest.raises(PermissionDenied):
        story.name_people(editor, 1, added=[editor])
    with pytest.raises(PermissionDenied):
        story.name_people(colleague, 1, added=[editor])
    story.name_people(writer, 1, added=[editor])
    story.name_people(editor, 1, removed=[colleague], note="She is on leave.")

    assert names(story) == {writer, editor}
    assert story.transitions.first().note == f"Taken off: {colleague}.\nShe is on leave."
    with pytest.raises(Refused) as refused:
        story.name_people(editor, 1, removed=[writer])
    assert "owner’s story" in sentence(refused)
    with pytest.raises(Refused):
        story.name_people(editor, 1)


def test_database_keeps_the_owner_on_the_list(editor, writer):
    story = shut(make_story(owner=writer), writer)

    for statement, value in (
        ("DELETE FROM articles_storyperson WHERE user_id = %s", writer.pk),
        ("UPDATE articles_story SET owner_id = %s", editor.pk),
    ):
        with pytest.raises(IntegrityError) as error:
            sql(statement, value)
        assert "names its owner" in database.sentence_of(error.value)
    story.name_people(writer, 1, added=[editor])
    Story.objects.update(owner=editor)
    story.refresh_from_db()
    story.name_people(editor, 1, removed=[writer])

    assert names(story) == {editor}


def test_nothing_calls_or_shows_those_who_are_shut_out(editor, writer):
    story = make_story(owner=writer)
    story.submit(writer, 1)
    Presence.objects.sign(story, editor)
    other = make_user("Editor", username="otto")
    assert Mark.objects.waiting_for(editor).count() == 1

    shut(story, writer, other)
    story.send_back(other, 1, "Say when.")
    story.submit(writer, 1)
    _, unknown = day.note(story, writer, f"@{editor.username} and @otto, look.")

    assert not Mark.objects.filter(user=editor).exists()
    assert set(Mark.objects.waiting_for(other).values_list("kind", flat=True)) == {
        "submitted",
        "mentioned",
        "named",
    }
    assert unknown == [editor.username]
    assert Presence.objects.others(story, writer) == []


# What readers have of it


def test_article_carries_the_mark_from_the_first_moment(editor, writer):
    story = shut(make_story(owner=writer), writer, editor)
    story.publish(editor, 1)
    late = make_story(owner=writer)
    late.publish(editor, 1)
    shut(late, writer, editor)
    assert list(Article.objects.values_list("is_sensitive", flat=True)) == [True, True]

    Article.objects.filter(pk=late.article_id).update(is_sensitive=False)
    story.clear_sensitive(editor, 1, "It is all out.")

    found = dict(Article.objects.values_list("pk", "is_sensitive"))
    assert found == {story.article_id: False, late.article_id: True}


def test_it_is_offered_beside_no_other_article(editor, writer):
    from articles.page import ArticlePage

    story, other = make_story(owner=writer), make_story(owner=writer)
    for each in (story, other):
        each.publish(editor, 1)
    page = ArticlePage.at(other.article.day, other.article.slug)
    assert page.more == (story.article,)

    shut(story, writer)

    assert ArticlePage.at(other.article.day, other.article.slug).more == ()
    assert ArticlePage.at(story.article.day, story.article.slug).more == (other.article,)


def test_earlier_wordings_are_hidden_also_those_to_come(editor, writer):
    story = make_story(owner=writer)
    story.publish(editor, 1)
    rewrite(story, writer, standfirst="Her name was here.")
    story.publish(editor, 2)
    shut(story, writer, editor)
    assert not Edition.objects.exists()

    rewrite(story, writer, standfirst="And another name.")
    story.publish(editor, 3)
    rewrite(story, writer, standfirst="None.")
    story.publish(editor, 4)

    assert [edition.standfirst for edition in Edition.objects.all()] == ["None."]
    hidden = Edition.all_objects.filter(is_shown=False)
    assert set(hidden.values_list("hidden_because", "standfirst")) == {("safety", "")}


def test_shared_links_end_and_no_new_one_is_made(editor, writer):
    story = make_story(owner=writer)
    link = ShareLink.make(story, writer, "a" * 43, 3, label="A1")

    shut(story, writer)

    assert not ShareLink.objects.open().exists()
    with pytest.raises(Stale):
        ShareLink.make(story, writer, "b" * 43, 3, label="A2")
    with pytest.raises(IntegrityError) as error:
        sql("UPDATE articles_sharelink SET revoked_at = NULL WHERE id = %s", link.pk)
    assert "nobody outside" in database.sentence_of(error.value)


@pytest.mark.parametrize("is_live", [True, False])
@pytest.mark.parametrize("chosen", ["premoderated", "closed"])
def test_comments_are_read_first_or_closed(editor, writer, is_live, chosen):
    story = make_story(owner=writer)
    if is_live:
        story.publish(editor, 1)
        Thread.choose(story, "open", 7)

    shut(story, writer, editor, comments=chosen)
    if not is_live:
        story.publish(editor, 1)

    thread = Thread.objects.get(article=story.article_id)
    assert (thread.mode, thread.closes_after) == (chosen, 7 if is_live else None)
    for act in (
        lambda: Thread.choose(story, "open", None),
        lambda: Thread.follow_the_paper(story),
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            act()
        assert "read first or closed" in database.sentence_of(error.value)
    story.clear_sensitive(editor, story.version, "It is all out.")
    Thread.follow_the_paper(story)


def test_choices_are_modes_and_closed_stays_closed(writer):
    assert {*Story.Comments.values} == {*Mode.values} - {Mode.OPEN}
    story = make_story(owner=writer)
    Thread.choose(story, "closed", None)

    shut(story, writer, comments="premoderated")

    assert Thread.all_objects.get().mode == "closed"


@pytest.mark.parametrize("comments", ["", "open", "nonsense"])
def test_comments_must_be_chosen(writer, comments):
    with pytest.raises(Refused):
        shut(make_story(owner=writer), writer, comments=comments)

    assert not StoryPerson.objects.exists()


# The originals


def original_with_a_place() -> bytes:
    """A picture as a phone makes it: where, and by whose device."""
    exif, file = Image.Exif(), BytesIO()
    exif[MAKER] = "zqs maker of this phone"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.345), 3: "E", 4: (13.0, 24.0, 9.876)})
    Image.new("RGB", (900, 600), "#7a8b99").save(file, "JPEG", exif=exif)
    return file.getvalue()


def photo_with_a_place(**kwargs) -> Photo:
    return Photo.take_in(BytesIO(original_with_a_place()), alt="A", credit="B", **kwargs)


def kept_bytes(root) -> list[bytes]:
    return [file.read_bytes() for file in root.rglob("*") if file.is_file()]


def tells(root) -> bool:
    """Whether any file still holds the original, its maker or any EXIF at all."""
    original = original_with_a_place()
    return any(m in data for data in kept_bytes(root) for m in (original, b"zqs maker", b"Exif\0"))


def shown(*photos) -> str:
    figures = (
        f'<figure><img src="/admin/photos/{p.token}/640.webp" alt=""></figure>' for p in photos
    )
    return f"<p>Fog.</p>{''.join(figures)}"


@pytest.mark.crawl
def test_no_byte_of_an_original_remains(writer, settings, django_capture_on_commit_callbacks):
    """THREATS E5: the lead, the text’s, the article’s, and one that only a kept version shows."""
    lead, inside, earlier, later = (photo_with_a_place() for _ in range(4))
    story = make_story(owner=writer, lead_photo=lead, body=shown(earlier))
    story.keep("named", writer, "With her face")
    story = rewrite(story, writer, body=shown(inside))
    story.link_photos()
    assert tells(settings.PICTURES_ROOT)

    with django_capture_on_commit_callbacks(execute=True):
        shut(story, writer)
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(story, writer, body=shown(inside, later)).link_photos()

    assert not tells(settings.PICTURES_ROOT)
    assert list((settings.PICTURES_ROOT / "originals").iterdir()) == []
    assert {*Photo.objects.values_list("original", "is_confidential")} == {("gone", True)}
    best = picture_store.best(settings.PICTURES_ROOT, lead.token)
    assert best.name == "900.webp"


def test_originals_stay_when_the_transaction_does_not(
    writer, settings, django_capture_on_commit_callbacks
):
    story = make_story(owner=writer, lead_photo=photo_with_a_place())

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        shut(story, writer)
        transaction.set_rollback(True)

    assert tells(settings.PICTURES_ROOT)
    assert Photo.objects.get().original == "kept"


def test_originals_stay_for_a_reason(writer, settings, django_capture_on_commit_callbacks):
    story = make_story(owner=writer, lead_photo=photo_with_a_place())

    with django_capture_on_commit_callbacks(execute=True):
        shut(story, writer, kept_because="The court wants them.")

    assert tells(settings.PICTURES_ROOT)
    photo = Photo.objects.get()
    assert (photo.original, photo.is_confidential) == ("kept", True)
    assert "Originals kept: The court wants them." in story.transitions.first().note


def test_legal_hold_keeps_originals_until_it_is_released(
    editor, writer, settings, django_capture_on_commit_callbacks
):
    """DESIGN §5: erasing of originals is impossible, in SQL neither."""
    story = make_story(owner=writer, lead_photo=photo_with_a_place())
    story.publish(editor, 1)
    story.hold(editor, 1, [editor], "A letter.")

    with django_capture_on_commit_callbacks(execute=True):
        shut(story, writer, editor)
        sql("UPDATE newsroom_photo SET original = 'gone'")
    assert tells(settings.PICTURES_ROOT)
    assert Photo.objects.get().original == "kept"
    assert Article.objects.get().is_sensitive

    with django_capture_on_commit_callbacks(execute=True):
        story.release_hold(editor, 1, story.open_hold.pk, "Settled.")

    assert not tells(settings.PICTURES_ROOT)


def test_what_a_process_that_died_left_is_destroyed_at_the_next_start(writer, settings):
    story = make_story(owner=writer, lead_photo=photo_with_a_place())
    shut(story, writer)  # the test's transaction never ends: nothing after it is done
    assert (Photo.objects.get().original, tells(settings.PICTURES_ROOT)) == ("going", True)

    call_command("erase_spiked")

    assert (Photo.objects.get().original, tells(settings.PICTURES_ROOT)) == ("gone", False)


def test_destroyed_does_not_come_back(writer):
    photo_row()
    Photo.objects.update(original="gone")

    with pytest.raises(IntegrityError):
        sql("UPDATE newsroom_photo SET original = 'kept'")


# A hold, an end, a way in


def test_hold_of_it_names_only_those_who_see_it(editor, writer):
    story = shut(make_story(owner=writer), writer, editor)
    lawyer = make_user("", is_staff=True)

    with pytest.raises(Refused) as refused:
        story.hold(editor, 1, [lawyer], "A letter.")
    assert "only people who may see it" in sentence(refused)
    story.name_people(editor, 1, added=[lawyer])
    story.hold(editor, 1, [lawyer], "A letter.")

    assert list(Story.objects.releasable_by(lawyer)) == [story]
    story.name_people(editor, 1, removed=[lawyer])
    assert not Story.objects.releasable_by(lawyer).exists()


def test_editor_on_the_list_clears_it_with_a_reason(editor, writer):
    photo, shared = photo_row(), photo_row()
    story = make_story(owner=writer, lead_photo=photo, body=shown(shared))
    shut(make_story(owner=writer, lead_photo=shared), writer)
    shut(story, writer, editor)
    stranger = make_user("Editor")

    for user, error in ((writer, PermissionDenied), (stranger, PermissionDenied)):
        with pytest.raises(error):
            story.clear_sensitive(user, 1, "It is all out.")
    with pytest.raises(Refused):
        story.clear_sensitive(editor, 1, " ")
    story.clear_sensitive(editor, 1, "It is all out.")

    row = story.transitions.first()
    assert (row.verb, row.note.splitlines()[1]) == ("clear_sensitive", "It is all out.")
    assert story in Story.objects.editable_by(stranger)
    assert not story.named.exists()
    assert {*Photo.objects.filter(is_confidential=True)} == {shared}


def test_administrator_is_let_in_and_everybody_named_is_told(editor, writer):
    admin = make_user("Administrator")
    story = shut(make_story(owner=writer), writer, editor)

    with pytest.raises(PermissionDenied):
        story.let_in(make_user("Editor"), "I want to know.")
    with pytest.raises(Refused):
        story.let_in(admin, " ")
    story.let_in(admin, "Ines is in hospital.")
    story.let_in(admin, "Ines is in hospital.")

    assert Story.objects.editable_by(admin).get() == story
    rows = story.transitions.filter(verb="let_in")
    assert [(row.made_by, row.note) for row in rows] == [(admin, "Ines is in hospital.")]
    told = Mark.objects.filter(kind="let_in", made_by=admin).values_list("user", flat=True)
    assert {*told} == {writer.pk, editor.pk}


def test_spiked_one_is_erased_in_its_time(writer, clock):
    story = shut(make_story(owner=writer), writer)
    story.spike(writer, 1)
    clock.forward(days=31)

    call_command("erase_spiked")

    assert not Story.objects.exists()


def test_a_scheduled_one_goes_out_in_its_time(editor, writer, clock):
    story = shut(make_story(owner=writer), writer, editor)
    story.schedule(editor, 1, database.now() + timedelta(hours=1))
    assert Article.all_objects.get().is_sensitive

    clock.forward(hours=2)

    assert Article.objects.get().is_sensitive
