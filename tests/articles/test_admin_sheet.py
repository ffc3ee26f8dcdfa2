"""The sheet that “Publish” opens: what it asks of whom, and that it does all or nothing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Refused
from comments.admin.threads import SheetPart
from comments.models import Thread
from newsroom import database
from newsroom.html import clean
from newsroom.models import Site
from tests.articles.rows import photo_row
from tests.articles.test_admin import address
from tests.cast import make_story, make_user, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def journalist(client):
    user = make_user("Journalist", first_name="Jo", last_name="Lind")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_user("Editor", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


def sheet(client, story, verb="publish") -> str:
    return client.get(address("verb", story.pk, verb)).content.decode()


def press(client, story, verb="publish", **data):
    return client.post(address("verb", story.pk, verb), {"version": story.version, **data})


def text(answer) -> str:
    return answer.content.decode()


def local(**ahead) -> str:
    return f"{timezone.localtime() + timedelta(**ahead):%Y-%m-%dT%H:%M}"


def deed(page: str) -> str:
    return re.search(r'<form[^>]*class="deed.*?</form>', page, re.DOTALL)[0]


def names(page: str) -> set[str]:
    return set(re.findall(r'name="([\w-]+)"', deed(page))) - {"csrfmiddlewaretoken"}


def button(page: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<button.*?</button>", deed(page), re.DOTALL)[0])


# Now, or at a time


def test_journalist_has_now_alone_and_an_editor_the_choice(client, journalist):
    story = make_story(owner=journalist)
    theirs = sheet(client, story)
    client.force_login(make_user("Editor"))
    Site.objects.filter(pk=1).update(zone="Europe/Vienna")

    page = sheet(client, story)

    own = {"version", "state", "note"}
    thread = {"thread-mode", "thread-closes_after"}
    thread |= {f"initial-{name}" for name in thread}
    assert names(theirs) == own | thread
    assert "Publish now" in button(theirs)
    front = {"front-place", "front-is_breaking"}
    assert names(page) == own | thread | front | {"when", "at"}
    assert "Schedule for the time above (Europe/Vienna)" in button(page)


def test_one_sheet_publishes_and_schedules(client, editor):
    now, later = make_story(), make_story()

    press(client, now, when="publish", at="junk", fold="junk")
    press(client, later, when="schedule", at=local(hours=2))

    later.refresh_from_db()
    assert [article.pk for article in Article.objects.all()] == [now.as_stored().article_id]
    assert (later.state, later.transitions.first().verb) == ("scheduled", "schedule")


def test_time_that_a_journalist_sends_is_refused_and_nothing_goes_out(client, journalist):
    """DESIGN §5: a field that the sheet does not show gives no right."""
    story = make_story(owner=journalist)

    answer = press(client, story, when="schedule", at=local(hours=2))

    assert answer.status_code == 403
    assert Article.all_objects.count() == 0


@pytest.mark.parametrize("when", ["joke", "withdraw", "a\0b"])
def test_way_that_is_none_is_refused(client, editor, when):
    answer = press(client, make_story(), when=when)

    assert (answer.status_code, "Select a valid choice" in text(answer)) == (200, True)
    assert Article.all_objects.count() == 0


def test_sheet_of_an_embargoed_story_begins_with_its_time_and_says_why(client, editor):
    story = make_story()
    story.embargo(editor, 1, database.now() + timedelta(hours=3), "As agreed.")

    page = sheet(client, story)

    assert re.search(r'value="schedule"[^>]* checked', page)
    assert f'value="{timezone.localtime(story.embargoed_until):%Y-%m-%dT%H:%M}"' in page
    assert re.search(r'<p class="happens sheet__publish">It is under embargo until', page)


def test_refusal_keeps_everything_chosen(client, editor):
    story = make_story(headline="")

    page = text(press(client, story, when="schedule", at=local(hours=2), note="For Ada"))

    assert "Write a headline." in page
    assert re.search(r'value="schedule"[^>]* checked', page)
    assert "For Ada" in page
    assert f'value="{local(hours=2)}"' in page


# Pictures that lack something


@pytest.fixture
def pictured(journalist):
    """Its lead picture has no credit, the one in the text no text; a third is whole."""
    lead, inside = photo_row(credit="", uploaded_by=journalist), photo_row(alt="")
    whole = photo_row()
    figures = "".join(
        f'<figure><img src="/admin/photos/{each.token}/640.webp" alt=""></figure>'
        for each in (inside, whole)
    )
    story = make_story(owner=journalist, body=clean(f"<p>One.</p>{figures}"), lead_photo=lead)
    return story, lead, inside, whole


def test_what_a_picture_lacks_is_mended_there_or_left_out(client, pictured):
    story, lead, inside, _ = pictured

    page = sheet(client, story)

    assert f'href="/admin/newsroom/photo/{lead.pk}/change/#id_credit"' in page
    assert f'href="{address("change", story.pk)}#field-body"' in page  # somebody else’s picture
    assert re.findall(r'name="without" value="(\w+)"', page) == [lead.token, inside.token]


def test_tick_leaves_it_out_and_publishes_in_the_same_press(client, pictured):
    story, lead, inside, whole = pictured

    answer = press(client, story, without=[lead.token, inside.token])

    article = Article.objects.get()
    assert answer.status_code == 302
    assert (article.lead_photo, whole.token in article.body) == (None, True)
    assert inside.token not in article.body
    story.refresh_from_db()
    assert (story.version, story.published_version, story.state) == (2, 2, "published")
    assert [row.verb for row in story.transitions.all()] == ["publish", "edit"]


def test_refused_press_leaves_nothing_out_and_keeps_the_tick(client, pictured):
    story, lead, *_ = pictured

    page = text(press(client, story, without=[lead.token]))

    assert re.search(rf'name="without" value="{lead.token}"[^>]* checked', page)
    story.refresh_from_db()
    assert (story.lead_photo, story.version, story.status) == (lead, 1, "draft")
    assert (story.transitions.count(), story.revisions.count()) == (0, 0)


def test_tick_stays_though_its_picture_is_mended_meanwhile(client, editor):
    photo = photo_row()
    story = make_story(lead_photo=photo)

    page = text(press(client, story, without=[photo.token], when="schedule", at="soon"))

    assert re.search(rf'name="without" value="{photo.token}"[^>]* checked', page)


def test_press_on_an_old_version_leaves_nothing_out(client, pictured):
    """DESIGN §4.3."""
    story, lead, inside, _ = pictured
    rewrite(type(story).objects.get(pk=story.pk), make_user("Editor"), headline="Others")

    answer = press(client, story, without=[lead.token, inside.token], note="Mine")

    assert (answer.status_code, "Mine" in text(answer)) == (409, True)
    assert story.as_stored().lead_photo_id == lead.pk
    assert Article.all_objects.count() == 0


@pytest.mark.parametrize("token", ["x", "0" * 32, "a\0b"])
def test_picture_that_is_not_there_is_refused(client, journalist, token):
    answer = press(client, make_story(owner=journalist), without=[token])

    assert answer.status_code == 200
    assert Article.all_objects.count() == 0


# What changed since it was read


def test_sheet_says_who_changed_how_much_since_it_was_approved(client, editor):
    writer = make_user("Journalist", first_name="Jo", last_name="Lind")
    story = make_story(owner=writer, body="<p>One.</p><p>Two.</p><p>Three.</p>")
    story.submit(writer, 1)
    story.approve(editor, 1)
    approved = story.transitions.first().revision
    assert "sheet__since" not in sheet(client, story)
    rewrite(story, writer, body="<p>One.</p><p>Two, or not.</p><p>Three.</p><p>Four.</p>")
    rewrite(story, writer, headline="Another")

    page = sheet(client, story)

    said = re.search(r'<p class="sheet__since">(.*?)</p>', page)[1]
    assert "Since Ada Berg approved it" in said
    assert "<strong>Jo Lind changed 2 paragraphs and “Headline”</strong>" in said
    assert f"{address('compare', story.pk)}?a={approved.pk}&amp;b=now" in said


def test_change_that_was_taken_back_is_none(client, editor):
    story = make_story(headline="One")
    story.submit(editor, 1)
    rewrite(story, editor, headline="Two")
    assert "submitted it for review" in sheet(client, story)

    rewrite(story, editor, headline="One")

    assert "sheet__since" not in sheet(client, story)


# The conversation, and that all of it is one


def test_mode_of_the_conversation_is_set_with_the_publication(client, journalist):
    story = make_story(owner=journalist)

    press(client, story, **{"thread-mode": "closed"})

    thread = Thread.all_objects.get(story=story)
    assert (thread.mode, thread.article) == ("closed", Article.objects.get())


def test_mode_that_was_not_touched_is_left_to_those_who_set_it_meanwhile(client, journalist):
    story = make_story(owner=journalist)
    Thread.choose(story, "closed", None)

    press(client, story, **{"thread-mode": "", "initial-thread-mode": ""})

    assert Thread.all_objects.get(story=story).mode == "closed"


@pytest.mark.parametrize(
    "chosen", [{"thread-mode": "joke"}, {"thread-closes_after": "-1", "thread-mode": "open"}]
)
def test_mode_that_is_none_stops_everything(client, journalist, chosen):
    answer = press(client, make_story(owner=journalist), **chosen)

    assert (answer.status_code, "errorlist" in text(answer)) == (200, True)
    assert Article.all_objects.count() == Thread.all_objects.count() == 0


def test_nothing_goes_out_when_a_part_of_the_sheet_cannot_be_done(client, journalist, monkeypatch):
    def refuse(self, request):
        assert Article.objects.exists()
        raise Refused([])

    monkeypatch.setattr(SheetPart, "save", refuse)
    story = make_story(owner=journalist)

    answer = press(client, story, **{"thread-mode": "closed"})

    assert answer.status_code == 200
    assert Article.all_objects.count() == 0
    assert story.transitions.count() == 0
