"""The desk's home: what calls this person, what waits, what is late, and the shift's note."""

from django.db import models
from django.utils import timezone

from articles.admin.lists import QUESTIONS, Question, for_rows
from articles.models import Article, Mark, ShiftNote, Story

LENGTH = 6  # rows of a panel
MOST = 40  # stories that are late or go out next
ROWS = "admin/articles/story/_panel.html"


def panels(admin, request) -> list[dict]:
    """Return what stands on the home page, in its order; what has nothing to say is left out."""
    stories, user = admin.get_queryset(request), request.user
    scheduled, late = _coming(admin, stories)
    found = [_shift(admin), _marks(admin, user), late]
    found += [_panel(admin, QUESTIONS[name], stories, user) for name in ("mine", "review")]
    return [panel for panel in (*found, scheduled) if panel]


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


def _coming(admin, stories) -> tuple[dict, dict | None]:
    """Return what goes out next, and what is late, with one question for both."""
    is_next = models.Q(pk__in=stories.scheduled().values("pk"))
    is_late = models.Q(pk__in=stories.late(timezone.localdate()).values("pk"))
    rows = for_rows(stories.filter(is_next | is_late)).annotate(
        is_late=models.ExpressionWrapper(is_late, models.BooleanField())
    )
    rows = list(rows.order_by("is_late", "article__published_at", "due_on", "pk")[:MOST])
    scheduled, late = ([s for s in rows if s.is_late is is_it][:LENGTH] for is_it in (False, True))
    question = QUESTIONS["scheduled"]
    address = admin.address("changelist") + question.address
    panel = {"question": question, "rows": scheduled, "template": ROWS, "address": address}
    question, address = Question("late", "Late", "", None), admin.address("plan")
    late = late and {"question": question, "rows": late, "template": ROWS, "address": address}
    return panel, late


def held_panels(user) -> list[dict]:
    """The legal holds that name this person, whatever else they may see; no panel without one."""
    rows = Story.objects.releasable_by(user)
    rows = list(rows.only("headline", "working_title").order_by("pk")[:20])
    question = Question("held", "Legal holds that you may release", "", None)
    template = "admin/articles/story/_held.html"
    panel = {"question": question, "rows": rows, "template": template, "address": "#panel-held"}
    return [panel] if rows else []


def _panel(admin, question: Question, stories, user) -> dict:
    rows = question.rows(stories, user)
    if question.name == "mine":
        rows = rows.exclude(article__in=Article.objects.all())
    order = "article__published_at" if question.by_time else "-changed_at"
    rows = list(for_rows(rows).order_by(order, "-pk")[:LENGTH])
    address = admin.address("changelist") + question.address
    return {"question": question, "rows": rows, "template": ROWS, "address": address}
