"""A small newsroom in which things happen by chance."""

import random
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from articles.models import Article, Refused, Section, Stale, Story
from authors.models import Author
from comments.models.comment import Decided
from tests.articles.rows import photo_row
from tests.cast import make_author, make_section, make_story, make_user

SECTIONS, AUTHORS, TAGS = 3, 4, ("harbour", "fog", "ferries", "eels")
CSRF = "c" * 32
CHANGES = []  # (weight, function)


def change(weight: int):
    def note(function):
        CHANGES.append((weight, function))
        return function

    return note


class Nothing(Exception):
    """There is none of what would change."""


class World:
    """A small newsroom, and chance."""

    def __init__(self, seed: int, port: int, stories: int):
        self.random, self.port = random.Random(seed), port
        self.editor, self.moderator = make_user("Editor"), make_user("Moderator")
        self.count, self.offset, self.most_stories = 0, 0.0, stories + 4
        self.cookie = _session(self.editor)
        for name in ("World", "City", "Sports")[:SECTIONS]:
            make_section(name)
        for number in range(AUTHORS):
            make_author(f"Author {number}", is_listed=number == 0, portrait=photo_row())
        for _ in range(stories):
            self.new_story()
        for story in Story.objects.all()[: stories - 2]:
            story.publish(self.editor, story.version)

    def happen(self, chosen=None) -> str:
        """Do one change, any if none is named; returns its name."""
        if chosen is None:
            functions = [function for _, function in CHANGES]
            [chosen] = self.random.choices(functions, [weight for weight, _ in CHANGES])
        try:
            chosen(self)
        except (Refused, Stale, Decided, PermissionDenied, IntegrityError, Nothing):
            return f"{chosen.__name__} (refused)"
        return chosen.__name__

    def words(self) -> str:
        self.count += 1
        return f"{self.random.choice(('Fog', 'Ferry', 'Quay', '<b>“Eel”</b> & sons'))} {self.count}"

    def pick(self, rows):
        rows = list(rows)
        if not rows:
            raise Nothing
        return self.random.choice(rows)

    def new_story(self) -> Story:
        return make_story(
            owner=self.editor,
            author=self.pick(Author.objects.all()) if self.random.random() < 0.7 else None,
            tags=self.random.sample(TAGS, self.random.randint(0, 2)),
            section=self.pick(Section.objects.all()),
            lead_photo=photo_row() if self.random.random() < 0.5 else None,
            headline=self.words(),
        )

    def public(self) -> Article:
        return self.pick(Article.objects.all())

    def post(self, address: str, **fields) -> None:
        """Press a button of the admin as the editor, on a running server."""
        server = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": f"{self.cookie}; csrftoken={CSRF}"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
        server.request("POST", address, body, headers)
        answer = server.getresponse()
        answer.read()
        server.close()
        if answer.status not in (200, 302, 409):
            raise AssertionError(f"{address} answered {answer.status}")


def _session(user) -> str:
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def execute(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
