"""Canaries: stories in every state that hides them, with words of their own, looked for everywhere.

DESIGN §4.1 and §4.2, THREATS B1, B2, B4 and B5. `zqs…` is nobody's but the story's own people's;
`zqa…` (its tags and authors) the desk may read and readers may not.
"""

import re
import secrets
import time
from datetime import UTC, datetime, timedelta
from html import unescape
from http.cookies import SimpleCookie
from itertools import product

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from articles import guesses, search_limits
from articles.models import Article, ShareLink, ShareVisit, Story, StoryByline
from articles.models.sharing import hash_of
from articles.models.transitions import TRANSITIONS
from articles.share_card import ShareCard
from newsroom import database, page_listener, picture_store
from newsroom.database import Now
from newsroom.models import Photo, Site
from newsroom.page_listener import Listener
from newsroom.pagecache import PageCache
from tests.articles.rows import photo_row
from tests.articles.test_public_sql import addresses, talk
from tests.cast import make_article, make_author, make_section, make_story, make_user, picture_bytes
from tests.newsroom.ears import database as listened_to
from tests.newsroom.test_page_listener import Heard, await_that, read
from tests.test_permissions import House, routes

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WORDS = ("headline", "short_headline", "share_title", "standfirst", "place", "lead_caption")
WORDS += ("working_title",)
COMMON = "canaries"  # stands in every hidden text, so that a search can meet them all


# The states that hide a story, and how it gets there. `note` is for the history.


def draft(story, by, note):
    """Nothing happened yet."""


def in_review(story, by, note):
    story.submit(by, story.version, note)


def approved(story, by, note):
    in_review(story, by, note)
    story.approve(by, story.version, note)


def spiked(story, by, note):
    story.spike(by, story.version, note)


def scheduled(story, by, note):
    story.schedule(by, story.version, database.now() + 24 * HOUR, note)


def embargoed(story, by, note):
    story.embargo(by, story.version, database.now() + 24 * HOUR, note)


def embargoed_scheduled(story, by, note):
    embargoed(story, by, note)
    story.schedule(by, story.version, story.embargoed_until, note)
    story.ask_release(by, story.version, note)


def taken_back(story, by, note):
    story.publish(by, story.version, note)
    story.take_back(by, story.version, note)


def withdrawn(story, by, note):
    story.publish(by, story.version, note)
    story.withdraw(by, story.version, "The council asked for a hearing.")


def rescheduled(story, by, note):
    withdrawn(story, by, note)
    scheduled(story, by, note)


def expired(story, by, note):
    story.publish(by, story.version, note)
    now = database.now()
    Article.all_objects.filter(pk=story.article_id).update(
        published_at=now - 2 * HOUR, expires_at=now - HOUR
    )


def held(story, by, note):
    story.hold(by, story.version, [by], note)


def held_from_the_schedule(story, by, note):
    scheduled(story, by, note)
    held(story, by, note)


def changed(story, by, note):
    """Published with unpublished changes: it is planted in plain words, which `plant` changes."""
    story.publish(by, story.version)


STATES = (draft, in_review, approved, spiked, scheduled, embargoed, embargoed_scheduled)
STATES += (taken_back, withdrawn, rescheduled, expired, held, held_from_the_schedule, changed)
KNOWN_TO_HAVE_BEEN = (withdrawn, rescheduled, expired, changed)  # their address may say so


def photo_with_files(**words) -> Photo:
    """A photo whose files are there, so that only its story hides them."""
    photo = photo_row(**words)
    for width, extension in product(photo.widths, ("webp", "jpg")):
        file = picture_store.path(settings.PICTURES_ROOT, photo.token, width, extension)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    return photo


def seed_of(state) -> str:
    return f"zqs{state.__name__.replace('_', '')}"


def plant(state, by) -> Story:
    """A story with a word of its own in everything there is, in a state that hides it."""
    seed = seed_of(state)
    photos = [
        photo_with_files(alt=f"{seed}alt {n}", caption=f"{seed}caption", credit=f"{seed}credit")
        for n in "ab"
    ]
    words = {field: f"{seed}{field.replace('_', '')} ferry" for field in WORDS}
    figure = f'<figure><img src="/admin/photos/{photos[1].token}/640.webp" alt="{seed}"></figure>'
    words |= {"body": f"<p>The {COMMON} and {seed}body.</p>{figure}", "lead_photo": photos[0]}
    story = make_story(owner=by, **({} if state is changed else words))
    if state is changed:
        state(story, by, "")
    Story.objects.filter(pk=story.pk).update(**words, byline_choice="named")
    story.refresh_from_db()
    StoryByline.objects.create(story=story, author=_author(seed))
    story.tags.set([f"zqa{seed[3:]}tag"])
    story.link_photos()
    story.keep("named", by, name=f"{seed}name")
    if state is changed:
        story.claim(by, story.version, f"{seed}fields")
    else:
        state(story, by, f"{seed}note")
    return Story.objects.get(pk=story.pk)


def _author(seed):
    """An author whose account and words about themselves are no reader's business yet."""
    account = make_user("Journalist", username=f"{seed}login", last_name=f"zqa{seed[3:]}surname")
    public = {field: f"zqa{seed[3:]}{field}" for field in ("job_title", "short_bio", "full_bio")}
    portrait = photo_with_files(alt=f"zqa{seed[3:]}face")
    return make_author(f"zqa{seed[3:]} Name", user=account, portrait=portrait, **public)


@pytest.fixture
def newsroom(db):
    """What `addresses` walks: public articles, and one story of each hidden state."""
    editor = make_user("Editor")
    hidden = [plant(state, editor) for state in STATES]
    author = make_author("Ines Falk", portrait=photo_with_files())
    shown = [
        make_article(by=editor, author=author, tags=["harbour"], lead_photo=photo_with_files())
        for _ in range(4)
    ]
    moved = Story.objects.get(article=shown[1])
    old = moved.article.get_absolute_url()
    moved.move(editor, moved.version, "another-slug")
    shown[1].refresh_from_db()
    return {"hidden": hidden, "shown": shown, "author": author, "moved": old, "ended": []}


# A form's token and a nonce are random: any letters may stand in them.
RANDOM = re.compile(r"(?:csrfmiddlewaretoken\" value|csrftoken|nonce|data-now)[=-]\"?[\w+/=-]+\"?")


def canaries(kinds: str) -> str:
    """A pattern for the planted words and no others: a form's token may hold any letters."""
    names = "|".join(seed_of(state)[3:] for state in STATES)
    return rf"(?i)zq(?:[{kinds}](?:{names})|comment)\w*"


def secrets_in(response, pattern: str, tokens=()) -> list[str]:
    answer = unescape(response.content.decode(errors="replace")) + str(response.headers)
    answer += str(response.cookies)
    return re.findall(pattern, answer) + [token for token in tokens if token in answer]


def picture_names(newsroom) -> list[str]:
    """The names of the files that hidden stories use."""
    stories = newsroom["hidden"]
    leads = [story.lead_photo.token for story in stories]
    return leads + [link.photo.token for story in stories for link in story.story_photos.all()]


LINK = re.compile(
    r"""(?:href|src|action|content|data-[a-z]+)=["']([^"'<>]+)|<(?:loc|link|id)>([^<]+)<"""
    r"""|"(?:url|id|home_page_url|feed_url|next_url|image)": ?"([^"]+)"|([^\s,"']+) \d+w"""
)
PRIVATE = ("/admin/", "/accounts/", "/static/", "//")


def links(response) -> set[str]:
    """Every address of ours that an answer names, wherever it names it."""
    if response.streaming or not re.search("text|xml|json", response.get("Content-Type", "")):
        return set()
    named = (next(filter(None, m.groups())) for m in LINK.finditer(response.content.decode()))
    paths = (unescape(re.sub(r"^https?://[^/]+", "", each)).partition("#")[0] for each in named)
    return {path for path in paths if path.startswith("/") and not path.startswith(PRIVATE)}


def crawl(client, start) -> dict:
    """Ask for every address that is known or named, each once."""
    found, waiting = {}, set(start)
    while waiting:
        path = waiting.pop()
        response = found[path] = client.get(path)
        if response.streaming:
            response.content = b"".join(response.streaming_content)
        led_to = response.get("Location", path).partition("#")[0]
        waiting |= (links(response) | {led_to}) - found.keys()
        waiting = {path for path in waiting if not path.startswith(PRIVATE)}
    return found


def all_addresses(newsroom) -> set[str]:
    return {path for paths in addresses(newsroom).values() for path in paths}


# Nothing anywhere


@pytest.mark.parametrize("role", ["", pytest.param("reader", marks=pytest.mark.crawl)])
def test_readers_meet_no_canary(client, newsroom, role):
    """THREATS B2: every public address, what it names, and what that names, headers included."""
    gone = [s for s, state in zip(newsroom["hidden"], STATES, strict=True) if state is not changed]
    talk(newsroom["shown"], [story.article for story in gone if story.article_id])
    if role:
        client.force_login(make_user())

    found = crawl(client, all_addresses(newsroom) | {f"/search/?q={COMMON}+or+ferry"})

    tokens = picture_names(newsroom)
    leaks = {path: secrets_in(each, canaries("sa"), tokens) for path, each in found.items()}
    assert {path: leak for path, leak in leaks.items() if leak} == {}
    assert len(found) > 150
    assert newsroom["shown"][2].headline in found["/"].content.decode()


@pytest.mark.crawl
def test_search_knows_no_canary(client, newsroom):
    """The answer to a hidden word is the answer to a word that was never written."""
    fields = [*(field.replace("_", "") for field in WORDS), "body", "alt", "caption", "note"]
    for word in [f"{seed_of(state)}{field}" for state in STATES for field in fields]:
        never = "zqs" + "y" * (len(word) - 3)
        search_limits.forget()  # one address may not ask for so many in a minute
        known, unknown = (client.get("/search/", {"q": each}) for each in (word, never))
        for response in (known, unknown):
            del response["ETag"]  # it is made of the page, and that says what was asked for
        assert known.content.replace(word.encode(), never.encode()) == unknown.content, word
        assert likeness(known)[:3] == likeness(unknown)[:3]


@pytest.mark.crawl
@pytest.mark.parametrize("role", ["journalist", "moderator"])
def test_colleagues_of_others_meet_no_canary(newsroom, role):
    """THREATS B1, C1: every desk address with the hidden story's own numbers, by every list."""
    house = House(settings.PICTURES_ROOT)
    client = Client()
    client.cookies = SimpleCookie(house.cookies[role].output(header="", sep=";"))
    tokens = picture_names(newsroom)

    leaks, asked = {}, 0
    for path in sorted(desk_addresses(house, newsroom)):
        response = client.get(path)
        asked += 1
        is_own = was_public_and_is_the_moderators(path, role, newsroom)
        if not is_own and (leak := secrets_in(response, canaries("s"), tokens)):
            leaks[path] = leak

    assert leaks == {}
    assert asked > 250


def desk_addresses(house, newsroom) -> set[str]:
    """Every address there is, filled with each hidden story's numbers, and all lists."""
    every = [route for route in routes(get_resolver().url_patterns) if route.startswith("admin/")]
    lists = ("mine", "all", "review", "scheduled", "changed", "published", "withdrawn", "spiked")
    found = {f"/admin/articles/story/?list={name}&q={COMMON}" for name in lists}
    found |= {f"/admin/articles/story/?list={name}" for name in lists}
    found |= {f"/admin/{place}?q=caption" for place in ("photos/pick/", "newsroom/photo/")}
    for story in newsroom["hidden"]:
        photo, author = story.lead_photo, story.bylines.get().author
        house.things["other"] |= {"story": story, "photo": photo, "author": author}
        found |= {house.path(route, "other") for route in every}
        at = f"/admin/articles/story/{story.pk}"
        found |= {f"{at}/revision/{revision.pk}/" for revision in story.revisions.all()}
    found |= {f"{at}/{verb}/" for verb in TRANSITIONS}
    return {path for path in found if not path.endswith("logout/")}


def was_public_and_is_the_moderators(path, role, newsroom) -> bool:
    """A moderator keeps the thread of what was public, and reads its published headline."""
    once = [s.pk for s in newsroom["hidden"] if s.article_id and s.article.published_at]
    return role == "moderator" and path in {f"/admin/comments/thread/{pk}/" for pk in once}


# Nothing to tell it by

NEVER = 987_654_321


def likeness(response) -> tuple:
    """What can be told of an answer; what differs from one to the next anyway is left out."""
    page = RANDOM.sub("", response.content.decode(errors="replace"))
    headers = {
        name: sorted(value.split("; ")) if name == "Content-Security-Policy" else value
        for name, value in response.headers.items()
    }
    return response.status_code, RANDOM.sub("", str(headers)), len(page), page


def public_pairs(story, state) -> list[tuple[str, str]]:
    """Addresses of a hidden story, each beside one of the same shape that never was."""
    author, tag = story.bylines.get().author, story.tags.get()
    photos = [story.lead_photo, author.portrait, *(p.photo for p in story.story_photos.all())]
    pairs = [
        (f"/media/{photo.token}/320.{end}", f"/media/{'0' * 32}/320.{end}")
        for photo, end in product(photos, ("webp", "jpg"))
    ]
    for kind, slug in (("authors", author.slug), ("tags", tag.slug)):
        never = slug[:-3] + "qqq"
        pairs += [
            (f"/{kind}/{slug}/{end}", f"/{kind}/{never}/{end}")
            for end in ("", "feed/", "feed/atom/", "feed.json")
        ]
    if state is changed:
        return pairs
    if story.article_id:
        pk = story.article_id
        pairs += [(f"/comments/form/{pk}/", f"/comments/form/{NEVER}/")]
        card = ShareCard.of(story.article, Site.current()).path
        pairs += [(card, f"/media/shared/{NEVER}/{'0' * 32}.jpg")]
    if story.article_id and state not in KNOWN_TO_HAVE_BEEN:
        path = story.article.get_absolute_url()
        pairs += [(path, path[:-4] + "qqq/")]
    return pairs


@pytest.mark.crawl
def test_hidden_and_never_written_are_answered_alike(client, newsroom):
    """DESIGN §4.1: status, headers, length, every byte."""
    compared = 0
    for story, state in zip(newsroom["hidden"], STATES, strict=True):
        for hidden, never in public_pairs(story, state):
            told = [likeness(client.get(path)) for path in (hidden, never)]
            assert told[0] == told[1], hidden
            assert told[0][0] == 404, hidden
            compared += 1
        if story.article_id and state is not changed:
            told = [
                likeness(client.post("/comments/", {"article": pk, "text": "Hello"}))
                for pk in (story.article_id, NEVER)
            ]
            shapes = [(status, headers) for status, headers, *_ in told]
            assert shapes[0] == shapes[1], state
            assert told[0][0] == 404, state
    assert compared > 100


@pytest.mark.crawl
@pytest.mark.parametrize("role", ["Journalist", "Moderator"])
def test_colleagues_are_answered_alike_too(client, newsroom, role):
    """THREATS C1: another's story and one that never was."""
    client.force_login(make_user(role))

    for story, state in zip(newsroom["hidden"], STATES, strict=True):
        at, never = f"/admin/articles/story/{story.pk}", f"/admin/articles/story/{NEVER}"
        for page in ("change", "history", "preview", "seen", "publish", "release_hold"):
            told = [likeness(client.get(f"{root}/{page}/")) for root in (at, never)]
            assert told[0] == told[1], (state, page)
            assert told[0][0] == 404
        pair = (
            f"/admin/photos/{story.lead_photo.token}/320.webp",
            f"/admin/photos/{'0' * 32}/320.webp",
        )
        told = [likeness(client.get(path)) for path in pair]
        assert told[0] == told[1], state


def ended_links(story) -> list[str]:
    """Tokens that lead nowhere: one of a link that is over, one of a link that was ended."""
    tokens = []
    for ended in ({"expires_at": Now() - HOUR}, {"revoked_at": Now()}):
        token = secrets.token_urlsafe(32)
        made = {"created_at": Now() - 2 * HOUR, "expires_at": Now() + HOUR, "may_answer": True}
        ShareLink.objects.create(
            story=story,
            label="zqslabel",
            token_hash=hash_of(token),
            created_by=story.owner,
            **(made | ended),
        )
        tokens.append(token)
    return tokens


@pytest.mark.crawl
def test_ended_link_is_answered_like_one_that_never_was(client, newsroom, monkeypatch):
    """THREATS B1: expired, revoked, almost right; by every method, pictures included."""
    monkeypatch.setattr(guesses, "MOST", 10_000)
    never, compared = "A" * 43, 0
    answer = {"read": "x", "verdict": "cleared", "note": "Mine"}
    for story in newsroom["hidden"]:
        ended = ended_links(story)
        for token in (*ended, ended[0][:-1] + "Q", ended[1].swapcase()):
            for end in ("", f"{story.lead_photo.token}/320.webp"):
                paths = [f"/share/{each}/{end}" for each in (token, never)]
                for asked in (client.get, client.head, lambda path: client.post(path, answer)):
                    told = [likeness(asked(path)) for path in paths]
                    assert told[0] == told[1], paths
                    assert told[0][0] in (404, 405)
                    compared += 1
        assert not ShareVisit.objects.exists()
    assert compared == len(STATES) * 24


# Across the boundary


class Still:
    """Both clocks stand where they are put, so that the edge can be met exactly."""

    traveller = None

    def at(self, moment: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION newsroom_now() RETURNS timestamptz LANGUAGE sql STABLE "
                f"PARALLEL SAFE AS $$ SELECT timestamptz '{moment.isoformat()}' $$"
            )
        self.back()
        self.traveller = time_machine.travel(moment, tick=False)
        self.traveller.start()

    def back(self) -> None:
        if self.traveller:
            self.traveller.stop()
            self.traveller = None


@pytest.fixture
def still(clock):
    """The clock's own end puts the database's function back."""
    still = Still()
    yield still
    still.back()


EDGES = {
    "an ordinary evening": ("2027-06-01T18:00", "", "2027-06-01T16:00:00"),
    "the first of a double hour": ("2027-10-31T02:30", "0", "2027-10-31T00:30:00"),
    "the second of a double hour": ("2027-10-31T02:30", "1", "2027-10-31T01:30:00"),
    "the end of a double hour": ("2027-10-31T03:00", "", "2027-10-31T02:00:00"),
    "after the hour that is not there": ("2027-03-28T03:00", "", "2027-03-28T01:00:00"),
    "midnight at new year": ("2028-01-01T00:00", "", "2027-12-31T23:00:00"),
}


def comes_with_everything(editor) -> Story:
    upload = SimpleUploadedFile("zqsfilename.jpg", picture_bytes(), "image/jpeg")
    photo = Photo.take_in(upload, alt="zqsalt", credit="zqscredit", caption="zqscaption")
    return make_story(
        owner=editor,
        author=make_author("zqs Name", short_bio="zqsbio"),
        tags=["zqstag"],
        headline="zqsheadline",
        standfirst="zqsstandfirst",
        body=f"<p>The {COMMON} and zqsbody.</p>",
        lead_photo=photo,
        section=make_section(),
    )


def places(story) -> list[str]:
    """Where readers meet it from its first second on."""
    article, author, tag = story.article, story.bylines.get().author, story.tags.get()
    day = f"{article.day:%Y/%m/%d}"
    feeds = ("feed/", "feed/atom/", "feed.json")
    roots = ("/", "/world/", author.get_absolute_url(), tag.get_absolute_url())
    found = [article.get_absolute_url(), *roots, f"/{day}/", f"/{day[:7]}/", f"/{day[:4]}/"]
    found += [root + feed for root in roots for feed in feeds]
    found += ["/authors/", "/news-sitemap.xml", "/sitemap-articles-1.xml", "/search/?q=zqsbody"]
    number = (article.pk - 1) // 5000 + 1
    found[found.index("/sitemap-articles-1.xml")] = f"/sitemap-articles-{number}.xml"
    return found


def showing(client, paths) -> list[str]:
    """Which of the addresses hold anything of it."""
    shown = []
    for path in paths:
        response = client.get(path)
        answer = response.content.decode().replace("“zqsbody”", "").replace('"zqsbody"', "")
        answer = re.sub(r"<title>.*?</title>|q=zqsbody", "", answer)
        shown += [path] if "zqs" in answer else []
    return shown


@pytest.mark.parametrize(
    "edge",
    [
        each if each.startswith("the second") else pytest.param(each, marks=pytest.mark.crawl)
        for each in EDGES
    ],
)
def test_nothing_is_there_a_second_before_and_everything_at_its_time(client, still, edge):
    """DESIGN §4.2, THREATS B7: the time as an editor types it, in the hour when clocks change."""
    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
    local, fold, moment = EDGES[edge]
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    still.at(at - 6 * HOUR)
    editor = make_user("Editor")
    client.force_login(editor)
    story = comes_with_everything(editor)
    for verb in ("embargo", "schedule"):
        typed = {"version": 1, "at": local, "fold": fold, "note": "As agreed."}
        client.post(f"/admin/articles/story/{story.pk}/{verb}/", typed)
    story.refresh_from_db()
    assert (story.embargoed_until, story.article.published_at) == (at, at)
    reader, paths = Client(), places(story)
    picture = f"/media/{story.lead_photo.token}/320.webp"

    for early in (HOUR, timedelta(seconds=1), timedelta(microseconds=1)):
        still.at(at - early)
        assert showing(reader, paths) == [], early
        assert reader.get(picture).status_code == 404
        assert reader.get(f"/comments/form/{story.article_id}/").status_code == 404
    still.at(at)

    assert showing(reader, paths) == paths
    assert reader.get(picture).status_code == 200
    assert reader.get(f"/comments/form/{story.article_id}/").status_code == 200


# Through the pages that are kept: the real clock, real seconds, a real listener


@pytest.fixture
def store(transactional_db, monkeypatch):
    """A store that hears this test's database; it is gone after the test."""
    monkeypatch.setattr(page_listener, "PATIENCE", 0.05)
    monkeypatch.setattr(page_listener, "BEAT", 0.1)
    Site.objects.get_or_create(pk=1)
    store = Heard()
    listener = Listener(store, listened_to())
    listener.start()
    await_that(lambda: store.is_serving)
    yield store
    listener.stop()
    listener.join(20)


AHEAD = 5  # seconds until its time: enough to keep every page before


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_kept_pages_end_at_its_time(store):
    """DESIGN §4.5: the kept front page, section, feed and 404 show it neither early nor late."""
    story, editor = comes_with_everything(make_user("Editor")), make_user("Editor")
    at = datetime.now(UTC) + timedelta(seconds=AHEAD)
    story.embargo(editor, 1, at, "As agreed.")
    story.schedule(editor, 1, at)
    cache = PageCache(get_wsgi_application(), store)
    paths = ["/", "/world/", "/feed/", story.article.get_absolute_url()]
    await_that(lambda: len(store.told) > 0)

    first, hits = {}, {}
    while first.keys() < set(paths):
        for path in paths:
            before, begun = store.hits, datetime.now(UTC)
            shows = "zqs" in read(cache, path)
            ended = datetime.now(UTC)
            if shows and path not in first:
                first[path] = ended
            assert shows or begun < at + timedelta(seconds=1), f"{path} is late"
            hits[path] = hits.get(path, 0) + (store.hits - before if begun < at else 0)
        time.sleep(0.01)

    assert all(moment >= at for moment in first.values())
    assert all(count > 10 for count in hits.values()), "they were kept until then"
