"""Versions by name, old words brought back, and any two compared (issue, points 7 and 8)."""

import re

import pytest

from articles.models import Presence, Revision, Story
from articles.models.publishing import snapshot
from tests.articles.test_admin import address
from tests.cast import (
    make_article,
    make_author,
    make_photo,
    make_section,
    make_story,
    make_user,
    story_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def journalist(client):
    user = make_user("Journalist", first_name="Jo", last_name="Lind")
    client.force_login(user)
    return user


def page(client, name, *args, **query) -> str:
    return client.get(address(name, *args), query).content.decode()


# By name


def test_version_is_kept_by_name_from_the_history(client, journalist):
    story = make_story(owner=journalist, headline="As it was")

    answer = client.post(address("name", story.pk), {"version": 1, "name": "To <the> lawyer"})

    assert answer.url == address("history", story.pk)
    kept = story.revisions.get()
    assert (kept.kind, kept.name, kept.content["headline"]) == (
        "named",
        "To <the> lawyer",
        "As it was",
    )
    history = page(client, "history", story.pk)
    assert "named a version" in history
    assert "To &lt;the&gt; lawyer" in history
    assert Story.objects.get(pk=story.pk).version == 1


def test_name_is_for_the_words_that_were_looked_at(client, journalist):
    story = make_story(owner=journalist)
    story.claim(make_user("Editor"), 1, "headline")

    answer = client.post(address("name", story.pk), {"version": 1, "name": "Mine"})

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert not story.revisions.exists()


def test_blank_name_is_asked_for(client, journalist):
    story = make_story(owner=journalist)

    answer = client.post(address("name", story.pk), {"version": 1, "name": " "})

    assert "Give the version a name" in answer.content.decode()
    assert not story.revisions.exists()


def test_note_of_the_one_who_sent_it_back_outlasts_a_name(client, journalist):
    story, editor = make_story(owner=journalist), make_user("Editor")
    story.submit(journalist, 1)
    story.send_back(editor, 1, "Say when it left.")

    story.name_version(journalist, 1, "Before the change")

    assert "Say when it left." in page(client, "change", story.pk)


def test_approval_keeps_the_words():
    story, editor = make_story(), make_user("Editor")
    story.submit(story.owner, 1)

    story.approve(editor, 1)

    assert story.revisions.first().kind == Revision.Kind.APPROVED
    assert story.transitions.get(verb="approve").revision == story.revisions.first()


# Brought back


def bring_back(client, story, revision, **data):
    version = Story.objects.get(pk=story.pk).version
    return client.post(address("bring_back", story.pk, revision.pk), {"version": version} | data)


def test_old_words_become_the_working_copy_and_the_article_stays(client, journalist):
    author, photo = make_author("Ines Falk"), make_photo()
    article = make_article(
        owner=journalist, author=author, headline="Old", tags=["Sea"], lead_photo=photo
    )
    story = story_of(article)
    revision = story.revisions.get(kind="published")
    story.claim(journalist, 1, "headline")
    story.bylines.all().delete()
    story.tags.clear()
    Story.objects.filter(pk=story.pk).update(headline="New", lead_photo=None, body="<p>New</p>")

    answer = bring_back(client, story, revision)

    assert answer.url == address("change", story.pk)
    back = Story.objects.get(pk=story.pk)
    assert snapshot(back) == revision.content
    assert (back.version, back.state) == (3, Story.State.CHANGED)
    replaced = story.revisions.get(kind="restored")
    assert (replaced.content["headline"], replaced.version) == ("New", 2)
    article.refresh_from_db()
    assert article.headline == "Old"
    assert "brought back Published, version 1" in page(client, "history", story.pk)


def test_bringing_back_takes_the_version_that_was_seen(client, journalist):
    """DESIGN §4.3: whoever was faster is not written over."""
    story = make_story(owner=journalist)
    kept = story.keep("named", journalist, content={"headline": "Old"})
    story.claim(make_user("Editor"), 1, "headline")

    answer = bring_back(client, story, kept, version=1)

    assert answer.status_code == 409
    assert Story.objects.get(pk=story.pk).version == 2
    assert story.revisions.count() == 1


def test_approved_story_goes_back_into_review_with_old_words(journalist):
    story = make_story(owner=journalist, headline="New")
    kept = story.keep("named", journalist, content={"headline": "Old"})
    story.submit(journalist, 1)
    story.approve(make_user("Editor"), 1)

    story.bring_back(journalist, 1, kept)

    assert Story.objects.get(pk=story.pk).status == Story.Status.IN_REVIEW


def test_what_is_gone_is_named_in_sentences(client, journalist):
    story = make_story(owner=journalist, section=make_section("World"))
    lost = f'<figure><img src="/admin/photos/{"f" * 32}/320.webp" alt="x"></figure><p>Old.</p>'
    gone = snapshot(story) | {
        "body": lost,
        "section_id": 10**9,
        "lead_photo_id": 10**9,
        "lead_caption": "Of a picture that is gone",
        "bylines": [{"author_id": 10**9, "role": "text", "order": 0}],
    }
    kept = story.keep("named", journalist, content=gone)

    bring_back(client, story, kept)

    told = page(client, "change", story.pk)
    assert "The section it had is no longer there" in told
    assert "Its lead picture is no longer there" in told
    assert "A picture in its text is no longer there" in told
    assert "An author it named is no longer there" in told
    story.refresh_from_db()
    assert (story.section.name, story.lead_photo, story.lead_caption) == ("World", None, "")


def test_dates_are_not_brought_back_by_a_journalist(client, journalist):
    """DESIGN §5: what a role may not set, it may not set by restoring either."""
    story = make_story(owner=journalist)
    content = snapshot(story) | {"headline": "Old", "expires_at": "2199-01-01T00:00:00+00:00"}
    kept = story.keep("named", journalist, content=content)

    bring_back(client, story, kept)

    story.refresh_from_db()
    assert (story.headline, story.expires_at) == ("Old", None)
    assert "an editor sets them" in page(client, "change", story.pk)
    story.bring_back(make_user("Editor"), 2, kept)
    assert Story.objects.get(pk=story.pk).expires_at.year == 2199


def test_same_words_are_not_brought_back(client, journalist):
    story = make_story(owner=journalist)
    kept = story.keep("named", journalist)

    answer = bring_back(client, story, kept)

    assert "These are the words that the story has now." in answer.content.decode()
    assert story.revisions.count() == 1


def test_kept_markup_is_cleaned_on_its_way_back(journalist):
    """DESIGN §4.7: every write path."""
    story = make_story(owner=journalist)
    kept = story.keep("named", journalist, content={"body": "<p onclick=x>a<script>b</script></p>"})

    story.bring_back(journalist, 1, kept)

    assert Story.objects.get(pk=story.pk).body == "<p>a</p>"


def test_version_of_another_story_is_not_there(client, journalist):
    mine, other = make_story(owner=journalist), make_story(headline="Secret token 7f3a")
    kept = other.keep("named", other.owner)

    for number in (kept.pk, 10**30):
        answers = [
            client.post(f"/admin/articles/story/{mine.pk}/revision/{number}/restore/"),
            client.get(address("compare", mine.pk), {"a": number, "b": "now"}),
            client.get(address("compare", mine.pk), {"a": "now", "b": number}),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3
        assert "7f3a" not in "".join(answer.content.decode() for answer in answers)


# Compared


def test_versions_are_compared_by_words_and_side_fields(client, journalist):
    make_section("Culture")
    story = make_story(owner=journalist, headline="The <b> ferry", tags=["Sea"], kind="news")
    kept = story.keep("named", journalist, name="First")
    Story.objects.filter(pk=story.pk).update(
        headline="The <b> boat",
        kind="opinion",
        section=make_section("Culture"),
        body=story.body.replace("six", "seven"),
    )
    story.tags.set(["Sea", "Air"])

    shown = page(client, "compare", story.pk, a=kept.pk, b="now")

    words = dict.fromkeys(re.findall(r"(added|removed): </span>([^<]*)<", shown))
    assert {("removed", "six"), ("added", "seven"), ("removed", "ferry")} <= words.keys()
    assert {("added", "boat"), ("added", "Culture"), ("removed", "World")} <= words.keys()
    assert "The &lt;b&gt; " in shown
    assert "“First”, version 1" in shown


def test_working_copy_is_compared_with_the_article(client, journalist):
    article = make_article(owner=journalist, author=make_author("Ines Falk"), tags=["Sea"])
    story = story_of(article)

    assert "the same, word for word" in page(client, "compare", story.pk, a="live", b="now")

    Story.objects.filter(pk=story.pk).update(body=article.body.replace("six", "seven"))
    shown = page(client, "compare", story.pk, a="live", b="now")
    assert "added: </span>seven" in shown
    assert "removed: </span>six" in shown


def test_history_leads_to_the_comparisons(client, journalist):
    story = story_of(make_article(owner=journalist))
    kept = story.revisions.get()

    shown = page(client, "history", story.pk)

    compare = address("compare", story.pk)
    assert f'{compare}?a={kept.pk}&amp;b=now">compare with now' in shown
    assert f'{compare}?a={kept.pk}&amp;b=live">with the article' in shown
    assert f'{compare}?a=live&amp;b=now">' in shown


def test_live_without_an_article_is_not_there(client, journalist):
    story = make_story(owner=journalist)

    assert client.get(address("compare", story.pk), {"a": "live", "b": "now"}).status_code == 404
    assert "Choose two versions" in page(client, "compare", story.pk)


# Present


@pytest.fixture
def mira(db):
    return make_user("Editor", first_name="Mira", last_name="Osman")


def beat(client, story, **data) -> dict:
    return client.post(address("presence", story.pk), data).json()


def test_others_are_named_and_oneself_is_not(client, journalist, mira):
    story = make_story(owner=journalist)

    assert beat(client, story, opened=1) == {"others": [], "sentence": ""}
    beat(client, story)
    Presence.objects.sign(story, mira)

    sentence = "Mira Osman has this open, too."
    assert beat(client, story) == {"others": ["Mira Osman"], "sentence": sentence}
    assert sentence in page(client, "change", story.pk)
    Presence.objects.sign(story, make_user("Editor", first_name="Ada", last_name="Berg"))
    assert beat(client, story)["sentence"] == "Ada Berg and Mira Osman have this open, too."
    assert Presence.objects.filter(user=journalist).count() == 1


def test_who_gives_no_sign_for_ten_seconds_is_gone(client, journalist, mira, clock):
    story = make_story(owner=journalist)
    Presence.objects.sign(story, mira)

    clock.forward(seconds=9)
    assert beat(client, story)["others"] == ["Mira Osman"]
    Presence.objects.sign(story, mira)
    clock.forward(seconds=9)
    assert beat(client, story)["others"] == ["Mira Osman"]
    clock.forward(seconds=2)
    assert beat(client, story)["others"] == []


def test_presence_is_seen_in_one_story_by_those_who_may_see_it(client, journalist, mira):
    story, other = make_story(owner=journalist), make_story()
    Presence.objects.sign(other, mira)

    answer = client.post(address("presence", other.pk))

    assert answer.status_code == 404
    assert "Mira" not in answer.content.decode()
    assert not Presence.objects.filter(user=journalist).exists()
    assert beat(client, story)["others"] == []


def test_presence_is_forgotten(client, journalist, clock):
    old, new = make_story(owner=journalist), make_story(owner=journalist)
    beat(client, old)
    clock.forward(minutes=2)

    beat(client, new, opened=1)

    assert [row.story for row in Presence.objects.all()] == [new]


def test_a_beat_takes_three_queries(client, journalist, mira, django_assert_num_queries):
    """Besides those by which every desk page knows who asks."""
    story = make_story(owner=journalist)
    Presence.objects.sign(story, mira)
    beat(client, story)

    with django_assert_num_queries(ASKING + 3):
        beat(client, story)


ASKING = 5  # session, person, site, two for the permissions
