"""A change to a live article: its kind, what readers are told, and what they may still compare.

Issue 5, point 14; DESIGN §4.1, §4.3, §4.4.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Correction, Edition, Refused, Revision, Story
from newsroom import database
from tests.cast import make_author, make_story, make_user, rewrite

pytestmark = pytest.mark.django_db
FIRST = "<p>The ferry left at 6. Nobody was on the quay.</p>"


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def story(editor):
    """A live one."""
    story = make_story(owner=editor, headline="The ferry left", body=FIRST)
    story.publish(editor, story.version)
    return story


def change(story, by, body="<p>The ferry left at 7.</p>", **said) -> Story:
    rewrite(story, by, body=body)
    story.publish(by, story.version, **said)
    return story


def numbers(article) -> list[int]:
    return [edition.number for edition in Edition.objects.of(article)]


def refusal(story, by, **said) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        story.publish(by, story.version, **said)
    return [(problem.field, problem.sentence) for problem in refused.value.problems]


# The kinds


@pytest.mark.parametrize("kind", ["update", "correction", "clarification"])
def test_change_moves_the_updated_time(story, editor, kind):
    change(story, editor, change=kind, text="It left at 7.")

    article = Article.objects.get()
    assert article.updated_at > article.published_at


def test_small_fix_moves_no_time(story, editor):
    change(story, editor, FIRST.replace("Nobody", "No one"), change="small_fix")

    article = Article.objects.get()
    assert "No one" in article.body
    assert article.updated_at is None


def test_small_fix_keeps_the_time_of_an_update(story, editor):
    change(story, editor)
    updated = Article.objects.get().updated_at

    change(story, editor, "<p>The fery left at 7.</p>", change="small_fix")

    assert Article.objects.get().updated_at == updated


def test_small_fix_that_is_not_small_is_refused_with_what_changed(story, editor):
    rewrite(story, editor, body=FIRST.replace("6", "7").replace("Nobody was", "Was nobody"))

    assert refusal(story, editor, change="small_fix") == [
        ("confirmed", "Figures change: “6” becomes “7”.")
    ]
    assert Article.objects.get().body == FIRST
    assert not Edition.all_objects.exists()
    assert Story.objects.get().state == Story.State.CHANGED


def test_small_fix_that_is_not_small_can_be_confirmed(story, editor):
    change(story, editor, change="small_fix", confirmed=True)

    assert Article.objects.get().updated_at is None
    assert story.transitions.first().note == "Small fix, confirmed as one."


def test_small_fix_looks_at_every_text_and_the_byline(editor):
    author = make_author("Ines Falk")
    story = make_story(owner=editor, author=author, standfirst="It left.", place="Norrhaven")
    story.publish(editor, story.version)
    rewrite(story, editor, standfirst="It left 2.", place="Grayholm", lead_caption="In 1998.")
    story.bylines.update(author=make_author("Tor Vik"))

    (_, figures), (_, names) = refusal(story, editor, change="small_fix")

    assert figures == "Figures change: “2” comes in; “1998” comes in."
    assert "“Ines” becomes “Tor”; “Falk” becomes “Vik”" in names


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"change": "joke"}, "change", "Choose what kind of change it is."),
        ({"change": "first"}, "change", "Choose what kind of change it is."),
        ({"change": "correction"}, "text", "Say what was wrong and what is right."),
        ({"change": "clarification", "text": " "}, "text", "Say what was wrong and what is right."),
        (
            {"change": "small_fix", "text": "It was six."},
            "text",
            "Readers are told nothing of a small fix: choose a correction, or empty this.",
        ),
        ({"hidden_because": "x"}, "hidden_because", "Choose why the earlier wording is hidden."),
    ],
)
def test_change_that_says_too_little_is_refused(story, editor, said, field, sentence):
    rewrite(story, editor, headline="The ferry came back")

    assert refusal(story, editor, **said) == [(field, sentence)]
    assert Article.objects.get().headline == "The ferry left"


def test_history_keeps_what_was_said_of_a_change(story, editor):
    change(story, editor, change="correction", text="At 7.", hidden_because="legal", note="The law")

    done = story.transitions.first()

    assert done.note == "Correction, earlier wording hidden (legal reasons).\nThe law"
    assert done.revision.kind == Revision.Kind.PUBLISHED


# What readers are told


def test_correction_comes_with_the_change(story, editor):
    change(story, editor, change="correction", text=" It left at 7, not at 6. ")

    told = Correction.objects.get()
    assert (told.kind, told.text) == ("correction", "It left at 7, not at 6.")
    assert told.made_at == Article.objects.get().updated_at == told.edition.made_at


def test_update_needs_no_text(story, editor):
    change(story, editor, change="update")

    assert not Correction.all_objects.exists()
    assert Edition.objects.last().correction is None


def test_correction_is_all_or_nothing(story, editor, monkeypatch):
    """In the same transaction: a change that fails at its end tells nobody anything."""
    monkeypatch.setattr("articles.models.changing._keep", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        change(story, editor, change="correction", text="It left at 7.")

    assert not Correction.all_objects.exists()
    assert Article.objects.get().body == FIRST


def test_correction_is_amended_and_never_silently(story, editor):
    story.correct(editor, story.version, "correction", "It was 6.")
    first = Correction.objects.get()

    story.correct(editor, story.version, "clarification", "It was 6 in the morning.", first.pk)

    assert [(each.text, each.amends) for each in Correction.objects.all()] == [
        ("It was 6.", None),
        ("It was 6 in the morning.", first),
    ]


def test_correction_is_amended_once(story, editor):
    """DESIGN §4.3: the second one is told, and chooses again."""
    story.correct(editor, story.version, "correction", "It was 6.")
    first = Correction.objects.get()
    story.correct(editor, story.version, "correction", "It was 7.", first.pk)

    with pytest.raises(Refused) as refused:
        story.correct(editor, story.version, "correction", "It was 8.", first.pk)

    assert refused.value.problems[0].field == "amends"
    assert Correction.objects.count() == 2


def test_correction_of_another_article_cannot_be_amended(story, editor):
    other = make_story(owner=editor)
    other.publish(editor, other.version)
    other.correct(editor, other.version, "correction", "It was 6.")

    with pytest.raises(Refused):
        story.correct(editor, story.version, "correction", "No.", Correction.objects.get().pk)

    assert Correction.objects.count() == 1


def test_correction_cannot_amend_itself(story, editor):
    story.correct(editor, story.version, "correction", "It was 6.")
    told = Correction.objects.get()
    told.amends = told

    with pytest.raises(IntegrityError), transaction.atomic():
        told.save()


# The wordings


def test_first_publication_keeps_none(story):
    """The article is its only wording."""
    assert not Edition.all_objects.exists()


def test_change_keeps_the_wording_before_and_its_own(story, editor):
    change(story, editor)
    change(story, editor, "<p>The ferry left at 8.</p>", change="correction", text="At 8.")

    article = Article.objects.get()
    rows = Edition.objects.of(article).values_list("number", "change", "body")
    assert list(rows) == [
        (1, "first", FIRST),
        (2, "update", "<p>The ferry left at 7.</p>"),
        (3, "correction", "<p>The ferry left at 8.</p>"),
    ]
    first, *_, last = Edition.objects.of(article)
    assert (first.made_at, last.made_at) == (article.published_at, article.updated_at)


def test_hiding_takes_every_earlier_wording_at_once_with_its_words(story, editor):
    change(story, editor)

    change(story, editor, "<p>The ferry left at 8.</p>", hidden_because="privacy")

    assert numbers(story.article) == [3]
    hidden = Edition.all_objects.filter(is_shown=False)
    assert list(hidden.values_list("headline", "standfirst", "body", "hidden_because")) == [
        ("", "", "", "privacy"),
        ("", "", "", "privacy"),
    ]
    kept = story.revisions.order_by("pk").values_list("content__body", flat=True)
    assert list(kept)[:2] == [FIRST, "<p>The ferry left at 7.</p>"]


def test_hidden_wording_cannot_have_words(story, editor):
    change(story, editor)
    edition = Edition.objects.first()

    for fields in ({"is_shown": False}, {"hidden_because": "legal"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.all_objects.filter(pk=edition.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.all_objects.filter(pk=edition.pk).update(is_shown=False, hidden_because="legal")


def test_later_change_shows_no_hidden_wording_again(story, editor):
    change(story, editor, hidden_because="safety")
    change(story, editor, "<p>The ferry left at 8.</p>")

    assert numbers(story.article) == [2, 3]


def test_wordings_go_with_the_article_and_come_back(story, editor):
    """DESIGN §4.1: withdrawn, expired, and reinstated."""
    change(story, editor, change="correction", text="At 7.")
    story.withdraw(editor, story.version, "A named person is not the one.")
    assert (Edition.objects.count(), Correction.objects.count()) == (0, 0)

    story.reinstate(editor, story.version)
    assert (Edition.objects.count(), Correction.objects.count()) == (2, 1)

    past = database.now() - timedelta(hours=2)
    Article.all_objects.update(published_at=past, expires_at=past + timedelta(hours=1))
    assert (Edition.objects.count(), Correction.objects.count()) == (0, 0)


def test_publication_after_taking_back_begins_anew(story, editor):
    """What was published by mistake can never be compared with."""
    change(story, editor)
    story.take_back(editor, story.version)
    assert not Edition.objects.exists()

    rewrite(story, editor, body="<p>Another text.</p>")
    story.publish(editor, story.version, change="small_fix", hidden_because="legal")

    assert not Edition.all_objects.exists()
    assert story.transitions.first().note == ""


@pytest.mark.parametrize("way", ["publish", "schedule"])
def test_publication_after_a_withdrawal_begins_anew(story, editor, way):
    change(story, editor)
    story.withdraw(editor, story.version, "A named person is not the one.")
    rewrite(story, editor, body="<p>Another text.</p>")

    at = {"at": database.now() + timedelta(hours=1)} if way == "schedule" else {}
    getattr(story, way)(editor, story.version, **at)

    assert not Edition.all_objects.exists()


def test_scheduled_article_has_its_first_wording_once_it_is_changed(editor, clock):
    story = make_story(owner=editor, body=FIRST)
    story.schedule(editor, story.version, database.now() + timedelta(hours=1))
    clock.forward(hours=2)

    change(Story.objects.get(), editor)

    assert Edition.objects.first().body == FIRST
    assert numbers(Article.objects.get()) == [1, 2]
