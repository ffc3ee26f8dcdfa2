"""The permission matrix: role × whose × method, for every address there is, written by hand.

The addresses are walked from the resolver: one that is not in `permissions.txt` fails the first
test. THREATS C1 and C2.
"""

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from articles.models import ShareLink, Story
from articles.models.transitions import TRANSITIONS
from articles.sitemaps import FILE
from comments.models import ListedWord, Policy
from newsroom import picture_store
from newsroom.database import now
from newsroom.models import Photo
from tests.cast import (
    make_article,
    make_author,
    make_comment,
    make_page,
    make_report,
    make_section,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "reader", "journalist", "moderator", "editor", "administrator")


def read_table() -> list[tuple]:
    """Return (route, whose, statuses of GET, statuses of POST) for each line."""
    rows = []
    for line in Path(__file__).with_name("permissions.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            where, get, post = line.rsplit("|", 2)
            route, whose = where.split()
            rows.append((route.replace("(front)", ""), whose, get.split(), post.split()))
    return rows


TABLE = read_table()


def routes(patterns, prefix="") -> list[str]:
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        inside = isinstance(pattern, URLResolver)
        found += routes(pattern.url_patterns, route) if inside else [route]
    return found


def in_order(route: str) -> str:
    """The admin lists its apps in the order of registration, which says nothing."""
    return re.sub(r"(?<=<app_label>)[\w|]+", lambda m: "|".join(sorted(m[0].split("|"))), route)


def test_every_address_is_in_the_table():
    listed = {in_order(route) for route, *_ in TABLE}

    assert {in_order(route) for route in routes(get_resolver().url_patterns)} == listed


class House:
    """One of everything, twice where it matters whose it is."""

    def __init__(self, root):
        self.users = {"reader": make_user()}
        for role in ROLES[2:]:
            self.users[role] = make_user(role.title())
        self.cookies = {role: self._sign_in(role) for role in ROLES}
        journalist, colleague = self.users["journalist"], make_user("Journalist")
        self.section = make_section()
        self.article = make_article(owner=colleague, section=self.section, tags=["Harbour"])
        self.comment = make_comment(self.article)
        self.report = make_report(self.article)
        self.page = make_page("about", is_published=True)
        make_page("imprint", is_published=True)
        self.word = ListedWord.objects.create(word="herring")
        self.things = {
            "own": self._things(journalist, "a" * 32, root) | {"user": journalist},
            "other": self._things(colleague, "b" * 32, root)
            | {"user": make_user("", is_superuser=True, is_staff=True)},
        }

    def _sign_in(self, role) -> SimpleCookie:
        client = Client()
        if role != "anonymous":
            client.force_login(self.users[role])
        return client.cookies

    def _things(self, user, token, root) -> dict:
        story = make_story(owner=user, section=self.section)
        link = {"label": "A1", "may_answer": True}
        return {
            "story": story,
            "link": ShareLink.make(story, user, token[0] * 43, 3, **link),
            "photo": make_token_photo(token, user, root),
            "author": make_author(user.username, user=user),
        }

    def path(self, route: str, whose: str) -> str:
        """Fill a route's gaps with what there is."""
        things = self.things["other" if whose == "other" else "own"]
        model = re.match(r"admin/\w+/(\w+)/", route)
        group, tag = Group.objects.get(name="Journalist"), self.article.article_tags.get().tag
        shared = {"group": group, "section": self.section, "tag": tag}
        shared |= {"comment": self.comment, "listedword": self.word, "policy": Policy.current()}
        shared |= {"thread": things["story"], "standingpage": self.page, "report": self.report}
        one = {**things, **shared}.get(model[1]) if model else None
        stories = ContentType.objects.get_for_model(Story)
        day, token = self.article.day, things["photo"].token
        gaps = {
            r"<path:content_type_id>/<path:object_id>": f"{stories.pk}/{things['story'].pk}",
            r"^comments/\^reports/.*": f"comments/reports/{self.report.token}/",
            r"comments/form/<int:article>": f"comments/form/{self.article.pk}",
            r"^comments/<int:pk>": f"comments/{self.comment.pk}",
            r"<(path:object_id|id|int:pk|int:story)>": str(one.pk if one else 1),
            r"<int:link>": str(things["link"].pk),
            r"<int:article>": str(self.article.pk),
            r"<slug:verb>": "publish",
            r"<int:revision>": "1",
            r"photos/<str:token>/<int:width>.<str:extension>": f"photos/{token}/320.webp",
            r"<yyyy:yyyy>": f"{day:%Y}",
            r"<nn:mm>": f"{day:%m}",
            r"<nn:dd>": f"{day:%d}",
            r"about/<slug:slug>": "about/imprint",
            r"tags/<slug:slug>": f"tags/{tag.slug}",
            r"authors/<slug:slug>": f"authors/{things['author'].slug}",
            r"/<slug:slug>/": f"/{self.article.slug}/",
            r"^<slug:slug>": self.section.slug,
            r"\^sitemap-pages.*": "sitemap-pages.xml",
            r"\^sitemap-\(.*": f"sitemap-articles-{(self.article.pk - 1) // FILE + 1}.xml",
            r"\^robots.*": "robots.txt",
            r"\^\(\?P<token>.*<photo>.*": f"{token[0] * 43}/{token}/320.webp",
            r"\^\(\?P<token>\[A-Z.*": f"{token[0] * 43}/",
            r"\^media/shared/.*": f"media/shared/{self.article.pk}/{'0' * 32}.jpg",
            r"\^media/.*": f"media/{token}/320.webp",
            r"\^password/reset.*": "password/reset/key/1-a/",
        }
        for gap, filled in gaps.items():
            pattern = gap if gap.startswith(("<(", r"\^", "^")) else re.escape(gap)
            route = re.sub(pattern, filled, route, count=1)
        return f"/{route}"

    def ask(self, role: str, method: str, path: str, data=None) -> str:
        """Ask as somebody, and undo what came of it."""
        client = Client()
        client.cookies = SimpleCookie(self.cookies[role].output(header="", sep=";"))
        with transaction.atomic():
            response = getattr(client, method)(path, data)
            transaction.set_rollback(True)
        way_in = ("/accounts/login/", "/admin/login/")
        return (
            "in" if response.get("Location", "").startswith(way_in) else str(response.status_code)
        )

    def do(self, role: str, verb: str, story) -> str:
        path = f"/admin/articles/story/{story.pk}/{verb}/"
        read = {"version": story.version, "releasers": [self.users["editor"].pk]}
        read |= {"added": [self.users["editor"].pk]}
        read |= {"request": story.release_request.pk} if story.release_request else {}
        read |= {"hold": story.open_hold.pk} if story.open_hold else {}
        return self.ask(role, "post", path, {**SAID, **read})


def make_token_photo(token, user, root) -> Photo:
    """A photo whose files are one byte: who may see it is asked, not what it shows."""
    file = picture_store.path(root, token, 320, "webp")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    words = {"alt": "Grey", "credit": "Ines Falk"}
    return Photo.objects.create(token=token, width=320, height=200, uploaded_by=user, **words)


@pytest.fixture
def house(settings):
    return House(settings.PICTURES_ROOT)


@pytest.mark.crawl
def test_every_role_gets_what_the_table_says(house):
    wrong = []
    for route, whose, *expected in TABLE:
        path = house.path(route, whose)
        for method, statuses in zip(("get", "post"), expected, strict=True):
            got = [house.ask(role, method, path) for role in ROLES]
            if got != statuses:
                wrong.append(f"{method.upper()} {path} ({whose}): {' '.join(got)}, not {statuses}")

    assert not wrong, "\n".join(wrong)


# What a verb's form needs beside the version.
SAID = {"note": "Why", "reason": "It was wrong.", "text": "It was six.", "kind": "correction"}
SAID |= {"slug": "another-address", "at": "2199-01-01T10:00", "comments": "closed"}
# The state a story must be in before the verb, as the verbs that lead there.
BEFORE = {
    "send_back": ["submit"],
    "approve": ["submit"],
    "update_scheduled": ["schedule", "write"],
    "unschedule": ["schedule"],
    "correct": ["publish"],
    "take_back": ["publish"],
    "develop": ["publish"],
    "withdraw": ["publish"],
    "hide": ["publish"],
    "expire": ["publish"],
    "reinstate": ["publish", "withdraw"],
    "move": ["publish"],
    "restore": ["spike"],
    "ask_release": ["embargo"],
    "release_embargo": ["embargo", "ask_release"],
    "release_hold": ["hold"],
    "name_people": ["mark_sensitive"],
    "clear_sensitive": ["mark_sensitive"],
}
# Done is 302, refused to someone who may know of the story 403, to a stranger 404.
# Columns: the journalist on the own story, on another's, moderator, editor, administrator.
VERBS = {
    "submit": "302 404 404 302 302",
    "send_back": "403 404 404 302 302",
    "approve": "403 404 404 302 302",
    "publish": "302 404 404 302 302",
    "schedule": "403 404 404 302 302",
    "update_scheduled": "403 404 404 302 302",
    "unschedule": "403 404 404 302 302",
    "correct": "302 404 404 302 302",
    "develop": "302 404 404 302 302",
    "take_back": "302 404 404 302 302",
    "withdraw": "403 404 404 302 302",
    "hide": "403 404 404 302 302",
    "expire": "403 404 404 302 302",
    "reinstate": "403 404 404 302 302",
    "move": "403 404 404 302 302",
    "spike": "302 404 404 302 302",
    "restore": "302 404 404 302 302",
    "embargo": "403 404 404 302 302",
    "ask_release": "403 404 404 302 302",
    "release_embargo": "403 404 404 302 302",
    "hold": "403 404 404 302 302",
    "release_hold": "403 404 404 403 403",  # by those whom the hold names
    "mark_sensitive": "302 404 404 302 302",
    # Of a sensitive story that names its owner and another editor than these:
    "name_people": "302 404 404 404 404",
    "clear_sensitive": "403 404 404 404 404",
}


def bring(story, verbs, editor) -> Story:
    """Lead a story to where the next verb begins."""
    for verb in verbs:
        story = Story.objects.get(pk=story.pk)
        if verb == "write":
            story.claim(editor, story.version, "headline")
        elif verb == "schedule":
            story.schedule(editor, story.version, now() + timedelta(days=1))
        elif verb in ("withdraw", "ask_release"):
            getattr(story, verb)(editor, story.version, "It was wrong.")
        elif verb == "embargo":
            story.embargo(editor, story.version, now() + timedelta(days=1), "As agreed.")
        elif verb == "mark_sensitive":
            story.mark_sensitive(editor, story.version, [], "closed")
        elif verb == "hold":
            story.hold(editor, story.version, [editor], "A letter.")
        else:
            getattr(story, verb)(editor, story.version)
    return Story.objects.get(pk=story.pk)


def test_every_verb_is_in_the_table():
    assert set(VERBS) == set(TRANSITIONS)


def test_verb_is_done_by_those_who_may(house):
    editor = make_user("Editor")
    done = {}
    for verb in VERBS:
        with transaction.atomic():
            own, other = (
                bring(house.things[whose]["story"], BEFORE.get(verb, []), editor)
                for whose in ("own", "other")
            )
            who = [("journalist", own), ("journalist", other), ("moderator", own)]
            who += [("editor", other), ("administrator", other)]
            got = [house.do(role, verb, story) for role, story in who]
            done[verb] = " ".join(got)
            transaction.set_rollback(True)

    assert done == VERBS


def test_journalist_publishes_nothing_once_the_right_is_taken(house):
    """THREATS C2."""
    publish = Permission.objects.get(codename="publish_article")
    Group.objects.get(name="Journalist").permissions.remove(publish)
    story = house.things["own"]["story"]

    got = [
        house.do("journalist", verb, story)
        for verb in ("publish", "correct", "take_back", "submit")
    ]

    assert got == ["403", "403", "403", "302"]


PEOPLE = "/admin/autocomplete/?app_label=articles&model_name=story&field_name=owner&term=a"


def test_names_of_accounts_are_offered_to_administrators_only(house):
    got = [house.ask(role, "get", PEOPLE) for role in ROLES]

    assert got == ["in", "in", "403", "403", "403", "200"]


@pytest.mark.crawl
def test_popup_opens_nothing_that_the_page_does_not(house):
    pages = [
        "newsroom/user/add/",
        "articles/section/add/",
        "newsroom/photo/add/",
        "auth/group/add/",
    ]

    for page in pages:
        path = f"/admin/{page}"
        plain = [house.ask(role, "get", path) for role in ROLES]
        for query in ("_popup=1", "_popup=1&_to_field=id", "_changelist_filters=q%3Da"):
            assert [house.ask(role, "get", f"{path}?{query}") for role in ROLES] == plain
