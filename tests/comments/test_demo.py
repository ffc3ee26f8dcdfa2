"""The demo is loaded by the product's own verbs and shows every state and special case."""

import re
import unicodedata
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from articles.models import (
    Address,
    Article,
    Banner,
    Byline,
    Correction,
    Edition,
    FrontPin,
    Mark,
    Section,
    ShiftNote,
    Story,
    Tag,
)
from authors.models import Author
from comments import moderation, names
from comments.models import Comment, ListedWord, Mode, Reason, Report, Terms, Thread, Verdict
from newsroom import html, words
from newsroom.database import now
from newsroom.models import Photo, User
from newsroom.standing import StandingPage

# Loading it takes seconds: once, in one process.
pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

OWN_LINK = re.compile(r'<a href="(/\d{4}/[^"]+)"')
# What a page can have, and on how many of the demo's it is at least.
PARTS = {
    'class="gallery"': 2,
    'class="series"': 7,
    'class="contents"': 4,
    'class="table"': 5,
    'class="notes"': 3,
    'class="pull"': 2,
    'class="quote"': 10,
    'class="embed"': 2,
    'class="article-age"': 2,
    'class="developments"': 1,
    'class="article article--paid"': 1,
    'id="corrections"': 4,
    ">Clarification<": 1,
    ">Update<": 1,
    " · Amended ": 1,
    "Reading time": 5,
    ">What changed<": 5,
    'lang="ar" dir="rtl"': 2,
    '<span lang="de"': 1,
    '<span class="kind kind--live">Developing</span>': 1,
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for this file and taken out again."""
    from django.db import transaction
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(PICTURES_ROOT=folder):
        atom = transaction.atomic()
        atom.__enter__()
        call_command("demo", password="a demo password")
        yield
        transaction.set_rollback(True)
        atom.__exit__(None, None, None)


def mistaken() -> Article:
    """The one whose figure a reader doubted."""
    return Article.objects.get(headline__startswith="Council votes")


def test_demo_shows_every_state(demo):
    """All but what is over, and what is taken down without a word: that is shown to nobody."""
    states = Counter(story.state for story in Story.objects.all())

    assert set(states) == set(Story.State) - {Story.State.EXPIRED, Story.State.HIDDEN}
    assert sum(states.values()) == 48


def test_demo_desk_has_a_day(demo):
    """A plan, what is late, notes that call a colleague, and what one shift left the next."""
    planned, late = Story.objects.exclude(due_on=None).order_by("-due_on")
    called = Mark.objects.filter(kind="mentioned").values_list("user__username", flat=True)

    assert str(planned).startswith("Night buses")
    assert not planned.headline
    assert list(Story.objects.late(timezone.localdate())) == [late]
    assert {story.assignee.username for story in (planned, late)} == {"journalist"}
    assert set(called) == {"editor", "journalist"}
    assert ShiftNote.objects.get().made_at < now()
    assert not Mark.objects.filter(made_at__gt=now()).exists()


def test_demo_holds_back_what_must_not_go_out(demo, client):
    """An embargo, a legal hold, and a story that is there for those alone whom it names."""
    embargoed = Story.objects.get(embargoed_until__gt=now())
    held = Story.objects.get(holds__released_at=None, holds__isnull=False)
    shut = Story.objects.get(is_sensitive=True)

    assert (embargoed.state, held.state, shut.state) == ("in_review", "spiked", "draft")
    assert {user.username for user in held.open_hold.named} == {"editor", "admin"}
    seeing = [user.username for user in User.objects.all() if shut.may_be_seen_by(user)]
    assert sorted(seeing) == ["editor", "journalist"]
    for login, is_seen in (("editor", True), ("journalist", True), ("admin", False)):
        client.force_login(User.objects.get(username=login))
        status = client.get(f"/admin/articles/story/{shut.pk}/history/").status_code
        assert (status == 200) == is_seen


def test_demo_article_develops(demo, client):
    article = Article.objects.get(developing_until__gt=now())

    page = client.get(article.get_absolute_url()).content.decode()

    assert page.count("boats that were at sea are accounted for") == 1
    assert article.developments.count() == 3


def test_demo_shows_every_kind_of_author_article_and_role(demo):
    assert {author.kind for author in Author.objects.all()} == set(Author.Kind)
    assert {article.kind for article in Article.objects.all()} == set(Article.Kind)
    assert {byline.role for byline in Byline.objects.all()} == set(Byline.Role)


def test_demo_readers_see_articles_over_several_months(demo):
    dates = [article.published_at for article in Article.objects.latest_news()]

    assert Article.objects.count() == 40
    assert len(dates) == 38
    assert (max(dates) - min(dates)).days > 90
    assert Article.objects.filter(first_publication="day").count() == 2


def test_demo_articles_show_every_part_that_readers_can_meet(demo, client):
    """Issue 6, point 3: each is on some page, and each page opens."""
    paths = [article.get_absolute_url() for article in Article.objects.all()]
    answers = [client.get(path) for path in paths]
    pages = [answer.content.decode() for answer in answers]

    assert {answer.status_code for answer in answers} == {200}
    on = {mark: sum(mark in page for page in pages) for mark in PARTS}
    assert {mark: count for mark, count in on.items() if count < PARTS[mark]} == {}


def test_demo_links_lead_to_articles_that_are_there(demo, client):
    """Between stories, and to those that are named as related."""
    bodies = Article.objects.values_list("body", flat=True)
    paths = {path for body in bodies for path in OWN_LINK.findall(body)}
    chosen = [article.related_ids for article in Article.objects.exclude(related_ids=[])]

    assert len(paths) >= 5
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert len(chosen) >= 15
    assert Article.objects.in_bulk(pk for ids in chosen for pk in ids).keys() == {
        pk for ids in chosen for pk in ids
    }


def test_demo_has_series_and_subjects_that_run_through_it(demo):
    series = {tag.name: tag.article_tags.count() for tag in Tag.objects.filter(is_series=True)}
    shared = [tag.name for tag in Tag.objects.all() if tag.article_tags.count() > 1]

    assert series == {"People of the quay": 3, "The bucket and the sensor": 4}
    assert len(shared) >= 30


def test_demo_front_page_is_arranged(demo, client):
    """Issue 6, point 2: pins on the front page and on a section’s, and no banner."""
    lead, *others = FrontPin.objects.shown(None)
    (science,) = FrontPin.objects.shown(Section.objects.get(slug="science"))
    front = client.get("/").content.decode()

    assert lead.article.kind == "live"
    assert [pin.place for pin in others] == [1, 2]
    assert others[0].headline in front
    assert others[1].kicker in front
    assert science.article.headline.startswith("After a month")
    assert not Banner.objects.exists()


def test_demo_fills_every_section_and_months_between(demo):
    sections = Counter(Article.objects.values_list("section__slug", flat=True))
    months = {(day.year, day.month) for day in Article.objects.values_list("day", flat=True)}

    assert set(sections) == set(Section.objects.values_list("slug", flat=True))
    assert min(sections.values()) >= 6
    assert len(months) >= 5


def test_demo_has_long_articles(demo):
    long = [body for body in Article.objects.values_list("body", flat=True) if _is_long(body)]

    assert len(long) >= 6


def _is_long(body: str) -> bool:
    return html.words(body) >= 700


def test_demo_has_a_withdrawn_address(demo):
    gone = Address.objects.get()
    assert gone.path == gone.article.get_absolute_url()
    assert gone.reason


def test_demo_has_corrections_of_each_kind_and_one_that_was_amended(demo, client):
    page = client.get("/corrections/").content.decode()
    amended = Correction.objects.exclude(amends=None).get()

    kinds = Counter(Correction.objects.values_list("kind", flat=True))
    assert kinds == {"correction": 3, "clarification": 1, "update": 1}
    assert amended.text in page
    assert (amended.made_at - amended.amends.made_at).days >= 5
    assert not Correction.objects.filter(made_at__gt=now()).exists()


def test_demo_shows_what_changed_and_what_is_hidden(demo, client):
    """A correction with its text, a small fix, and a wording that readers may not see."""
    kinds = Counter(Edition.objects.values_list("change", flat=True))
    hidden = Edition.all_objects.get(is_shown=False)
    corrected = client.get(mistaken().get_changes_url()).content.decode()
    concealed = client.get(hidden.article.get_changes_url()).content.decode()

    assert kinds == {
        "first": 4,
        "small_fix": 1,
        "correction": 2,
        "clarification": 1,
        "update": 3,
    }
    assert hidden.hidden_because == "privacy"
    assert "48" in corrected
    assert "There was also 1 small fix." in corrected
    assert "Nobody asked us that" in concealed
    assert "Renner" not in concealed


def test_demo_changes_follow_their_publication(demo):
    editions = Edition.all_objects.order_by("article", "number")
    history = list(editions.values_list("article", "made_at"))

    assert history == sorted(history)
    assert not editions.filter(made_at__gt=now()).exists()
    assert not editions.filter(made_at__lt=F("article__published_at")).exists()


def test_demo_pictures_are_illustrations_with_words_and_credit(demo):
    photos = Photo.objects.all()

    assert {photo.kind for photo in photos} == {Photo.Kind.ILLUSTRATION}
    assert [photo for photo in photos if photo.lacks()] == []


def test_demo_has_eighty_comments_in_every_status(demo):
    assert Counter(Comment.all_objects.values_list("status", flat=True)) == {
        "approved": 62,
        "pending": 8,
        "rejected": 6,
        "removed": 4,
    }
    assert Comment.all_objects.count() == 80
    assert Comment.objects.count() == 62


def test_demo_moderators_see_answers_and_a_shared_address(demo):
    waiting = Comment.all_objects.waiting()
    addresses = Counter(Comment.all_objects.exclude(address="").values_list("address", flat=True))

    assert waiting.filter(parent__isnull=False).count() == 1
    assert list(addresses.values()) == [3]
    assert {len(address) for address in addresses} == {64}


def test_demo_comments_wait_for_every_rule_that_holds(demo):
    """Each with that rule's sentence for the moderator."""
    waiting = Verdict.objects.filter(comment__in=Comment.all_objects.waiting())
    silent = (
        moderation.closed_thread,
        moderation.length,
        moderation.moderators_own,
        moderation.refused_word,
    )

    rules = Counter(waiting.values_list("rule", flat=True))

    assert rules == {
        "fast": 1,
        "first": 2,
        "links": 1,
        "premoderated": 1,
        "repeat": 1,
        "shouting": 1,
        "word": 1,
    }
    assert len(rules) == len(moderation.RULES) - len(silent)
    assert not waiting.filter(sentence="").exists()


def test_demo_decisions_are_by_people_with_reasons(demo):
    against = Verdict.objects.filter(verb__in=("reject", "remove"))

    assert set(against.values_list("by__username", flat=True)) == {"editor", "moderator"}
    assert set(against.values_list("reason", flat=True)) == set(Reason.values) - {"hate"}
    last = Verdict.objects.filter(comment__status="removed").order_by("comment", "pk")
    longest = Counter(last.values_list("comment", flat=True)).most_common(1)[0][0]
    verbs = last.filter(comment=longest).values_list("verb", flat=True)
    assert list(verbs) == ["take_in", "approve", "remove", "undo", "remove"]


def test_demo_has_standing_pages_and_reports_in_every_state(demo, client):
    paths = ["/about/", *(f"/about/{page.slug}/" for page in StandingPage.objects.all()[1:])]
    pages = [client.get(path) for path in paths]

    assert [page.status_code for page in pages] == [200] * 7
    assert [path for path, page in zip(paths, pages, strict=True) if b"{" in page.content] == []
    states = {
        report.state: client.get(report.get_absolute_url()) for report in Report.objects.all()
    }
    assert set(states) == set(Report.State.values)
    assert "#correction-" in states["corrected"].content.decode()
    old = Report.objects.get(state="corrected").as_read()
    assert "48 million" in old.body


def test_demo_time_runs_forwards(demo):
    """No comment before its article, no answer before its comment, nothing before its cause."""
    comments, verdicts = Comment.all_objects.all(), Verdict.objects.all()
    history = list(verdicts.order_by("comment", "version").values_list("comment", "made_at"))

    assert not comments.filter(posted_at__lt=F("article__published_at")).exists()
    assert not comments.filter(posted_at__lt=F("parent__posted_at")).exists()
    assert not comments.filter(posted_at__gt=now()).exists()
    assert not verdicts.filter(made_at__lt=F("comment__posted_at")).exists()
    assert not verdicts.filter(made_at__gt=now()).exists()
    a_day_later = F("comment__posted_at") + timedelta(days=1)
    assert not verdicts.filter(made_at__gt=a_day_later).exists()
    assert history == sorted(history)
    in_order = comments.order_by("pk").values_list("posted_at", flat=True)
    assert list(in_order) == sorted(in_order)


def test_demo_answer_to_the_mistake_follows_its_correction(demo):
    correction = Correction.objects.get(article=mistaken())
    talk = Comment.objects.filter(article=correction.article)
    pointed_out = talk.get(text__startswith="Something is wrong in the standfirst.")

    answer = talk.filter(parent=pointed_out).order_by("pk").first()

    assert pointed_out.posted_at < correction.made_at < answer.posted_at
    assert answer.by_staff


def test_demo_threads_stand_on_every_terms(demo):
    threads = Thread.objects.select_related("article")
    terms = {each.article.slug: Terms.of(each.article_id, counted=True) for each in threads}
    closed = [each for each in terms.values() if each.mode == Mode.CLOSED]
    closing = [each for each in terms.values() if each.closes_at]

    assert sum(each.mode == Mode.PREMODERATED for each in terms.values()) == 1
    assert sorted(each.count for each in closed) == [0, 5]
    assert [each.is_closed for each in closing] == [False]
    assert len(terms) == 4
    assert ListedWord.objects.count() == 3


def test_demo_long_conversation_is_on_its_page_without_the_removed(demo, client):
    article = mistaken()
    removed = Comment.all_objects.filter(article=article, status="removed")

    page = client.get(article.get_absolute_url()).content.decode()

    assert Terms.of(article.pk, counted=True).count == 30
    assert "30 comments" in page
    assert page.count(str(words.REMOVED)) == removed.count() == 2
    for comment in Comment.all_objects.filter(article=article):
        assert (comment.text[:25] in page) == (comment.status == "approved"), comment


def test_demo_staff_answer_with_a_badge_and_readers_never_pass_for_them(demo):
    staff = Comment.objects.filter(by_staff=True)
    readers = Comment.all_objects.filter(by_staff=False)

    assert set(staff.values_list("user__username", flat=True)) == {"editor", "journalist"}
    assert set(staff.values_list("name", flat=True)) == {"Ragna Holt", "Tobias Merrin"}
    for name in set(readers.values_list("name", flat=True)):
        assert names.problem_with(name) == ""


@pytest.mark.parametrize(
    "script", ["ARABIC", "CJK UNIFIED", "CYRILLIC", "GREEK", "HIRAGANA", "LATIN"]
)
def test_demo_readers_write_in_many_scripts(demo, script):
    texts = Comment.objects.values_list("text", flat=True)

    assert any(unicodedata.name(sign, "").startswith(script) for text in texts for sign in text)


def test_demo_readers_come_back(demo):
    writers = Counter(Comment.all_objects.filter(by_staff=False).values_list("email", flat=True))

    assert len(writers) == 35
    assert sum(count > 1 for count in writers.values()) >= 15
    assert all(email.endswith("@example.org") for email in writers)


def test_demo_logins_have_their_roles_and_can_be_closed(demo):
    groups = dict(User.objects.values_list("username", "groups__name"))
    assert groups == {
        "journalist": "Journalist",
        "editor": "Editor",
        "moderator": "Moderator",
        "admin": "Administrator",
    }

    call_command("demo", deactivate_logins=True)

    assert not User.objects.filter(is_active=True).exists()


def test_demo_is_refused_where_somebody_works(demo):
    with pytest.raises(CommandError):
        call_command("demo", password="a demo password")
