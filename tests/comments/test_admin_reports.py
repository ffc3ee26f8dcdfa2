"""Reported mistakes at the desk: who sees which, and what becomes of them. Issue 6, point 5."""

import pytest
from django.urls import reverse

from articles.models import Correction
from tests.cast import make_article, make_report, make_user, story_of

pytestmark = pytest.mark.django_db
LIST = reverse("admin:comments_report_changelist")


@pytest.fixture
def editor(client):
    user = make_user("Editor")
    client.force_login(user)
    return user


@pytest.fixture
def report():
    return make_report(make_article(), passage="left at six", email="ada@example.org")


def page(report) -> str:
    return reverse("admin:comments_report_change", args=[report.pk])


def settle(client, report, **data):
    return client.post(reverse("admin:comments_report_settle", args=[report.pk]), data)


def test_report_is_shown_with_the_text_as_it_was(client, editor, report):
    shown = client.get(page(report)).content.decode()

    assert "left at six" in shown
    assert "Nobody was on the quay." in shown
    assert "ada@example.org" in shown


def test_one_click_starts_a_correction(client, editor, report):
    story = story_of(report.article)

    answer = settle(client, report, do="start")

    assert answer["Location"] == reverse("admin:articles_story_verb", args=[story.pk, "correct"])
    assert client.get(answer["Location"]).status_code == 200
    assert "left at six" in story.notes.get().text
    assert report.as_stored().started_by == editor


def test_report_is_left_with_a_reason(client, editor, report):
    without = settle(client, report, do="leave", reason=" ")
    settle(client, report, do="leave", reason="The log says six.")

    assert "Say why" in without.content.decode()
    assert report.as_stored().reason == "The log says six."
    again = client.get(settle(client, report, do="leave", reason="x")["Location"])
    assert "settled already" in again.content.decode()


def test_report_is_answered_by_a_correction_that_is_there(client, editor, report):
    story = story_of(report.article)
    story.correct(editor, story.version, "correction", "It left at seven.")
    correction = Correction.objects.get()

    settle(client, report, do="answer", correction=correction.pk)

    assert report.as_stored().correction == correction


@pytest.mark.parametrize("data", [{}, {"do": "x"}, {"do": "answer", "correction": "999"}])
def test_bad_input_settles_nothing(client, editor, report, data):
    """DESIGN §4.13."""
    assert settle(client, report, **data).status_code == 200
    assert report.as_stored().state == "open"


def test_who_may_not_work_on_the_story_meets_nothing(client, report):
    """THREATS C1: a colleague’s story, and a moderator."""
    for role, status in (("Journalist", 404), ("Moderator", 404)):
        client.force_login(make_user(role))
        assert client.get(page(report)).status_code == status
        assert settle(client, report, do="leave", reason="x").status_code == status
    assert report.as_stored().state == "open"


def test_journalist_sees_the_own_ones_without_the_address(client, report):
    """THREATS C2: e-mail addresses are for editors."""
    owner = story_of(report.article).owner
    client.force_login(owner)

    shown = client.get(page(report)).content.decode()

    assert report.text in shown
    assert "ada@example.org" not in shown
    assert report.text in client.get(LIST).content.decode()


def test_reports_of_a_sensitive_story_are_for_those_it_names(client, editor, report):
    story = story_of(report.article)
    story.mark_sensitive(story.owner, story.version, [], "closed")

    assert client.get(page(report)).status_code == 404
    for address in (LIST, reverse("admin:index")):
        assert report.text not in client.get(address).content.decode()
    client.force_login(story.owner)
    assert client.get(page(report)).status_code == 200


@pytest.mark.crawl
def test_desk_is_told_of_what_is_open(client, editor, report):
    story = reverse("admin:articles_story_change", args=[story_of(report.article).pk])
    pages = [client.get(address).content.decode() for address in (reverse("admin:index"), story)]
    assert all("Mistakes that readers reported (1)" in each for each in pages)

    settle(client, report, do="leave", reason="It is right.")

    pages = [client.get(address).content.decode() for address in (reverse("admin:index"), story)]
    assert not any("Mistakes that readers reported" in each for each in pages)


def test_list_has_its_empty_state_its_states_and_one_article(client, editor, report):
    other = make_report(make_article())

    shown = client.get(f"{LIST}?article={report.article_id}").content.decode()

    assert report.text in shown
    assert other.text not in shown
    assert "Nothing stands here yet" in client.get(f"{LIST}?state=corrected").content.decode()
    for query in ("state=x", "article=x", "before=-1", "before=1", f"article={10**30}"):
        assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_has_a_fixed_number_of_queries(client, editor, django_assert_num_queries, rows):
    """DESIGN §4.12."""
    for _ in range(rows):
        make_report(make_article())
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)
