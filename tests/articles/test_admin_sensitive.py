"""The switch at the desk: its page, the list, the way in, and what other pages still say."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import Mark, Story, Tag
from newsroom import database, picture_store
from newsroom.models import Photo
from tests.articles.rows import photo_row
from tests.articles.test_admin import address, fields
from tests.articles.test_verbs_pages import press, text
from tests.cast import (
    make_article,
    make_author,
    make_comment,
    make_section,
    make_story,
    make_user,
    picture_bytes,
    story_of,
)

pytestmark = pytest.mark.django_db
CHOSEN = {"comments": "premoderated"}


@pytest.fixture
def writer(client):
    user = make_user("Journalist", first_name="Ines", last_name="Falk")
    client.force_login(user)
    return user


@pytest.fixture
def editor():
    return make_user("Editor", first_name="Ada", last_name="Berg")


def shut(story, by, *people) -> Story:
    story.mark_sensitive(by, story.version, people, "premoderated")
    return story


# The switch


def test_switch_lists_its_effects_before_it_is_pressed(client, writer, editor):
    story = make_story(owner=writer)

    side = text(client.get(address("change", story.pk)))
    page = text(client.get(address("verb", story.pk, "mark_sensitive")))

    assert "Make it sensitive…" in side
    for effect in (
        "the story is not there",
        "An administrator can be let in",
        "No copy of the text",
        "Comments on its article",
        "Earlier wordings",
        "Links by which it was shared",
        "The originals of its pictures",
        "no list that the site makes by itself",
        "cannot take back",
    ):
        assert effect in page, effect
    assert "Ada Berg" in page
    assert not Story.objects.get().is_sensitive


@pytest.mark.crawl
def test_switch_goes_the_whole_way_through_its_pages(client, writer, editor):
    story = make_story(owner=writer)
    assert 'data-journal="yes"' in text(client.get(address("change", story.pk)))

    done = press(client, story, "mark_sensitive", people=[editor.pk], note="Her life.", **CHOSEN)
    page = text(client.get(done["Location"]))
    assert 'data-journal="no"' in page
    assert "Only these people see it" in page
    assert "state--sensitive" in page

    colleague = make_user("Journalist", first_name="Otto")
    press(client, story, "name_people", added=[colleague.pk])
    press(client, story, "name_people", removed=[colleague.pk])
    client.force_login(editor)
    home = text(client.get(reverse("admin:index")))
    refused = press(client, story, "clear_sensitive", note=" ")
    press(client, story, "clear_sensitive", note="It is all out.")

    assert "Ines Falk named you to see it" in home
    assert refused.status_code == 200
    assert not Story.objects.get().is_sensitive
    history = text(client.get(address("history", story.pk)))
    for words in ("made it sensitive", "Her life.", "Added: Otto", "Taken off: Otto", "cleared it"):
        assert words in history, words


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose whether comments are read first or closed"),
        ({"comments": "open"}, "Select a valid choice"),
        (CHOSEN | {"keeps_originals": "on"}, "Say why the originals are kept"),
        (CHOSEN | {"kept_because": "A court."}, "You gave a reason. Tick this"),
        (CHOSEN | {"people": ["999999"]}, "is not one of the available choices"),
    ],
)
def test_switch_asks_for_what_it_needs(client, writer, data, sentence):
    story = make_story(owner=writer)

    answer = text(press(client, story, "mark_sensitive", note="My note stays", **data))

    assert sentence in answer
    assert "My note stays" in answer
    assert not Story.objects.get().is_sensitive


def test_who_takes_oneself_off_the_list_is_led_away(client, writer, editor):
    story = shut(make_story(owner=writer), writer, editor)
    client.force_login(editor)

    done = press(client, story, "name_people", removed=[editor.pk])

    assert done["Location"] == reverse("admin:index")
    assert client.get(address("change", story.pk)).status_code == 404


def test_nothing_is_shared_and_nobody_unnamed_becomes_its_owner(client, writer, editor):
    """THREATS C2: by an extra field of the form, too."""
    stranger = make_user("Journalist")
    story = shut(make_story(owner=writer), editor)
    client.force_login(editor)

    page = text(client.get(address("share", story.pk)))
    data = fields(story, owner=stranger.pk, assignee=stranger.pk)
    refused = client.post(address("change", story.pk), data)

    assert "nobody outside can read it" in page
    assert "Make the link" not in page
    assert "Select a valid choice" in text(refused)
    story.refresh_from_db()
    assert (story.owner, story.assignee) == (writer, None)


def test_form_that_was_open_gives_its_text_back_and_says_nothing(client, writer, editor):
    """DESIGN §4.14, THREATS B3: to who is shut out it is as if the story were gone."""
    story = make_story(owner=writer)
    client.force_login(editor)
    shut(Story.objects.get(), writer)

    saved = client.post(address("change", story.pk), fields(story, headline="Mine, unsaved"))
    pressed = press(client, story, "publish", note="My note")

    for answer, words in ((saved, "Mine, unsaved"), (pressed, "My note")):
        assert answer.status_code == 404
        assert words in text(answer)
        assert "ensitive" not in text(answer)
        assert "Ines" not in text(answer)


def test_comments_page_offers_no_open_conversation(client, writer, editor):
    story = shut(make_story(owner=writer), writer)
    way = reverse("admin:comments_thread_change", args=[story.pk])

    page = text(client.get(way))
    opened, paper = (client.post(way, {"mode": mode}) for mode in ("open", ""))
    closed = client.post(way, {"mode": "closed"})

    assert 'value="open"' not in page
    assert (opened.status_code, paper.status_code, closed.status_code) == (400, 400, 302)
    client.force_login(editor)
    assert client.get(way).status_code == 404


# The way in


@pytest.fixture
def admin(client, writer):
    user = make_user("Administrator", first_name="Per", last_name="Lund")
    client.force_login(user)
    return user


LET_IN = "/admin/articles/story/let-in/"


def test_administrator_is_let_in_by_number_and_the_writer_is_told(client, writer, admin):
    story = shut(make_story(owner=writer), writer)
    assert client.get(address("change", story.pk)).status_code == 404

    way = f"https://example.org{address('change', story.pk)}"
    done = client.post(LET_IN, {"story": way, "reason": "Ines is in hospital."})

    assert done["Location"] == address("change", story.pk)
    assert "was let in, as an administrator" in text(client.get(address("history", story.pk)))
    client.force_login(writer)
    assert "Per Lund was let into it" in text(client.get(reverse("admin:index")))


def test_administrator_is_let_into_what_somebody_left_behind(client, writer, admin):
    left = [shut(make_story(owner=writer), writer) for _ in range(2)]
    other = shut(make_story(), make_user("Editor"))

    done = client.post(LET_IN, {"person": writer.pk, "reason": "She left us."})

    assert done["Location"] == address("changelist")
    assert {*Story.objects.filter(named__user=admin)} == {*left}
    assert other not in Story.objects.editable_by(admin)


@pytest.mark.parametrize("asked", ["open", "never", "mine", "closed to nobody"])
def test_wrong_number_and_open_story_are_answered_alike(client, writer, admin, asked):
    """THREATS B3."""
    open_one, mine = make_story(owner=writer), shut(make_story(owner=writer), writer, admin)
    number = {"open": open_one.pk, "never": 987654321, "mine": mine.pk}.get(asked, "")
    data = {"story": number, "person": "" if number else make_user("Journalist").pk}

    answer = text(client.post(LET_IN, data | {"reason": "Why not"}))

    assert "No story that is closed to you fits that" in answer
    assert "Why not" in answer
    assert not Mark.objects.filter(kind="let_in").exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"story": "1"}, "Say why"),
        ({"reason": "x"}, "one of the two"),
        ({"reason": "x", "story": "the ferry"}, "Write the number"),
        ({"reason": "x", "story": "9" * 30}, "Write the number"),
        ({"reason": "x", "story": "٣"}, "Write the number"),
    ],
)
def test_way_in_asks_for_what_it_needs(client, admin, data, sentence):
    answer = client.post(LET_IN, data)

    assert (answer.status_code, sentence in text(answer)) == (200, True)


def test_way_in_is_found_by_administrators(client, admin, editor):
    for user, is_there in ((admin, True), (editor, False)):
        client.force_login(user)
        assert (LET_IN in text(client.get("/admin/go/?q=let+into"))) is is_there
        assert (LET_IN in text(client.get("/admin/"))) is is_there


# What other pages say of what it uses


def test_its_pictures_are_not_in_the_others_library(client, writer, editor):
    """THREATS B4, C1: neither found, nor shown, nor told at a deletion."""
    own = photo_row(caption="zqs own", uploaded_by=editor)
    lead, public = photo_row(caption="zqs lead"), photo_row(caption="zqs public")
    make_article(lead_photo=public)
    body = f'<p>Fog.</p><figure><img src="/admin/photos/{own.token}/640.webp" alt=""></figure>'
    for photo in (lead, public):
        shut(make_story(owner=writer, lead_photo=photo, body=body, headline="zqt"), writer)

    seen = {}
    for user in (writer, editor):
        client.force_login(user)
        shelf = text(client.get("/admin/newsroom/photo/?q=zqs"))
        page = client.get(f"/admin/newsroom/photo/{lead.pk}/change/")
        seen[user] = ("zqs lead" in shelf, "zqs public" in shelf, "zqs own" in shelf)
        seen[user] += (page.status_code == 200,)
    deletion = text(client.get(f"/admin/newsroom/photo/{own.pk}/delete/"))

    assert seen == {writer: (True, True, True, True), editor: (False, True, True, False)}
    assert "Something that is not yours" in deletion
    assert "zqt" not in deletion


def test_picture_uploaded_for_a_sensitive_story_is_ones_own(client, writer, editor, settings):
    upload = io.BytesIO(picture_bytes())
    upload.name = "a.jpg"
    words = {"alt": "A", "credit": "B", "kind": "photograph", "is_confidential": "on"}

    client.post("/admin/newsroom/photo/add/", {"picture": upload, **words})

    photo = Photo.objects.get()
    assert (photo.is_confidential, photo.original) == (True, "going")
    Photo.objects.finish_destroying()
    assert picture_store.best(settings.PICTURES_ROOT, photo.token).suffix == ".webp"
    client.force_login(editor)
    assert client.get(f"/admin/newsroom/photo/{photo.pk}/change/").status_code == 302


def test_deletions_tell_nothing_of_it(client, writer, editor):
    """An author, a section and a tag that it uses; an article that is not out yet."""
    author, section = make_author("A guest"), make_section("Quiet")
    story = make_story(
        owner=writer, author=author, section=section, tags=["zqs tag"], headline="zqt"
    )
    shut(story, writer, editor)
    story.schedule(editor, 1, database.now() + timedelta(hours=1))
    client.force_login(make_user("Administrator"))

    tag = Tag.objects.get()
    pages = [
        text(client.get(f"/admin/authors/author/{author.pk}/delete/")),
        text(client.get(f"/admin/articles/section/{section.pk}/delete/")),
        text(client.get("/admin/articles/tag/")),
    ]

    assert "Something that is not yours" in pages[0]
    assert "A story that is not yours" in pages[1]
    assert not any(word in page for page in pages for word in ("zqs", "zqt"))
    gone = client.get(f"/admin/articles/tag/{tag.pk}/delete/")
    never = client.get("/admin/articles/tag/987654/delete/")
    for each in (gone, never):
        del each["Expires"]  # it is the second of the answer
    assert (gone.status_code, gone.headers) == (never.status_code, never.headers)


@pytest.mark.crawl
def test_queue_keeps_the_comments_of_what_is_taken_down(client, writer, editor):
    """What readers see moderators see; what they no longer see is for those it names."""
    moderator = make_user("Moderator")
    article = make_article(by=editor, owner=writer, headline="zqt")
    comment = make_comment(article, "pending", text="zqs words")
    make_comment(make_article(by=editor), "pending", text="zqo words")
    story = shut(story_of(article), editor)
    ways = ["/admin/comments/comment/", f"/admin/comments/comment/?article={article.pk}"]
    ways += [f"/admin/comments/comment/{comment.pk}/", "/admin/"]

    client.force_login(moderator)
    public = [text(client.get(way)) for way in ways]
    story.hide(editor, 1, "Her safety.")
    down = [text(client.get(way)) for way in ways]
    client.force_login(editor)
    named = [text(client.get(way)) for way in ways]

    assert all("zqs" in page and "zqt" in page for page in public)
    assert not any(f"thread/{story.pk}/" in page for page in public)
    assert not any("zqs" in page or "zqt" in page for page in down)
    assert "zqo" in down[0]
    assert all("zqs" in page for page in named)
