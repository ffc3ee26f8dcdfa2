"""A sensitive story beside one that never was: every desk page, for every role it does not name.

THREATS B3, C1 and C3. `zqs…` stands in every field, `zqa…` in its author, whom the desk may know.
"""

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from articles.models import ShareLink, Story, day
from articles.models.transitions import TRANSITIONS
from newsroom import database
from tests.cast import make_author, make_comment, make_story, make_user
from tests.test_canary import COMMON, NEVER, RANDOM, WORDS, likeness, photo_with_files
from tests.test_permissions import House, routes

pytestmark = pytest.mark.django_db
# Of stories and their articles: no other thing has these. A sequence outlives a test.
NUMBERS = count(7_654_321, 10_000)
LISTS = ("mine", "all", "review", "scheduled", "changed", "published", "withdrawn", "spiked")


def plant(owner, editor, state) -> Story:
    """A story with a word of its own in everything there is, named to these two."""
    number = next(NUMBERS)
    for table in ("articles_story", "articles_article"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number - 1})")
    photos = [photo_with_files(alt=f"zqsalt {n}", caption="zqscaption") for n in "ab"]
    words = {field: f"zqs{field.replace('_', '')} ferry" for field in WORDS}
    figure = f'<figure><img src="/admin/photos/{photos[1].token}/640.webp" alt="zqs"></figure>'
    story = make_story(
        owner=owner,
        author=make_author("zqa Name"),
        tags=["zqstag"],
        body=f"<p>The {COMMON} and zqsbody.</p>{figure}",
        lead_photo=photos[0],
        due_on=database.now().date(),
        **words,
    )
    story.keep("named", owner, name="zqsname")
    ShareLink.make(story, owner, "z" * 43, 3, label="zqslabel")
    day.note(story, owner, "zqsnote")
    state(story, editor)
    story.mark_sensitive(editor, story.version, [], "closed", note="zqswhy")
    return Story.objects.get(pk=number)


def in_review(story, editor):
    story.submit(editor, story.version, "zqssubmitted")


def scheduled(story, editor):
    hour = timedelta(hours=1)
    story.schedule(editor, story.version, database.now() + hour, "zqsscheduled")


def taken_down(story, editor):
    story.publish(editor, story.version)
    make_comment(story.article, "pending", text="zqscomment")
    story.hide(editor, story.version, "zqshidden")


def spiked(story, editor):
    story.spike(editor, story.version, "zqsspiked")


@pytest.fixture
def house():
    return House(settings.PICTURES_ROOT)


def client_of(house, role) -> Client:
    client = Client()
    client.cookies = SimpleCookie(house.cookies[role].output(header="", sep=";"))
    return client


def general() -> set[str]:
    """Every page that lists, counts, finds or offers something."""
    found = {f"/admin/articles/story/?list={name}" for name in LISTS}
    found |= {f"/admin/articles/story/?list={name}&q=zqs" for name in LISTS}
    found |= {f"/admin/articles/story/?q={COMMON}", "/admin/articles/story/?state=draft"}
    found |= {"/admin/", "/admin/go/", "/admin/go/?q=zqs", "/admin/articles/story/plan/"}
    found |= {"/admin/articles/story/marks/", "/admin/articles/tag/", "/admin/articles/tag/?q=zqs"}
    found |= {f"/admin/{place}?q=zqs" for place in ("photos/pick/", "newsroom/photo/")}
    found |= {"/admin/photos/pick/", "/admin/newsroom/photo/", "/admin/articles/story/let-in/"}
    found |= {f"/admin/comments/comment/?list={name}" for name in ("waiting", "all")}
    return found


def of_things(house, story) -> set[str]:
    """Every address of the desk with the numbers of what it uses, and of its colleagues' things."""
    every = [route for route in routes(get_resolver().url_patterns) if route.startswith("admin/")]
    lead, author, tag = story.lead_photo, story.bylines.get().author, story.tags.get()
    house.things["other"] |= {"photo": lead, "author": author}
    found = {house.path(route, "other") for route in every}
    found |= {f"/admin/articles/tag/{tag.pk}/{end}/" for end in ("change", "delete", "history")}
    found |= {f"/admin/articles/section/{story.section_id}/delete/"}
    return {path for path in found if not path.endswith(("logout/", "go/"))}


def told_of(story, answer) -> list[str]:
    """What an answer says of a story that it should not know. Keys made by chance hold anything."""
    return re.findall(rf"zqs\w+|{story.pk}", RANDOM.sub("", answer))


def look(client, path) -> tuple:
    """What can be told of an answer but the second it was made in."""
    response = client.get(path)
    response.headers.pop("Expires", None)
    return likeness(response)


ALONE = [
    (in_review, "journalist"),
    (scheduled, "editor"),
    (taken_down, "moderator"),
    (taken_down, "editor"),
    (spiked, "administrator"),
]


@pytest.mark.crawl
@pytest.mark.parametrize(("state", "role"), [(in_review, "editor"), *ALONE])
def test_lists_counts_and_searches_do_not_know_it(house, state, role):
    """The same pages, to a byte, as before the story was written."""
    editor, writer, client = make_user("Editor"), make_user("Journalist"), client_of(house, role)
    before = {path: look(client, path) for path in sorted(general())}

    story = plant(writer, editor, state)

    for path, page in before.items():
        after = look(client, path)
        assert told_of(story, after[-1] + after[1]) == [], path
        assert after == page, path
    client.force_login(editor)
    name = {spiked: "spiked", taken_down: "withdrawn"}.get(state, "all")
    named = client.get(f"/admin/articles/story/?list={name}").content.decode()
    assert f"/story/{story.pk}/change/" in named


@pytest.mark.crawl
@pytest.mark.parametrize(("state", "role"), ALONE)
def test_its_addresses_answer_as_those_of_one_that_never_was(house, state, role):
    """Every address of a story, read and sent to: status, headers, every byte."""
    story = plant(make_user("Journalist"), make_user("Editor"), state)
    client, compared = client_of(house, role), 0

    for path in sorted(of_story(house, story)):
        told = [look(client, path.format(n)) for n in (story.pk, NEVER)]
        assert told[0][:2] == told[1][:2], path
        assert told[0][3].replace(str(story.pk), str(NEVER)) == told[1][3], path
        sent = [house.ask(role, "post", path.format(n), {"version": 1}) for n in (story.pk, NEVER)]
        assert sent[0] == sent[1], path
        compared += 1

    assert compared > 40


def of_story(house, story) -> set[str]:
    """Every address of a story, with a gap for its number."""
    every, own = routes(get_resolver().url_patterns), house.things["own"]["story"].pk
    wanted = [r for r in every if r.startswith(("admin/articles/story/<", "admin/r/"))]
    found = {house.path(route, "own").replace(f"/{own}/", "/{0}/", 1) for route in wanted}
    at = "/admin/articles/story/{0}"
    found |= {f"{at}/{verb}/" for verb in TRANSITIONS}
    found |= {f"{at}/revision/{revision.pk}/" for revision in story.revisions.all()}
    found |= {f"{at}/share/{story.share_links.get().pk}/end/"}
    return found | {"/admin/comments/thread/{0}/", "/admin/comments/comment/?article={0}"}


@pytest.mark.crawl
@pytest.mark.parametrize(("state", "role"), ALONE)
def test_what_it_uses_does_not_tell_of_it(house, state, role):
    """Its pictures, tag, section and author; whatever the desk may know of them, not the story."""
    story = plant(make_user("Journalist"), make_user("Editor"), state)
    client, leaks = client_of(house, role), {}

    for path in sorted(of_things(house, story)):
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if found := told_of(story, content.decode(errors="replace") + str(response.headers)):
            leaks[path] = found

    assert leaks == {}
    for photo in (story.lead_photo, story.story_photos.get().photo):
        ways = (f"/admin/photos/{token}/320.webp" for token in (photo.token, "0" * 32))
        assert len({look(client, way) for way in ways}) == 1
