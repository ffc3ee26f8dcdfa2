"""The terms of a conversation, set at the desk: from the story's page, from the queue, by whom."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Story
from comments.models import Policy, Terms, Thread
from newsroom import database
from tests.cast import make_article, make_comment, make_story, make_user, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def journalist(client):
    user = make_user("Journalist")
    client.force_login(user)
    return user


def address(story) -> str:
    return f"/admin/comments/thread/{story.pk}/"


def choose(client, story, mode: str, closes_after="", **more):
    return client.post(
        address(story), {"mode": mode, "closes_after": closes_after, **more}, follow=True
    )


def own_terms(story) -> tuple | None:
    return Thread.all_objects.filter(story=story).values_list("mode", "closes_after").first()


def test_terms_hold_at_once_and_touch_no_story(client, journalist):
    """Point 7: no part of a revision, no new version."""
    article = make_article(owner=journalist)
    story = story_of(article)
    before = (story.version, story.changed_at, story.revisions.count())

    choose(client, story, "closed")

    assert Terms.of(article.pk).is_closed
    story.refresh_from_db()
    assert (story.version, story.changed_at, story.revisions.count()) == before
    choose(client, story, "premoderated", 3)
    assert own_terms(story) == ("premoderated", 3)
    choose(client, story, "")
    assert own_terms(story) is None


def test_terms_are_chosen_before_publication_and_kept_by_it(client, journalist):
    story = make_story(owner=journalist)

    choose(client, story, "premoderated", 14)
    story.publish(journalist, story.version)

    terms = Terms.of(story.article_id)
    assert (terms.mode, (terms.closes_at - story.article.published_at).days) == ("premoderated", 14)


def test_answer_says_what_holds_now(client, journalist):
    story = make_story(owner=journalist, headline="A & B")

    shown = choose(client, story, "closed").content.decode()

    assert "Comments on “A &amp; B”, from now on: closed." in shown
    assert "<strong>Closed</strong>" in shown


def test_who_set_the_terms_is_on_record(client, journalist):
    story = make_story(owner=journalist)

    choose(client, story, "closed")

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (journalist, str(story.pk))
    assert entry.get_change_message() == "Comments: Closed"


@pytest.mark.parametrize(
    ("mode", "days", "sentence"),
    [
        ("nonsense", "", "not one of the available choices"),
        ("open", "0", "greater than or equal to 1"),
        ("open", "3651", "less than or equal to 3650"),
        ("open", "9" * 40, "less than or equal to 3650"),
        ("open", "a week", "Enter a whole number"),
        ("", "7", "The paper’s rule has days of its own"),
    ],
)
def test_odd_terms_get_a_sentence_and_keep_what_was_typed(client, journalist, mode, days, sentence):
    """DESIGN §4.13."""
    story = make_story(owner=journalist)

    answer = choose(client, story, mode, days)

    shown = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in shown
    assert days == "" or f'value="{days}"' in shown
    assert own_terms(story) is None


def test_terms_are_set_by_post_with_the_token_only(journalist):
    """THREATS C4."""
    client, story = Client(enforce_csrf_checks=True), make_story(owner=journalist)
    client.force_login(journalist)

    shown = client.get(f"{address(story)}?mode=closed")
    refused = client.post(address(story), {"mode": "closed"})

    assert (shown.status_code, refused.status_code) == (200, 403)
    assert own_terms(story) is None


# Who


def can(client, user, story) -> bool:
    """Whether this person gets the page and can set the terms; both or neither."""
    client.force_login(user)
    got = client.get(address(story)).status_code
    done = client.post(address(story), {"mode": "closed"}).status_code
    was_done = own_terms(story) is not None
    Thread.all_objects.all().delete()
    assert (got, done) == ((200, 302) if was_done else (404, 404))
    return was_done


@pytest.mark.crawl
def test_who_may_set_the_terms_of_which_story(client):
    """THREATS C1, C2: own stories; everyone's for editors; what was public for moderators."""
    owner, other = make_user("Journalist"), make_user("Journalist")
    editor, moderator = make_user("Editor"), make_user("Moderator")
    draft, live = make_story(owner=owner), story_of(make_article(owner=owner))
    scheduled = make_story(owner=owner)
    scheduled.schedule(editor, 1, database.now() + timedelta(hours=1))
    withdrawn = story_of(make_article(owner=owner))
    withdrawn.withdraw(editor, withdrawn.version, "It was wrong.")

    found = {
        name: [can(client, user, story) for story in (draft, scheduled, live, withdrawn)]
        for name, user in {
            "owner": owner,
            "other": other,
            "editor": editor,
            "moderator": moderator,
        }.items()
    }

    assert found == {
        "owner": [True] * 4,
        "other": [False] * 4,
        "editor": [True] * 4,
        "moderator": [False, False, True, True],
    }


def test_nobody_without_the_right_to_it(client):
    user = make_user("Journalist")
    story = make_story(owner=user)
    user.groups.get().permissions.remove(Permission.objects.get(codename="change_thread"))

    assert not can(client, user, story)
    assert client.get("/admin/comments/thread/999/").status_code == 404
    assert 'id="thread-form"' not in client.get(story.get_absolute_url()).content.decode()


def test_moderator_reads_the_published_headline_and_not_the_working_one(client):
    story = story_of(make_article(headline="As published"))
    Story.objects.filter(pk=story.pk).update(headline="A secret change")
    client.force_login(make_user("Moderator"))

    shown = client.get(address(story)).content.decode()

    assert "As published" in shown
    assert "A secret change" not in shown


# On the story's page


def panel(client, story) -> str:
    shown = client.get(story.get_absolute_url()).content.decode()
    found = re.search(r"<details class=\"group thread\".*?</details>", shown, re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split())


def test_story_page_shows_the_terms_and_how_many_comments(client, journalist):
    article = make_article(owner=journalist)
    story = story_of(article)
    assert "Open (the paper’s rule) No comment on the page yet." in panel(client, story)

    make_comment(article)
    for _ in range(2):
        make_comment(article, status="pending")
    make_comment(article, status="rejected")
    Thread.choose(story, "premoderated", None)

    assert "Each comment is read first 1 comment on the page, 2 waiting." in panel(client, story)


def test_story_page_follows_the_papers_rule(client, journalist):
    story = make_story(owner=journalist)
    Policy.objects.update(mode="closed", closes_after=3)

    assert "Comments Closed (the paper’s rule)" in panel(client, story)


def test_panel_belongs_to_a_form_of_its_own(client, journalist):
    """A save of the story sends nothing of it, and setting the terms saves nothing of the story."""
    story = make_story(owner=journalist)

    shown = client.get(story.get_absolute_url()).content.decode()

    story_form = re.search(r'<form method="post" class="write".*?</form>', shown, re.S)[0]
    fields = re.findall(r"<(?:select|input|button)[^>]*thread[^>]*>", story_form)
    assert len(fields) == 3
    assert all('form="thread-form"' in field for field in fields)
    assert 'id="thread-form"' not in story_form
    assert 'id="thread-form"' in shown


def test_panel_costs_the_same_with_many_comments(client, journalist):
    """DESIGN §4.12."""
    article = make_article(owner=journalist)
    counts = []
    for _ in range(2):
        for _ in range(len(counts) * 2 + 1):
            make_comment(article, status="pending")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(story_of(article)))
        counts.append(len(queries) - 1)  # `story_of` asks once

    assert counts == [8, 8]


# From the queue


def test_moderator_closes_an_article_from_the_queue_and_comes_back(client):
    client.force_login(make_user("Moderator"))
    article = make_article(headline="A quarrel")
    make_comment(article, status="pending")
    queue = "/admin/comments/comment/?list=waiting"

    shown = client.get(queue).content.decode()
    form = re.search(r'action="(/admin/comments/thread/\d+/)">.*?</form>', shown, re.S)
    sent = dict(re.findall(r'name="(mode|_back)" value="([^"]*)"', form[0]))
    answer = client.post(form[1], sent, follow=True)

    assert "Close comments on this article" in form[0]
    assert answer.redirect_chain == [(queue, 302)]
    assert Terms.of(article.pk).is_closed
    shown = answer.content.decode()
    assert "Comments on “A quarrel”, from now on: closed." in shown
    assert "Close comments on this article" not in shown
