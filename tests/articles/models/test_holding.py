"""DESIGN §5: what is on legal hold neither goes out nor is erased, until a named person says so."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles.management.commands.erase_spiked import erase
from articles.models import Article, LegalHold, Refused, Revision, Stale, Story
from newsroom import database
from newsroom.models import Photo
from tests.articles.rows import photo_row
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def lawyer():
    """Somebody with a login and no role: it is enough to be named."""
    return make_user("", username="lawyer", first_name="Lea", last_name="Roth", is_staff=True)


def held(story, editor, *releasers) -> Story:
    story.hold(editor, story.version, releasers or [editor], "A letter from their lawyers.")
    return story


def release(story, by, note="Settled."):
    story.release_hold(by, story.version, story.open_hold.pk, note)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def sentence(refused) -> str:
    return refused.value.problems[0].sentence


def test_hold_keeps_the_words_and_says_who_and_why(editor, lawyer):
    story = held(make_story(), editor, lawyer)

    assert [row.kind for row in Revision.objects.all()] == ["held"]
    record = story.transitions.first()
    assert (record.verb, record.before, record.after) == ("hold", "draft", "draft")
    assert record.note == "A letter from their lawyers.\nTo be released by Lea Roth only."
    assert (story.open_hold.note, story.open_hold.set_by) == (
        "A letter from their lawyers.",
        editor,
    )


def test_nothing_of_it_goes_out(editor, lawyer):
    draft = held(make_story(), editor, lawyer)
    live = make_story()
    live.publish(editor, 1)
    held(live, editor)
    live.claim(editor, 1)
    withdrawn = make_story()
    withdrawn.publish(editor, 1)
    withdrawn.withdraw(editor, 1, "Wrong.")
    held(withdrawn, editor)
    later = database.now() + timedelta(hours=1)

    for story, verb, values in (
        (draft, "publish", ()),
        (draft, "schedule", (later,)),
        (live, "publish", ()),
        (live, "correct", ("correction", "It was seven.")),
        (live, "move", ("elsewhere",)),
        (withdrawn, "reinstate", ()),
        (withdrawn, "publish", ()),
        (withdrawn, "schedule", (later,)),
    ):
        with pytest.raises(Refused) as refused:
            getattr(story, verb)(editor, story.version, *values)
        assert "on legal hold" in sentence(refused), verb
    assert "Lea Roth" in sentence_of_publish(draft, editor)
    assert list(Article.objects.all()) == [live.article]


def sentence_of_publish(story, editor) -> str:
    with pytest.raises(Refused) as refused:
        story.publish(editor, 1)
    return sentence(refused)


def test_scheduled_story_is_taken_from_the_schedule_at_once(editor, clock):
    story = make_story()
    story.schedule(editor, 1, database.now() + timedelta(hours=1))

    held(story, editor)

    assert story.state == Story.State.DRAFT
    assert [row.verb for row in story.transitions.all()] == ["hold", "unschedule", "schedule"]
    clock.forward(hours=2)
    assert not Article.all_objects.exists()


def test_public_article_stays_and_can_be_withdrawn(editor):
    story = make_story()
    story.publish(editor, 1)
    held(story, editor)
    assert Article.objects.exists()

    story.withdraw(editor, 1, "A court asked for it.")

    assert not Article.objects.exists()


def test_writer_takes_a_held_publication_back(editor):
    story = make_story()
    story.publish(editor, 1)
    held(story, editor)

    story.take_back(story.owner, 1)

    assert not Article.objects.exists()


def test_only_the_named_release_it(editor, lawyer):
    """Not the editor who set it, not the administrator."""
    story = held(make_story(), editor, lawyer)

    for person in (editor, make_user("Administrator"), make_user("", is_superuser=True)):
        with pytest.raises(PermissionDenied):
            release(story, person)
    release(story, lawyer, "They took the letter back.")

    story.publish(editor, 1)
    hold = LegalHold.objects.get()
    assert (hold.released_by, hold.release_note) == (lawyer, "They took the letter back.")
    assert hold.released_at is not None
    assert story.transitions.filter(verb="release_hold", made_by=lawyer).exists()


def test_named_person_who_left_releases_nothing(editor, lawyer):
    story = held(make_story(), editor, lawyer)
    lawyer.is_active = False
    lawyer.save()

    with pytest.raises(PermissionDenied):
        release(story, lawyer)


def test_release_needs_a_note(editor):
    story = held(make_story(), editor)

    with pytest.raises(Refused) as refused:
        release(story, editor, "  ")

    assert refused.value.problems[0].field == "note"
    assert story.is_on_hold


def test_only_the_hold_that_was_read_is_released(editor, lawyer):
    story = held(make_story(), editor, lawyer, editor)
    read = story.open_hold.pk
    same = Story.objects.get()
    assert same.may(lawyer, "release_hold")
    release(story, editor)
    held(story, editor, editor)

    with pytest.raises(Refused):
        same.release_hold(lawyer, 1, read, "Settled.")

    assert Story.objects.get().is_on_hold


def test_there_is_one_open_hold(editor):
    story = held(make_story(), editor)

    with pytest.raises(Stale):
        held(story, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.create(story=story, note="Another", set_by=editor)


@pytest.mark.parametrize("who", ["nobody", "inactive", "reader"])
def test_hold_names_colleagues_who_are_there(editor, who):
    people = {
        "nobody": [],
        "inactive": [make_user("Editor", is_active=False)],
        "reader": [editor, make_user()],
    }

    with pytest.raises(Refused) as refused:
        make_story().hold(editor, 1, people[who], "A letter.")

    assert refused.value.problems[0].field == "releasers"
    assert not LegalHold.objects.exists()


def test_journalist_sets_none():
    journalist = make_user("Journalist")

    with pytest.raises(PermissionDenied):
        held(make_story(owner=journalist), journalist)


# Nothing is erased


def test_spiked_story_on_hold_is_not_erased(editor, clock):
    story, other = make_story(), make_story()
    for each in (story, other):
        each.spike(editor, 1)
    held(story, editor)
    clock.forward(days=40)

    call_command("erase_spiked")

    assert list(Story.objects.all()) == [story]
    release(story, editor)
    call_command("erase_spiked")
    assert list(Story.objects.all()) == [story]  # 30 days from the release


def test_hold_that_comes_while_it_is_erased_keeps_it(editor):
    story = held(make_story(), editor)

    with transaction.atomic():
        assert not erase(Story.objects.only("pk").get())

    assert Story.objects.get() == story


PHOTO = "DELETE FROM newsroom_photo WHERE id = (SELECT max(id) FROM newsroom_photo)"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles_revision",
        "UPDATE articles_revision SET content = '{}'",
        "DELETE FROM articles_transition",
        "DELETE FROM articles_story",
        "DELETE FROM articles_legalhold",
        "DELETE FROM articles_legalhold_releasers",
        "UPDATE articles_legalhold SET released_at = now(), released_by_id = set_by_id, "
        "release_note = 'Mine.'",
        PHOTO,
    ],
)
def test_sql_erases_nothing_and_releases_nothing(editor, lawyer, statement):
    held(make_story(lead_photo=photo_row()), editor, lawyer)

    with pytest.raises(IntegrityError) as error:
        sql(statement)

    assert "legal hold" in database.sentence_of(error.value)


@pytest.mark.parametrize("where", ["lead", "text"])
def test_picture_of_a_kept_text_stays(editor, where):
    """Nothing else refers to it any more: only the text as it was shows it."""
    photo = photo_row()
    figure = f'<figure><img src="/admin/photos/{photo.token}/640.webp" alt="x"></figure>'
    words = {"lead_photo": photo} if where == "lead" else {"body": f"<p>First.</p>{figure}"}
    story = held(make_story(**words), editor)
    Story.objects.filter(pk=story.pk).update(lead_photo=None, body="<p>First.</p>")
    story.refresh_from_db()
    story.link_photos()

    with pytest.raises(IntegrityError), transaction.atomic():
        photo.delete()

    release(story, editor)
    photo.delete()
    assert not Photo.objects.exists()


def test_sql_publishes_nothing(editor, lawyer):
    live, withdrawn, taken = make_story(), make_story(), make_story()
    for story in (live, withdrawn, taken):
        story.publish(editor, 1)
    withdrawn.withdraw(editor, 1, "Wrong.")
    taken.take_back(editor, 1)
    draft = make_story()
    for story in (live, withdrawn, taken, draft):
        held(story, editor, lawyer)

    for statement in (
        "UPDATE articles_article SET withdrawn_at = NULL",
        "UPDATE articles_article SET published_at = newsroom_now()",
        "UPDATE articles_article SET body = '<p>Other words.</p>'",
        "UPDATE articles_article SET slug = slug || '-b'",
        f"UPDATE articles_story SET article_id = {live.article_id} WHERE id = {draft.pk}",
        "INSERT INTO articles_correction (article_id, kind, text, made_at) "
        f"VALUES ({live.article_id}, 'update', 'x', now())",
    ):
        with pytest.raises(IntegrityError):
            sql(statement)
    sql("UPDATE articles_article SET withdrawn_at = now() WHERE published_at IS NOT NULL")
    assert not Article.objects.exists()


def test_trigger_reaches_a_person_as_a_sentence(editor, lawyer, monkeypatch):
    story = make_story()
    story.publish(editor, 1)
    held(story, editor, lawyer)
    story.claim(editor, 1)
    monkeypatch.setattr(Story, "obstacles", lambda self, verb: [])

    with pytest.raises(Refused) as refused:
        story.publish(editor, 2)

    assert sentence(refused).startswith("It is on legal hold: nothing of it goes out")


@pytest.mark.django_db(transaction=True)
def test_publication_in_sql_waits_for_a_hold_that_is_being_set(editor):
    """Issue 5.11: neither sees the other’s row before it is committed, so one has to wait."""
    story = make_story()
    story.publish(editor, 1)
    article = story.article_id
    Story.objects.filter(pk=story.pk).update(article=None, published_version=None)
    outcome = []

    def publish():
        try:
            Story.objects.filter(pk=story.pk).update(article=article)
            outcome.append("published")
        except IntegrityError as refused:
            outcome.append(str(refused).partition(":")[0])
        finally:
            connection.close()

    with transaction.atomic():
        hold = story.holds.create(note="A letter.", set_by=editor)
        hold.releasers.set([editor])
        publisher = threading.Thread(target=publish)
        publisher.start()
        while not (outcome or _somebody_waits()):
            publisher.join(0.01)
    publisher.join(20)

    assert outcome == ["It is on legal hold"]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


EMPTIED = ["articles_story", "articles_article", "articles_revision", "articles_transition"]
EMPTIED += ["newsroom_photo", "articles_legalhold", "articles_legalhold_releasers"]


def settle() -> None:
    """Let the database check now what it checks at the end: until then no table can be emptied."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_table_is_emptied_while_a_story_is_held(editor):
    """Issue 5.11: TRUNCATE asks no row."""
    story = held(make_story(), editor)
    settle()

    for table in EMPTIED:
        with pytest.raises(IntegrityError, match="on legal hold: this table cannot be emptied"):
            sql(f"TRUNCATE {table} CASCADE")

    assert story.revisions.count() == 1
    release(story, editor)
    settle()
    sql("TRUNCATE articles_story CASCADE")
    assert not Revision.objects.exists()


def test_no_table_is_emptied_while_a_story_is_under_embargo(editor):
    story = make_story()
    story.embargo(editor, 1, database.now() + timedelta(hours=1), "As agreed.")
    settle()

    for table in EMPTIED[:2]:
        with pytest.raises(IntegrityError, match="under embargo: this table cannot be emptied"):
            sql(f"TRUNCATE {table} CASCADE")

    assert Story.objects.get().is_embargoed
