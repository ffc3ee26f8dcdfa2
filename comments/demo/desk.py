"""What the demo's desk does: it plans, notes, embargoes, holds and shuts, each by its own verb.

It comes after the stories have aged: the history of a story on legal hold cannot be moved.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from articles.models import Mark, ShiftNote, Story, day
from comments.demo.content import read_desk
from newsroom import database
from newsroom.models import Site, User


def work(stories: dict[str, Story], users: dict[str, User]) -> None:
    """Do all that `content/desk.toml` says; a story is named as its file is."""
    desk = read_desk()
    leave_word(users, **desk["shift"])
    for kind, act in ACTS.items():
        for row in desk[kind]:
            story = stories[row.pop("story")]
            story.refresh_from_db()
            act(story, users[row.pop("by")], users, **row)


def leave_word(users, by: str, hours_ago: int, text: str) -> None:
    at = database.now() - timedelta(hours=hours_ago)
    ShiftNote.objects.create(text=text.strip(), made_by=users[by], made_at=at)


def plan(story: Story, by: User, users, assignee: str, due_in_days: int) -> None:
    story.claim(by, story.version, "assignee, due on")
    story.assignee = users[assignee]
    story.due_on = timezone.localdate() + timedelta(due_in_days)
    story.save(update_fields=["assignee", "due_on"])
    day.mark(story, [story.assignee], Mark.Kind.ASSIGNED, by)


def note(story: Story, by: User, users, hours_ago: int, text: str) -> None:
    written, _ = day.note(story, by, text)
    made = (story.notes.filter(pk=written.pk), story.marks.filter(made_at__gte=written.made_at))
    for rows in made:
        rows.update(made_at=F("made_at") - timedelta(hours=hours_ago))


def embargo(story: Story, by: User, users, hour: int, note: str) -> None:
    tomorrow = database.now().astimezone(ZoneInfo(Site.current().zone)) + timedelta(1)
    until = tomorrow.replace(hour=hour, minute=0, second=0, microsecond=0)
    story.embargo(by, story.version, until, note)


def hold(story: Story, by: User, users, releasers: list[str], note: str) -> None:
    story.hold(by, story.version, [users[login] for login in releasers], note)


def shut(story: Story, by: User, users, people: list[str], comments: str, note: str) -> None:
    story.mark_sensitive(by, story.version, [users[login] for login in people], comments, note)


ACTS = {"plans": plan, "notes": note, "embargoes": embargo, "holds": hold, "sensitive": shut}
