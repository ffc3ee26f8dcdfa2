"""DESIGN §4.3 and §4.4: verbs bound to a version, one owner per transition, nobody overwritten."""

import threading
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from articles.models import Article, Refused, Revision, Stale, Story
from newsroom import database
from tests.cast import make_author, make_photo, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def journalist():
    return make_user("Journalist")


def verbs_of(story) -> list[str]:
    return list(story.transitions.order_by("pk").values_list("verb", flat=True))


def test_story_goes_from_draft_through_review_to_readers(journalist, editor):
    story = make_story(owner=journalist)

    story.submit(journalist, 1)
    story.approve(editor, 1)
    story.publish(editor, 1)

    assert story.state == Story.State.PUBLISHED
    assert Article.objects.get().headline == story.headline
    assert verbs_of(story) == ["submit", "approve", "publish"]
    assert [r.kind for r in story.revisions.order_by("pk")] == [
        "handed_over",
        "approved",
        "published",
    ]


def test_transition_records_who_when_why(journalist, editor):
    story = make_story(owner=journalist)
    story.submit(journalist, 1)

    story.send_back(editor, 1, "  Who says so? Name the source.  ")

    record = story.transitions.first()
    assert (record.made_by, record.before, record.after) == (editor, "in_review", "draft")
    assert record.note == "Who says so? Name the source."
    assert record.made_at is not None


def test_send_back_needs_a_note(journalist, editor):
    story = make_story(owner=journalist)
    story.submit(journalist, 1)

    with pytest.raises(Refused) as refused:
        story.send_back(editor, 1, " \n ")

    assert refused.value.problems[0].field == "note"
    story.refresh_from_db()
    assert story.status == "in_review"


def test_verb_pressed_on_an_old_version_is_refused_with_what_changed(journalist, editor):
    story = make_story(owner=journalist)
    pressed_on = Story.objects.get(pk=story.pk)
    story.claim(journalist, 1, "Headline")

    with pytest.raises(Stale) as stale:
        pressed_on.publish(editor, 1)

    assert [(t.verb, t.made_by, t.note) for t in stale.value.since] == [
        ("edit", journalist, "Headline")
    ]
    assert not Article.all_objects.exists()


def test_second_of_two_decisions_is_refused(journalist, editor):
    story = make_story(owner=journalist)
    story.submit(journalist, 1)
    other_editor, same = make_user("Editor"), Story.objects.get(pk=story.pk)
    story.approve(editor, 1)

    with pytest.raises(Stale):
        same.send_back(other_editor, 1, "Not yet.")

    assert verbs_of(story) == ["submit", "approve"]


def test_second_publish_of_the_same_version_is_refused(editor):
    story = make_story()
    same = Story.objects.get(pk=story.pk)
    story.publish(editor, 1)

    with pytest.raises(Stale):
        same.publish(editor, 1)

    assert verbs_of(story) == ["publish"]


@pytest.mark.django_db(transaction=True)
def test_two_people_publish_at_once_and_one_wins(editor):
    story = make_story()
    barrier, outcomes = threading.Barrier(2), []

    def publish():
        mine = Story.objects.get(pk=story.pk)
        barrier.wait(timeout=10)
        try:
            mine.publish(editor, 1)
            outcomes.append("published")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["published", "stale"]
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_saves_of_one_version_at_once_and_one_wins(journalist):
    story = make_story(owner=journalist)
    barrier, outcomes = threading.Barrier(6), []

    def save():
        mine = Story.objects.get(pk=story.pk)
        barrier.wait(timeout=10)
        try:
            mine.claim(journalist, 1, "Body")
            outcomes.append("saved")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["saved", *["stale"] * 5]
    assert Story.objects.get().version == 2


def test_claim_of_an_approved_story_sends_it_back_into_review(journalist, editor):
    story = make_story(owner=journalist)
    story.submit(journalist, 1)
    story.approve(editor, 1)

    story.claim(journalist, 1, "Body")

    assert (story.status, story.version, story.changed_by) == ("in_review", 2, journalist)


def test_publication_names_everything_that_is_missing_at_once(editor):
    bare = make_photo(alt="", credit="")
    story = make_story(headline="", section=None, body="", byline_choice="", lead_photo=bare)

    with pytest.raises(Refused) as refused:
        story.publish(editor, 1)

    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["headline", "section", "byline_choice", "body", "lead_photo", "lead_photo"]


def test_publication_asks_for_alt_and_credit_of_pictures_in_the_text(editor):
    photo = make_photo(alt="", credit="")
    figure = f'<figure><img src="/admin/photos/{photo.token}/640.webp" alt=""></figure>'
    story = make_story(body=f"<p>First.</p>{figure}")

    assert [problem.field for problem in story.missing()] == ["body", "body"]

    photo.is_decorative, photo.credit = True, "Ines Falk"
    photo.save()
    assert story.missing() == []


def test_caption_that_is_the_pictures_text_once_more_is_refused(editor):
    """Issue 6, point 8: who hears the page would hear it twice."""
    photo = make_photo(alt="The ferry at the quay.", caption="")
    story = make_story(lead_photo=photo, lead_caption="the ferry at the quay")

    assert [problem.field for problem in story.missing()] == ["lead_caption"]

    story.lead_caption = "The early boat"
    assert story.missing() == []


def test_footnote_without_a_text_is_missing(editor):
    story = make_story(owner=editor, body='<p>One<span class="note"></span>.</p>')

    sentences = [problem.sentence for problem in story.missing()]
    assert sentences == ["Write or remove the empty footnote."]


def test_named_byline_without_a_name_is_missing():
    story = make_story(byline_choice="named")

    assert [problem.field for problem in story.missing()] == ["bylines"]


def test_draft_needs_nothing(journalist):
    story = Story.objects.create(owner=journalist)

    story.claim(journalist, 1)

    assert story.version == 2


def test_edit_of_a_live_story_leaves_the_article_as_it_was(editor):
    story = make_story(headline="As published")
    story.publish(editor, 1)

    story.claim(editor, 1, "Headline")
    story.headline = "As changed"
    story.save()

    assert story.state == Story.State.CHANGED
    assert Article.objects.get().headline == "As published"
    story.publish(editor, 2)
    article = Article.objects.get()
    assert (article.headline, story.state) == ("As changed", Story.State.PUBLISHED)
    assert article.updated_at > article.published_at


def test_scheduled_story_comes_by_itself_and_never_early(editor, clock):
    story = make_story()

    story.schedule(editor, 1, database.now() + timedelta(hours=1))
    assert story.state == Story.State.SCHEDULED
    clock.forward(minutes=59)
    assert not Article.objects.exists()
    clock.forward(minutes=2)

    assert Article.objects.get() == story.article
    assert Story.objects.get().state == Story.State.PUBLISHED


def test_change_of_a_scheduled_story_waits_to_be_taken_over(editor):

    story = make_story(headline="First wording")
    story.schedule(editor, 1, database.now() + timedelta(hours=1))
    story.claim(editor, 1, "Headline")
    story.headline = "Second wording"
    story.save()

    assert story.has_unpublished_changes
    assert Article.all_objects.get().headline == "First wording"
    story.update_scheduled(editor, 2)
    assert Article.all_objects.get().headline == "Second wording"
    assert Story.objects.get().state == Story.State.SCHEDULED


def test_schedule_in_the_past_is_refused(editor):

    with pytest.raises(Refused) as refused:
        make_story().schedule(editor, 1, database.now() - timedelta(hours=1))

    assert refused.value.problems[0].sentence == "Choose a time that is still to come."


def test_unscheduled_story_leaves_no_article(editor):

    story = make_story()
    story.schedule(editor, 1, database.now() + timedelta(hours=1))

    story.unschedule(editor, 1)

    assert (story.state, Article.all_objects.count()) == (Story.State.DRAFT, 0)


def test_withdrawn_article_says_why_and_can_come_back(editor):
    story = make_story()
    story.publish(editor, 1)
    published_at = story.article.published_at

    story.withdraw(editor, 1, "The ferry company asked a court.")

    assert story.state == Story.State.WITHDRAWN
    assert not Article.objects.exists()
    gone = story.article.addresses.get()
    assert (gone.kind, gone.reason) == ("gone", "The ferry company asked a court.")
    story.reinstate(editor, 1)
    assert Article.objects.get().published_at == published_at
    assert not story.article.addresses.exists()


def test_withdrawal_needs_a_public_reason(editor):
    story = make_story()
    story.publish(editor, 1)

    with pytest.raises(Refused):
        story.withdraw(editor, 1, "  ")

    assert Article.objects.exists()


def test_return_of_a_withdrawn_article_can_be_scheduled_and_unscheduled(editor, clock):
    story = make_story(author=make_author(), tags=["harbour"])
    story.publish(editor, 1)
    story.withdraw(editor, 1, "A court order.")

    story.schedule(editor, 1, database.now() + timedelta(hours=1))
    assert story.article.addresses.get().kind == "gone"
    story.unschedule(editor, 1)
    assert story.state == Story.State.WITHDRAWN
    clock.forward(hours=2)
    assert not Article.objects.exists()

    story.reinstate(editor, 1)
    article = Article.objects.get()
    times = {article.bylines.get().published_at, article.article_tags.get().published_at}
    assert times == {article.published_at}


def test_journalist_takes_back_within_ten_minutes_only(journalist, clock):
    story = make_story(owner=journalist)
    story.publish(journalist, 1)
    clock.forward(minutes=9)

    story.take_back(journalist, 1)

    assert (story.state, Article.objects.count()) == (Story.State.DRAFT, 0)
    assert not story.article.addresses.exists()
    story.publish(journalist, 1)
    clock.forward(minutes=11)
    with pytest.raises(Refused):
        story.take_back(journalist, 1)
    assert Article.objects.exists()


def test_story_that_was_public_cannot_be_spiked(journalist):
    story = make_story(owner=journalist)
    story.publish(journalist, 1)
    story.take_back(journalist, 1)

    assert "spike" not in story.verbs_for(journalist)
    with pytest.raises(Stale):
        story.spike(journalist, 1)


def test_spiked_story_can_be_restored(journalist):
    story = make_story(owner=journalist)

    story.spike(journalist, 1)
    assert list(Story.objects.active()) == []
    story.restore(journalist, 1)

    assert story.state == Story.State.DRAFT


def test_moved_article_leaves_a_way_from_the_old_address(editor):
    story = make_story(headline="Old words")
    story.publish(editor, 1)
    old = story.article.get_absolute_url()

    story.move(editor, 1, "new-words")

    assert story.article.get_absolute_url().endswith("/new-words/")
    address = story.article.addresses.get()
    assert (address.path, address.kind) == (old, "moved")


@pytest.mark.parametrize("slug", ["", "Two Words", "ümlaut", "../up", "old-words"])
def test_move_to_a_bad_slug_is_refused(editor, slug):
    story = make_story(headline="Old words")
    story.publish(editor, 1)

    with pytest.raises(Refused) as refused:
        story.move(editor, 1, slug)

    assert refused.value.problems[0].field == "slug"


def test_correction_stands_on_the_article_at_once(journalist):
    story = make_story(owner=journalist)
    story.publish(journalist, 1)

    story.correct(journalist, 1, "correction", "The ferry left at seven.")

    assert [c.text for c in story.article.corrections.all()] == ["The ferry left at seven."]


def test_correction_without_words_is_refused(journalist):
    story = make_story(owner=journalist)
    story.publish(journalist, 1)

    with pytest.raises(Refused):
        story.correct(journalist, 1, "correction", "")


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("approve", ()),
        ("send_back", ("No.",)),
        ("publish", ()),
        ("submit", ()),
        ("spike", ()),
    ],
)
def test_stranger_can_do_nothing_to_anothers_story(verb, arguments):
    story = make_story()
    if verb in ("approve", "send_back"):
        story.submit(story.owner, 1)

    for stranger in (make_user("Journalist"), make_user("Moderator"), make_user()):
        with pytest.raises(PermissionDenied):
            getattr(story, verb)(stranger, 1, *arguments)


def test_journalist_cannot_do_what_is_the_editors(journalist):

    story = make_story(owner=journalist)
    later = database.now() + timedelta(hours=1)
    with pytest.raises(PermissionDenied):
        story.schedule(journalist, 1, later)

    story.publish(journalist, 1)

    for verb, value in (("withdraw", "Why not."), ("move", "elsewhere")):
        with pytest.raises(PermissionDenied):
            getattr(story, verb)(journalist, 1, value)


def test_journalist_cannot_publish_before_an_editors_time(journalist, editor):

    story = make_story(owner=journalist)
    story.schedule(editor, 1, database.now() + timedelta(hours=1))

    assert "publish" not in story.verbs_for(journalist)
    with pytest.raises(PermissionDenied):
        story.publish(journalist, 1)
    assert not Article.objects.exists()


def test_journalist_cannot_bring_back_what_an_editor_withdrew(journalist, editor):
    story = make_story(owner=journalist)
    story.publish(journalist, 1)
    story.withdraw(editor, 1, "A court order.")

    with pytest.raises(PermissionDenied):
        story.publish(journalist, 1)

    assert not Article.objects.exists()


def test_own_means_owner_assignee_or_byline(journalist):
    author = make_author(user=journalist)
    owned = make_story(owner=journalist)
    assigned = make_story(assignee=journalist)
    in_byline = make_story(author=author)
    strange = make_story()

    editable = set(Story.objects.editable_by(journalist))

    assert editable == {owned, assigned, in_byline}
    assert [s.is_own(journalist) for s in (owned, assigned, in_byline, strange)] == [
        True,
        True,
        True,
        False,
    ]


def test_journalist_without_the_publish_permission_submits(journalist):
    journalist.groups.first().permissions.filter(codename="publish_article").delete()
    story = make_story(owner=journalist)

    assert story.verbs_for(journalist) == ["submit", "spike", "mark_sensitive"]


def test_older_piece_has_only_the_precision_known(editor):
    day_only = make_story(earlier_date=date(2026, 1, 29))
    with_time = make_story(earlier_date=date(2026, 1, 29), earlier_time=time(17, 5))

    day_only.publish(editor, 1)
    with_time.publish(editor, 1)

    assert day_only.article.get_absolute_url().startswith("/2026/01/29/")
    assert (day_only.article.shows_time, with_time.article.shows_time) == (False, True)
    assert list(Article.objects.latest_news()) == []


def test_earlier_date_in_the_future_is_refused(editor):
    story = make_story(earlier_date=date(9999, 1, 1))

    assert [problem.field for problem in story.missing()] == ["earlier_date"]


def test_revision_holds_words_and_links(editor):
    story = make_story(author=make_author("Ines Falk"), tags=["harbour"])

    story.publish(editor, 1)

    content = Revision.objects.get().content
    assert content["headline"] == story.headline
    assert content["tags"] == ["harbour"]
    assert [credit["role"] for credit in content["bylines"]] == ["text"]


def test_two_articles_of_a_day_get_two_addresses(editor):
    first, second = make_story(headline="The same"), make_story(headline="The same")

    first.publish(editor, 1)
    second.publish(editor, 1)

    assert [first.article.slug, second.article.slug] == ["the-same", "the-same-2"]


def test_article_that_is_over_is_not_public(editor, clock):

    story = make_story(expires_at=database.now() + timedelta(hours=2))
    story.publish(editor, 1)
    clock.forward(hours=3)

    assert not Article.objects.exists()
    assert Story.objects.get().state == Story.State.EXPIRED


def test_move_of_a_story_that_was_never_public_is_refused(editor):
    with pytest.raises(Stale):
        make_story().move(editor, 1, "elsewhere")


def test_spiked_story_is_erased_after_thirty_days(journalist, clock):
    spiked, kept = make_story(owner=journalist), make_story(owner=journalist)
    spiked.spike(journalist, 1)
    clock.forward(days=29)
    call_command("erase_spiked")
    assert Story.objects.count() == 2
    clock.forward(days=2)

    call_command("erase_spiked")

    assert list(Story.objects.all()) == [kept]


def test_address_that_was_public_stays_through_withdrawal_and_return(editor, clock):
    story = make_story()
    story.publish(editor, 1)
    address = story.article.get_absolute_url()
    story.withdraw(editor, 1, "A court order.")
    clock.forward(days=3)

    story.schedule(editor, 1, database.now() + timedelta(days=2))
    story.schedule(editor, 1, database.now() + timedelta(days=4))
    assert story.article.get_absolute_url() == address
    story.publish(editor, 1)

    assert story.article.get_absolute_url() == address
    assert not story.article.addresses.exists()


def test_story_moved_to_a_day_where_its_slug_is_taken_gets_another(editor):
    tomorrow = database.now() + timedelta(days=1)
    first, second = make_story(headline="The same"), make_story(headline="The same")
    first.schedule(editor, 1, tomorrow)
    second.schedule(editor, 1, tomorrow + timedelta(days=1))

    second.schedule(editor, 1, tomorrow + timedelta(minutes=1))

    assert {first.article.slug, second.article.slug} == {"the-same", "the-same-2"}


@pytest.mark.django_db(transaction=True)
def test_two_stories_with_one_headline_published_at_once_get_two_addresses(editor):
    stories = [make_story(headline="The same") for _ in range(4)]
    barrier, slugs = threading.Barrier(4), []

    def publish(story):
        barrier.wait(timeout=10)
        try:
            story.publish(editor, 1)
            slugs.append(story.article.slug)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[story]) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(slugs) == ["the-same", "the-same-2", "the-same-3", "the-same-4"]
