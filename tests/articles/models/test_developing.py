"""A piece that develops: the mark that ends by itself, and its dated lines.

Issue 5, point 18; DESIGN §4.1, §4.2, §4.3.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article, Development, Refused, Stale
from articles.models.developing import MOST
from newsroom import database
from tests.cast import make_story, make_user, rewrite

pytestmark = pytest.mark.django_db
PLACE = "p-the-ferry-left-at-six-nobody-was-on-the-quay"


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def story(editor):
    """A live one that develops."""
    story = make_story(owner=editor)
    story.publish(editor, story.version)
    story.develop(editor, story.version)
    return story


def add(story, by, text="Two are missing", passage=""):
    story.add_line(by, story.version, text, passage)
    return Development.all_objects.get(text=text)


def refusal(deed, *args) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        deed(*args)
    return [(problem.field, problem.sentence) for problem in refused.value.problems]


def notes(story) -> list[str]:
    return [row.note for row in story.transitions.filter(verb="develop").order_by("pk")]


def test_mark_holds_for_twelve_hours_and_is_renewed(story, editor, clock):
    begun = story.article.developing_until

    clock.forward(hours=11)
    story.develop(editor, story.version)

    assert timedelta(hours=10) < story.article.developing_until - begun < timedelta(hours=12)
    clock.forward(hours=13)
    assert not Article.objects.get().is_developing(database.now())


def test_line_goes_with_the_mark(story, editor, clock):
    """Issue 5, point 18: by the database's clock, without anything that runs."""
    add(story, editor)
    assert Development.objects.count() == 1

    clock.forward(hours=12, seconds=1)

    assert Development.objects.count() == 0
    story.develop(editor, story.version)
    assert Development.objects.count() == 1


def test_end_of_the_mark_is_the_pages_next_change(story, editor, clock, client):
    """DESIGN §4.5: a kept page ends at that instant."""
    from newsroom.models import Site

    assert Site.current().next_change == story.article.developing_until
    story.settle(editor, story.version)
    assert Site.current().next_change is None


def test_line_moves_the_updated_time_the_mark_does_not(story, editor):
    assert story.article.updated_at is None

    line = add(story, editor)

    assert Article.objects.get().updated_at == line.made_at


def test_history_keeps_every_wording(story, editor):
    line = add(story, editor)
    story.change_line(editor, story.version, line.pk, 1, " Two people\tare missing ", PLACE)
    story.drop_line(editor, story.version, line.pk, 2)

    assert notes(story)[1:] == [
        "Line added: “Two are missing”",
        "Line changed: “Two are missing” → “Two people are missing”",
        "Line taken out: “Two people are missing”",
    ]
    assert Development.all_objects.count() == 0


def test_line_is_changed_only_from_the_wording_that_was_read(story, editor):
    """DESIGN §4.3: of two who change a line, the second is told."""
    line = add(story, editor)
    story.change_line(editor, story.version, line.pk, 1, "Three are missing")

    late = refusal(story.change_line, editor, story.version, line.pk, 1, "One is missing")

    assert late[0][0] == "text"
    assert Development.all_objects.get().text == "Three are missing"
    assert refusal(story.drop_line, editor, story.version, line.pk, 1) == late


@pytest.mark.parametrize(
    ("text", "passage", "field"),
    [
        ("  ", "", "text"),
        ("x" * 201, "", "text"),
        ("Two are missing", "", "text"),
        ("Another", "p-nowhere", "passage"),
    ],
)
def test_line_that_cannot_be_gets_a_sentence(story, editor, text, passage, field):
    add(story, editor)

    found = refusal(story.add_line, editor, story.version, text, passage)

    assert [each for each, _ in found] == [field]
    assert Development.all_objects.count() == 1


def test_lines_are_bounded(story, editor):
    now = database.now()
    Development.all_objects.bulk_create(
        Development(article=story.article, text=f"Line {n}", made_at=now) for n in range(MOST)
    )

    assert refusal(story.add_line, editor, story.version, "One more")[0][0] == "text"


def test_line_needs_the_mark(story, editor):
    story.settle(editor, story.version)

    assert refusal(story.add_line, editor, story.version, "Too late")[0][0] == "text"


def test_only_who_may_publish_it_may(story, editor):
    """THREATS C2."""
    stranger = make_user("Journalist")

    for deed in (story.develop, story.settle):
        with pytest.raises(PermissionDenied):
            deed(stranger, story.version)
    with pytest.raises(PermissionDenied):
        story.add_line(stranger, story.version, "Mine")


def test_stale_version_is_refused(story, editor):
    """DESIGN §4.3."""
    version = story.version
    rewrite(story, editor, headline="Another")

    with pytest.raises(Stale):
        story.add_line(editor, version, "Late")


def test_legal_hold_lets_nothing_out(story, editor):
    line = add(story, editor)
    story.hold(editor, story.version, [editor], "A letter.")

    for deed in (
        lambda: story.develop(editor, story.version),
        lambda: story.add_line(editor, story.version, "More"),
        lambda: story.drop_line(editor, story.version, line.pk, 1),
    ):
        assert refusal(deed)[0][0] == "story"


def test_withdrawn_article_shows_none(story, editor):
    add(story, editor)

    story.withdraw(editor, story.version, "A hearing.")

    assert Development.objects.count() == 0
    assert Development.all_objects.count() == 1


def test_publication_after_taking_back_develops_anew(story, editor):
    add(story, editor)
    story.take_back(editor, story.version)

    story.publish(editor, story.version)

    assert Development.all_objects.count() == 0
    assert Article.objects.get().developing_until is None


def test_change_that_hides_the_earlier_wording_takes_the_lines(story, editor):
    add(story, editor)
    rewrite(story, editor, body="<p>The ferry left at seven.</p>")

    story.publish(editor, story.version, hidden_because="privacy")

    assert Development.all_objects.count() == 0
