"""The mail that calls a colleague: chosen, and holding nothing but the working title and a link.

Issue 5, point 17.
"""

import pytest
from django.core import mail

from articles.models import Mark, Story, day
from newsroom.jobs import Job, do_next
from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/articles/story/mail/"


@pytest.fixture
def mira(client):
    """An editor who wants every mail there is."""
    user = make_user("Editor", username="mira", email="mira@paper.example")
    client.force_login(user)
    client.post(ADDRESS, {"kinds": list(day.MAILED)})
    return user


@pytest.fixture
def story():
    return make_story(headline="SECRET headline", standfirst="SECRET", working_title="Barrier vote")


def sent() -> list:
    while do_next():
        pass
    return mail.outbox


def test_mail_holds_the_working_title_and_a_link_alone(mira, story, settings):
    story.submit(story.owner, story.version, "SECRET note")

    (message,) = sent()

    link = f"{settings.NEWSROOM_URL}/admin/articles/story/{story.pk}/change/"
    assert message.subject == "Submitted: Barrier vote"
    assert message.body == f"Barrier vote\n{link}\n"
    assert message.to == ["mira@paper.example"]
    assert "SECRET" not in message.message().as_string()
    assert message.message().get_content_type() == "text/plain"


def test_story_without_a_working_title_tells_none(mira, story):
    Story.objects.filter(pk=story.pk).update(working_title="")
    day.mark(story, [mira], Mark.Kind.ASSIGNED, story.owner)

    assert sent()[0].subject == "Assigned to you: A story without a working title"


def test_working_title_breaks_no_header(mira, story):
    """THREATS D3."""
    Story.objects.filter(pk=story.pk).update(working_title="Vote\r\nBcc: x@example.org")
    day.note(story, story.owner, "@mira")

    assert sent()[0].subject == "You are mentioned: Vote Bcc: x@example.org"
    assert sent()[0].recipients() == ["mira@paper.example"]


def test_four_kinds_are_mailed_and_approval_is_not(mira, story, client):
    writer = story.owner
    client.force_login(writer)
    client.post(ADDRESS, {"kinds": ["sent_back"]})
    story.submit(writer, story.version)
    story.send_back(mira, story.version, "Shorter.")
    day.mark(story, [writer], Mark.Kind.APPROVED, mira)
    day.mark(story, [writer], Mark.Kind.MENTIONED, mira)

    assert [(m.to[0], m.subject.split(":")[0]) for m in sent()] == [
        ("mira@paper.example", "Submitted"),
        (writer.email, "Sent back"),
    ]


def test_nobody_is_mailed_who_did_not_choose(story):
    """Issue 5, point 17: the default is none."""
    make_user("Editor")
    story.submit(story.owner, story.version)

    assert sent() == []
    assert Job.objects.count() == 0


def test_one_call_is_one_mail(mira, story):
    """THREATS F2: a second mention while the first waits unread is no new call."""
    for _ in range(2):
        day.note(story, story.owner, "@mira")
    sent()
    day.note(story, story.owner, "@mira")

    assert len(sent()) == 1
    story.marks.see(mira, story)
    day.note(story, story.owner, "@mira")
    assert len(sent()) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda user, story: user.groups.clear(),
        lambda user, story: story.marks.see(user, story),
        lambda user, story: user.mail_wishes.all().delete(),
        lambda user, story: type(user).objects.filter(pk=user.pk).update(is_active=False),
        lambda user, story: story.delete(),
    ],
)
def test_mail_that_no_longer_fits_is_not_sent(mira, story, change):
    """Above all, no title of a story that its receiver may not see."""
    day.mark(story, [mira], Mark.Kind.ASSIGNED, story.owner)
    change(mira, story)

    assert sent() == []


def test_mail_server_that_is_away_stops_nobody(mira, story, settings, clock):
    """THREATS F10: the deed stands, and the mail comes when the server does."""
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    story.submit(story.owner, story.version)
    assert sent() == []
    assert Job.objects.get().tries == 1

    settings.EMAIL_BACKEND = works
    clock.forward(seconds=11)

    assert len(sent()) == 1


def test_choice_is_kept_and_can_be_taken_back(client, mira):
    assert client.get(ADDRESS).content.decode().count(" checked") == 4

    client.post(ADDRESS, {"kinds": ["assigned"]})
    response = client.post(ADDRESS, {"kinds": ["approved"]})

    assert "approved is not one of the available choices" in response.content.decode()
    assert [wish.kind for wish in mira.mail_wishes.all()] == ["assigned"]
    client.post(ADDRESS, {})
    assert mira.mail_wishes.count() == 0


def test_who_has_no_address_is_told(client, mira):
    type(mira).objects.filter(pk=mira.pk).update(email="")

    assert "has no e-mail address" in client.get(ADDRESS).content.decode()
