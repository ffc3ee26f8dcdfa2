"""A desk with many stories: most of them live, the others in every state, and its pages.

The words are the archive's: made up, and spread as in a language.
"""

import json
import sys
import time
from datetime import timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Section, Story, Transition
from bench import archive
from comments.models import Comment
from newsroom.models import User

DESK = 40  # people who write
ROLES = ("journalist", "editor", "moderator", "admin")  # the demo's own
BATCH = 2_000
TURNS = 20
LENGTH = 160  # words
# Of a hundred stories: live, changed since, scheduled, in review, drafts, spiked.
STATES = {"live": 82, "changed": 3, "scheduled": 1, "in_review": 2, "draft": 9, "spiked": 3}
WRITTEN = ("in_review", "draft", "spiked")  # the states that are a status
COMMENTS = 1_000  # that wait, at most
PAGES = {
    "home": "/admin/",
    "all stories": "/admin/articles/story/",
    "my stories": "/admin/articles/story/?list=mine",
    "a search for two words": "/admin/articles/story/?q={}",
    "the news list": "/admin/articles/story/plan/",
    "who may be gone to": "/admin/go/?q={}",
}
NOT_FOR = {"moderator": set(PAGES) - {"home"}}


def main(stories: int, answer: str) -> None:
    """Make what is missing of the stories, ask, and write the figures to a file as JSON."""
    # Those that were spiked long ago are gone by now.
    last = Story.objects.filter(working_title__startswith="Bench ").order_by("-pk").first()
    there = int(last.working_title.split()[1]) + 1 if last else 0
    if there < stories - BATCH:
        fill(there, stories)
    Path(answer).write_text(json.dumps([asked(role, page) for role in ROLES for page in of(role)]))


def of(role: str) -> list[str]:
    return [page for page in PAGES if page not in NOT_FOR.get(role, ())]


def fill(there: int, stories: int) -> None:
    """Go on behind those that are there; each batch is whole or not at all."""
    dice, writers = Random(there), desk()
    section_ids = list(Section.objects.values_list("pk", flat=True))
    vocabulary = [archive.word(number) for number in range(1, archive.IN_USE + 1)]
    weights = list(accumulate(1 / number for number in range(1, archive.IN_USE + 1)))
    pick = partial(dice.choices, vocabulary, cum_weights=weights)
    for first in range(there, stories, BATCH):
        numbers = range(first, min(first + BATCH, stories))
        add(numbers, dice, pick, writers, section_ids)
        sys.stderr.write(f"\r{numbers.stop:,} stories ")
    sys.stderr.write("\n")
    hold_comments()
    archive.run("VACUUM ANALYZE")


def desk() -> list[int]:
    """Return the ids of those who own stories; the demo's journalist and editor are among them."""
    names = [f"bench-{number}" for number in range(DESK - 2)]
    rows = [User(username=name, email=f"{name}@example.org", is_staff=True) for name in names]
    User.objects.bulk_create(rows, ignore_conflicts=True)
    named = User.objects.filter(username__in=[*names, "journalist", "editor"])
    return list(named.order_by("pk").values_list("pk", flat=True))


def add(numbers: range, dice: Random, pick, writers: list[int], section_ids: list[int]) -> None:
    now = timezone.now()
    states = dice.choices(list(STATES), list(STATES.values()), k=len(numbers))
    stories = []
    for number, state in zip(numbers, states, strict=True):
        words, at = pick(k=LENGTH), now - timedelta(minutes=20 * number)
        stories.append(
            Story(
                working_title=f"Bench {number}",
                headline=" ".join(words[:7]).capitalize(),
                body=f"<p>{' '.join(words)}</p>",
                section_id=dice.choice(section_ids),
                owner_id=dice.choice(writers),
                status=state if state in WRITTEN else Story.Status.DRAFT,
                version=2 if state == "changed" else 1,
                changed_at=at,
                due_on=at.date() if state in ("draft", "in_review") else None,
            )
        )
    articles = publish(zip(stories, states, strict=True), now)
    Article.all_objects.bulk_create(articles)
    Story.objects.bulk_create(stories)
    Transition.objects.bulk_create(moved(story) for story in stories)


def publish(stories, now) -> list[Article]:
    """Give the stories that readers see, or will, their articles."""
    articles = []
    for story, state in stories:
        if state not in ("live", "changed", "scheduled"):
            continue
        at = now + timedelta(days=len(articles) + 1) if state == "scheduled" else story.changed_at
        slug = story.working_title.lower().replace(" ", "-")
        story.article = Article(
            headline=story.headline,
            slug=slug,
            section_id=story.section_id,
            body=story.body,
            body_text=story.body[3:-4],
            summary=story.headline,
            search_config="newsroom_english",
            published_at=at,
            day=at.date(),
        )
        story.published_version = 1
        articles.append(story.article)
    return articles


def moved(story: Story) -> Transition:
    verb = "publish" if story.article else "edit"
    states = {"before": Story.Status.DRAFT, "after": story.status}
    people = {"made_by_id": story.owner_id, "made_at": story.changed_at}
    return Transition(story=story, verb=verb, version=story.version, **states, **people)


def hold_comments() -> None:
    """Let comments wait under the newest articles."""
    for number, article in enumerate(Article.objects.newest()[:COMMENTS]):
        Comment.take_in(
            article=article,
            name=f"Reader {number}",
            email=f"reader{number}@example.org",
            text=f"Who counted the boats, and who paid for the counting? ({number})",
            status=Comment.Status.PENDING,
            rule="bench",
        )


def asked(role: str, page: str) -> dict:
    """Ask for the page again and again; return the milliseconds and how many questions it asks."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=role))
    took = []
    for turn in range(-1, TURNS):  # the first one finds everything cold
        address = PAGES[page].format(f"{archive.word(200 + turn)}+{archive.word(30)}")
        began = time.perf_counter()
        answer = client.get(address)
        if turn >= 0:
            took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            sys.stderr.write(f"Not answered ({answer.status_code}): {address}\n")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {"role": role, "page": page, "took": took, "queries": len(asked)}
