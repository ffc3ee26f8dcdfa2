"""Brings the demo's conversations about: posted, judged and decided in the order of time.

Each comment goes through the product's own door and each decision through its verb. Then its time
is moved back at once, so that the rules judge the next one as they would have done that day.
"""

from datetime import datetime, timedelta
from functools import partial

from django.utils.crypto import salted_hmac

from articles.models import Article, Story
from comments import posting
from comments.demo.content import read_conversations, read_json
from comments.models import Comment, ListedWord, Mode, Thread, Verdict
from newsroom.models import User

UNHURRIED = 90  # seconds from opening the form to sending it


def hold(stories: dict[str, Story], users: dict[str, User]) -> None:
    """Fill the stories' conversations; a story is named as its file is."""
    ListedWord.objects.bulk_create(ListedWord(**row) for row in read_json("listed_words"))
    talks = read_conversations()
    terms = {stories[name]: talk["thread"] for name, talk in talks.items() if "thread" in talk}
    # What is closed today was open when readers wrote; what is read first always was.
    for story, own in terms.items():
        if own["mode"] == Mode.PREMODERATED:
            Thread.choose(story, own["mode"], None)
    _replay(talks, stories, users)
    for story, own in terms.items():
        Thread.choose(story, own["mode"], own.get("closes_after"))


def _replay(talks: dict[str, dict], stories: dict[str, Story], users: dict[str, User]) -> None:
    writers, entries = read_json("writers"), []
    for name, talk in talks.items():
        article = stories[name].article
        for row in talk.get("comments", []):
            first = Entry(row, article, users, writers)
            replies = row.get("replies", [])
            entries += [first, *(Entry(each, article, users, writers, first) for each in replies)]
    events = [event for entry in entries for event in entry.events()]
    for _, act in sorted(events, key=lambda event: event[0]):
        act()


class Entry:
    """One comment, from its row to the status that its decisions give it."""

    def __init__(self, row: dict, article: Article, users, writers, parent: "Entry | None" = None):
        self.row, self.article, self.users, self.parent = row, article, users, parent
        self.posted_at = article.published_at + timedelta(hours=row["hours"])
        self.user = users.get(row.get("staff"))
        self.name = str(self.user) if self.user else row["who"]
        self.email = self.user.email if self.user else writers[self.name]
        self.comment: Comment | None = None

    def events(self) -> list[tuple[datetime, partial]]:
        """Return what happens to it, each with its moment."""
        events = [(self.posted_at, self.post)]
        decisions = self.row.get("decisions", [])
        for decision in decisions:
            at = self.posted_at + timedelta(hours=decision["after"])
            events.append((at, partial(self.decide, at, decision)))
        if "waits" not in self.row and "reject" not in [each["verb"] for each in decisions]:
            at = self.posted_at + timedelta(minutes=5 + len(self.row["text"]) % 20)
            events.append((at, partial(self.pass_on, at)))
        return events

    def post(self) -> None:
        self.comment = posting.post(
            self.article,
            name=self.name,
            email=self.email,
            text=self.row["text"],
            parent=self.parent and self.parent.comment,
            user=self.user,
            address=self.address(),
            seconds=self.row.get("seconds", UNHURRIED),
        )
        Comment.all_objects.filter(pk=self.comment.pk).update(posted_at=self.posted_at)
        self.comment.verdicts.update(made_at=self.posted_at)

    def address(self) -> str:
        """Return the hash of a made-up address; many readers can share one."""
        place = self.row.get("address", "")
        return place and salted_hmac("demo", place, algorithm="sha256").hexdigest()

    def decide(self, at: datetime, decision: dict) -> None:
        verb, by = decision["verb"], self.users[decision.get("by", "moderator")]
        why = {name: decision[name] for name in ("reason", "sentence") if name in decision}
        verdict = getattr(self.comment, verb)(by, self.comment.version, **why)
        Verdict.objects.filter(pk=verdict.pk).update(made_at=at)

    def pass_on(self, at: datetime) -> None:
        """Approve it if a rule has held it."""
        if self.comment.status == Comment.Status.PENDING:
            self.decide(at, {"verb": "approve"})
