"""The desk's home: what calls this person, what waits, what is late, and the shift's note."""

from django.utils import timezone

from articles.admin.lists import QUESTIONS, Question, for_rows
from articles.models import Article, Mark, ShiftNote

LENGTH = 6  # rows of a panel
ROWS = "admin/articles/story/_panel.html"


def panels(admin, request) -> list[dict]:
    """Return what stands on the home page, in its order; what has nothing to say is left out."""
    stories, user = admin.get_queryset(request), request.user
    found = [_shift(admin), _marks(admin, user), _late(admin, stories)]
    found += [_panel(admin, QUESTIONS[n], stories, user) for n in ("mine", "review", "scheduled")]
    return [panel for panel in found if panel]


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


def _late(admin, stories) -> dict | None:
    question = Question("late", "Late", "", None)
    rows = for_rows(stories.late(timezone.localdate())).order_by("due_on", "pk")[:LENGTH]
    panel = {"question": question, "rows": list(rows), "template": ROWS}
    return panel["rows"] and panel | {"address": admin.address("plan")}


def _panel(admin, question: Question, stories, user) -> dict:
    rows = question.rows(stories, user)
    if question.name == "mine":
        rows = rows.exclude(article__in=Article.objects.all())
    order = "article__published_at" if question.by_time else "-changed_at"
    rows = list(for_rows(rows).order_by(order, "-pk")[:LENGTH])
    address = admin.address("changelist") + question.address
    return {"question": question, "rows": rows, "template": ROWS, "address": address}
