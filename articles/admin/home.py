"""The desk's home: what calls this person, what waits, what is late, and the shift's note."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils import timezone

from articles import front
from articles.admin import history
from articles.admin.lists import QUESTIONS, Question, for_rows
from articles.models import Mark, ShiftNote, Story, Transition
from articles.models.transitions import EDIT_ANY

LENGTH = 6  # rows of a panel
SINCE = 10  # rows of what happened
LONGEST_AWAY = timedelta(days=7)  # what happened before that stands in each story's history
LACKING = "Scheduled, with a picture that lacks its credit or its text"
STALE = timedelta(hours=12)  # a front page's lead
ROWS = "admin/articles/story/_panel.html"
HELD = "admin/articles/story/_held.html"


def panels(admin, request) -> list[dict]:
    """Return what stands on the home page, in its order; what has nothing to say is left out."""
    user, now = request.user, getattr(request.site, "now", None) or timezone.now()
    asked = _asked(admin, admin.get_queryset(request), user)
    rows = _first_rows(asked)
    drawn = {each.name: each.drawn(rows[each.name]) for each in asked}
    found = [drawn.pop("held"), _shift(admin), _marks(admin, user), _lead(user, now)]
    found += [drawn.pop("lacking"), drawn.pop("late"), _since(admin, request, now)]
    return [panel for panel in (*found, *drawn.values()) if panel]


def held_panels(user) -> list[dict]:
    """The legal holds that name this person, for who may see no story; no panel without one."""
    held = _held(user)
    panel = held.drawn(list(held.first().only("headline", "working_title")))
    return [panel] if panel else []


@dataclass(frozen=True)
class Asked:
    """A panel of stories: which, in what order, and whether it is there without any."""

    question: Question
    rows: models.QuerySet
    order: tuple[str, ...]
    address: str
    template: str = ROWS
    length: int = LENGTH
    always: bool = True

    @property
    def name(self) -> str:
        return self.question.name

    def first(self):
        return self.rows.order_by(*self.order)[: self.length]

    def drawn(self, rows: list[Story]) -> dict | None:
        panel = {"question": self.question, "rows": rows, "address": self.address}
        return panel | {"template": self.template} if rows or self.always else None


def _asked(admin, stories, user) -> list[Asked]:
    base = admin.address("changelist")
    mine, review, scheduled = (QUESTIONS[name] for name in ("mine", "review", "scheduled"))
    newest = ("-changed_at", "-pk")
    own = mine.rows(stories, user).own_found(user).not_live()
    due = stories.late(timezone.localdate())
    late, plan = Question("late", "Late", "", None), admin.address("plan")
    lacking = Question("lacking", LACKING, "", None, by_time=True)
    soonest = ("article__published_at", "pk")
    return [
        _held(user),
        Asked(late, due, ("due_on", "pk"), plan, always=False),
        Asked(
            lacking,
            stories.scheduled_lacking(),
            soonest,
            base + scheduled.address,
            always=False,
        ),
        Asked(mine, own, newest, base + mine.address),
        Asked(review, review.rows(stories, user), newest, base + review.address),
        Asked(scheduled, scheduled.rows(stories, user), soonest, base + scheduled.address),
    ]


def _held(user) -> Asked:
    """Whatever else this person may see."""
    question = Question("held", "Legal holds that you may release", "", None)
    rows = Story.objects.releasable_by(user)
    return Asked(question, rows, ("pk",), "#panel-held", HELD, length=20, always=False)


def _first_rows(asked: list[Asked]) -> dict[str, list[Story]]:
    """Return each panel's stories, with one question for all of them.

    The first of each list are found by their ids; which lists a story is in, and its place there,
    is asked of those few alone.
    """
    first, *others = (each.first().values("pk") for each in asked)
    of_row = models.OuterRef("pk")
    belongs = {f"in_{a.name}": models.Exists(a.rows.filter(pk=of_row)) for a in asked}
    wanted = Story.objects.filter(pk__in=first.union(*others, all=True))
    rows = list(for_rows(wanted).annotate(**belongs))
    found = {}
    for each in asked:
        own = [story for story in rows if getattr(story, f"in_{each.name}")]
        found[each.name] = _in_order(own, each.order)[: each.length]
    return found


def _in_order(stories: list[Story], order: tuple[str, ...]) -> list[Story]:
    """Sort as the database does: by the last name first, since sorting keeps what was equal."""
    for name in reversed(order):
        *way, field = name.lstrip("-").split("__")
        stories.sort(
            key=lambda story: getattr(story.article if way else story, field),
            reverse=name.startswith("-"),
        )
    return stories


def _shift(admin) -> dict:
    question = Question("shift", "From the last shift", "Nothing was left for this shift.", None)
    note = ShiftNote.objects.select_related("made_by").first()
    template = "admin/articles/story/_shift.html"
    address = admin.address("shift")
    return {"question": question, "note": note, "template": template, "address": address}


def _marks(admin, user) -> dict | None:
    """What calls this person; each goes when its story is opened."""
    waiting = Mark.objects.waiting_for(user).select_related("story", "made_by")
    rows = list(waiting.defer("story__body", "story__standfirst")[:LENGTH])
    question = Question("marks", "For you", "", None)
    template = "admin/articles/story/_marks.html"
    address = admin.address("changelist") + QUESTIONS["mine"].address
    return rows and {"question": question, "rows": rows, "template": template, "address": address}


def _lead(user, now) -> dict | None:
    """The warning that the front page's lead is old, for those who can change it."""
    lead = front.lead() if user.has_perm(EDIT_ANY) else None
    if lead is None or now - max(lead.published_at, lead.updated_at or lead.published_at) <= STALE:
        return None
    question = Question("lead", "The front page’s lead is older than 12 hours", "", None)
    template = "admin/articles/story/_lead_age.html"
    return {"question": question, "lead": lead, "template": template, "address": "/"}


def _since(admin, request, now) -> dict | None:
    """What others did since this person was here; nothing at the first visit."""
    left = request.user.come_to_desk(now)
    if left is None:
        return None
    stories = admin.get_queryset(request)
    rows = Transition.objects.since(max(left, now - LONGEST_AWAY), stories, request.user)
    rows = rows.select_related("made_by", "story").defer("story__body", "story__standfirst")
    told = [(row, history.said(row)) for row in rows[:SINCE]]
    question = Question("since", "Since you were here", "", None)
    template = "admin/articles/story/_since.html"
    address = admin.address("changelist")
    return {"question": question, "rows": told, "since": left} | {
        "template": template,
        "address": address,
    }
