"""Taking down: which of four ways, that everything goes at once, and what nobody can recall."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article, Refused, ShareLink, Stale, Story
from comments.models import Comment
from newsroom import database
from newsroom.models import Site
from tests.articles.test_admin import address
from tests.articles.test_verbs_pages import press
from tests.cast import make_author, make_comment, make_photo, make_section, make_story, make_user

pytestmark = [pytest.mark.crawl, pytest.mark.django_db]
TOKEN = "t" * 43


@pytest.fixture
def writer():
    return make_user("Journalist")


@pytest.fixture
def editor(client):
    user = make_user("Editor", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


@pytest.fixture
def story(writer, editor):
    """A published story of a journalist, with everything that hangs on one."""
    inside = make_photo(alt="Nets")
    picture = f'<figure><img src="/admin/photos/{inside.token}/640.webp" alt="x"></figure>'
    story = make_story(
        owner=writer,
        headline="The ferry",
        author=make_author("Ines Falk", portrait=make_photo()),
        tags=["harbour"],
        section=make_section("City"),
        lead_photo=make_photo(),
        body=f"<p>It left at six.</p>{picture}",
    )
    story.publish(editor, story.version)
    make_comment(story.article)
    ShareLink.make(story, editor, TOKEN, 3, label="A1")
    return story


def text(answer) -> str:
    return answer.content.decode()


# How each way is done, and what its address answers then.
WAYS = {
    "take_back": ({}, 404),
    "withdraw": ({"reason": "The figures were wrong."}, 410),
    "hide": ({"reason": "Zqcourt 12 O 4/26 says so."}, 404),
    "expire": ({"at": ""}, 410),
}
LISTS = (
    *("/", "/city/", "/tags/harbour/", "/authors/ines-falk/", "/search/?q=ferry"),
    *("/feed/", "/feed/atom/", "/feed.json", "/city/feed/", "/news-sitemap.xml"),
    "/sitemap-articles-{file}.xml",
)


def pages(client, story) -> dict[str, bool]:
    """Whether each list tells of the article."""
    path = story.article.get_absolute_url()
    lists = [each.format(file=(story.article_id - 1) // 5000 + 1) for each in LISTS]
    return {each: path in text(client.get(each)) for each in lists}


def alone(story) -> list[str]:
    """Every address that is there for this article only."""
    photos = [story.lead_photo, story.bylines.get().author.portrait]
    photos += [link.photo for link in story.story_photos.all()]
    comment = Comment.all_objects.get()
    return [
        *(f"/media/{photo.token}/320.webp" for photo in photos),
        f"/comments/form/{story.article_id}/",
        f"/comments/{comment.pk}/",
        f"/share/{TOKEN}/",
    ]


@pytest.mark.parametrize("verb", WAYS)
def test_everything_of_the_article_goes_with_it_and_comes_back_with_it(client, story, verb):
    """THREATS B4, B5, B6: pictures, thread, feeds, sitemaps, search, shared links."""
    said, status = WAYS[verb]
    there = pages(client, story), [client.get(path).status_code for path in alone(story)]

    answer = press(client, story, verb, **said)
    gone = pages(client, story), [client.get(path).status_code for path in alone(story)]
    at_its_address = client.get(story.article.get_absolute_url())

    assert answer["Location"] == address("taken_down", story.pk)
    assert there == (dict.fromkeys(there[0], True), [200, 200, 200, 200, 302, 200])
    assert gone == (dict.fromkeys(gone[0], False), [404] * 6)
    assert at_its_address.status_code == status
    assert "The ferry" not in text(at_its_address)

    story = Story.objects.get(pk=story.pk)
    back = press(client, story, "publish" if verb == "take_back" else "reinstate")
    story = Story.objects.get(pk=story.pk)
    assert back["Location"] == address("change", story.pk)
    assert pages(client, story) == there[0]
    again = [client.get(path).status_code for path in alone(story)]
    assert again == [200, 200, 200, 200, 302, 404]  # a shared link that ended stays ended


@pytest.mark.parametrize("verb", WAYS)
def test_taking_down_and_its_effects_are_one_transaction(story, editor, verb, monkeypatch):
    """What fails at the last step leaves everything as it was."""

    def fail(self, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("articles.models.history.Transition.save", fail)
    arguments = {"reason": "A court."} if verb in ("withdraw", "hide") else {}
    with pytest.raises(RuntimeError):
        getattr(story, verb)(editor, story.version, **arguments)

    assert Article.objects.filter(pk=story.article_id).exists()
    assert ShareLink.objects.by_token(TOKEN)


# By mistake


def test_writer_undoes_within_ten_minutes_an_editor_always(story, writer, editor, clock):
    clock.forward(minutes=11)

    with pytest.raises(Refused, match="An editor can take it down"):
        story.take_back(writer, story.version)
    assert Article.objects.exists()

    story.take_back(editor, story.version)
    assert (story.state, Article.objects.exists()) == (Story.State.DRAFT, False)


# A court, or somebody's safety


def test_hidden_article_answers_as_what_never_was(client, story):
    """THREATS B3."""
    path = story.article.get_absolute_url()
    press(client, story, "hide", reason="Zqcourt says so.")

    answer, nothing = client.get(path), client.get(path.replace("ferry", "nothing"))

    assert (answer.status_code, answer.content) == (404, nothing.content)
    assert dict(answer.headers) == dict(nothing.headers)


def test_reason_of_a_hidden_article_is_for_editors(client, story, writer, editor):
    press(client, story, "hide", reason="Zqcourt says so.")
    seen = text(client.get(address("history", story.pk)))
    client.force_login(writer)

    pages = [text(client.get(address(name, story.pk))) for name in ("history", "change")]

    assert "Zqcourt says so." in seen
    assert "The reason is kept for editors." in pages[0]
    assert not any("Zqcourt" in page for page in pages)


def test_what_was_said_of_a_withdrawn_article_is_unsaid(client, story, editor):
    path = story.article.get_absolute_url()
    story.withdraw(editor, story.version, "Jo Lind asked us to.")
    story.hide(editor, story.version, "Naming him is forbidden.")

    assert client.get(path).status_code == 404
    assert story.state == Story.State.HIDDEN
    story.reinstate(editor, story.version)
    assert client.get(path).status_code == 200
    assert not story.article.is_hidden


def test_hidden_article_comes_back_with_other_words_at_its_address(client, story, editor, writer):
    path = story.article.get_absolute_url()
    story.hide(editor, story.version, "A name.")
    story.claim(writer, story.version)
    Story.objects.filter(pk=story.pk).update(body="<p>Without the name.</p>")
    story = Story.objects.get(pk=story.pk)

    assert path in text(client.get(address("verb", story.pk, "publish")))
    with pytest.raises(PermissionDenied):
        story.publish(writer, story.version)
    story.publish(editor, story.version)
    assert "Without the name." in text(client.get(path))


def test_hiding_needs_a_reason(story, editor):
    with pytest.raises(Refused, match="Say why"):
        story.hide(editor, story.version, " ")


def test_hidden_article_is_withdrawn_in_the_database_too(story):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.all_objects.filter(pk=story.article_id).update(is_hidden=True)


# Over by its date


def test_end_that_is_set_comes_by_itself(client, story, editor, clock):
    """DESIGN §4.2."""
    Site.objects.update(zone="UTC")
    at = (database.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")

    answer = press(client, story, "expire", at=at)
    story = Story.objects.get(pk=story.pk)

    assert answer["Location"] == address("change", story.pk)
    assert story.state == Story.State.PUBLISHED
    assert story.expires_at == story.article.expires_at
    path = story.article.get_absolute_url()
    assert client.get(path).status_code == 200
    clock.forward(hours=2)
    assert "This article was available until" in text(client.get(path))


def test_end_counts_as_a_change_so_that_no_open_form_takes_it_back(story, editor):
    """DESIGN §4.4: a form opened before still holds the old end."""
    before = story.version
    story.expire(editor, before, at=database.now() + timedelta(days=1))

    assert (story.version, story.published_version) == (before + 1, before + 1)
    with pytest.raises(Stale):
        Story.objects.get(pk=story.pk).claim(editor, before)


def test_end_publishes_no_unpublished_word(client, story, editor):
    story.claim(editor, story.version)
    Story.objects.filter(pk=story.pk).update(headline="Not yet", expires_at=None)
    story = Story.objects.get(pk=story.pk)

    story.expire(editor, story.version, at=database.now() + timedelta(days=1))

    assert story.state == Story.State.CHANGED
    assert "Not yet" not in text(client.get(story.article.get_absolute_url()))


def test_end_in_the_past_is_refused(story, editor):
    with pytest.raises(Refused, match="a time to come"):
        story.expire(editor, story.version, at=database.now() - timedelta(seconds=1))


def test_reinstated_article_has_the_end_the_story_says_or_none(story, editor, clock):
    story.expire(editor, story.version)
    clock.forward(seconds=1)
    later = database.now() + timedelta(days=3)
    Story.objects.filter(pk=story.pk).update(expires_at=later)
    story = Story.objects.get(pk=story.pk)
    story.reinstate(editor, story.version)
    assert (story.state, story.article.expires_at) == (Story.State.PUBLISHED, later)

    clock.forward(days=4)
    story = Story.objects.get(pk=story.pk)
    assert story.state == Story.State.EXPIRED
    story.reinstate(editor, story.version)
    assert (story.article.expires_at, story.expires_at) == (None, None)


# The page that asks


def test_page_asks_which_and_leads_each_way_on_this_version(client, story):
    page = text(client.get(address("take_down", story.pk)))

    for verb in WAYS:
        assert f"{address('verb', story.pk, verb)}?version={story.version}" in page
    menu = text(client.get(address("change", story.pk)))
    assert address("take_down", story.pk) in menu
    assert not any(f'value="{verb}"' in menu for verb in WAYS)


def test_page_says_what_is_an_editors(client, story, writer, clock):
    client.force_login(writer)

    early = text(client.get(address("take_down", story.pk)))
    clock.forward(minutes=11)
    late = text(client.get(address("take_down", story.pk)))

    assert early.count("An editor can do this.") == 3
    assert address("verb", story.pk, "take_back") in early
    assert "within ten minutes of publication. An editor always can." in late
    assert address("verb", story.pk, "take_back") not in late


def test_page_of_what_is_not_public_is_not_there(client, editor):
    story = make_story(owner=editor)

    assert [client.get(address(n, story.pk)).status_code for n in ("take_down", "taken_down")] == [
        404,
        404,
    ]


# What cannot be recalled


@pytest.mark.parametrize("verb", WAYS)
def test_afterwards_the_desk_tells_what_cannot_be_recalled(client, story, verb, settings):
    settings.NEWSROOM_URL = "https://paper.example"
    Site.objects.update(name="The Courier", contact_email="desk@paper.example", zone="UTC")
    said, _ = WAYS[verb]

    page = text(client.post(address("verb", story.pk, verb), {"version": 1, **said}, follow=True))

    for who in ("Feed readers", "Search engines", "Previews", "Mails", "The web archive"):
        assert who in page
    letter = page.partition('<textarea id="letter"')[2].partition("</textarea>")[0]
    assert f"https://paper.example{story.article.get_absolute_url()}" in letter
    assert f"{database.now():%H:%M} UTC" in letter or f"{database.now():%Y}" in letter
    assert "The Courier" in letter
    assert "desk@paper.example" in letter
    assert "Zqcourt" not in page
    assert "The figures were wrong" not in letter


def test_what_came_back_has_no_such_page(client, story, editor):
    story.withdraw(editor, story.version, "Wrong.")
    story.reinstate(editor, story.version)

    assert client.get(address("taken_down", story.pk)).status_code == 404
