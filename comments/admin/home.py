"""What waits from readers, on the desk's home: comments and reported mistakes, in one question."""

from django.db.models import CharField, F, Value
from django.urls import reverse

from comments.admin import queue
from comments.admin.known import known_to
from comments.models import Report

SHOWN = 5
NOTHING = "Nothing waits. A comment comes here when a rule holds it."
COMMENTS, REPORTS = "comments", "reports"


def panels(request) -> list[dict]:
    """The oldest comments that wait, and the newest reports if there are any."""
    user, asked = request.user, []
    sees_comments = user.has_perm("comments.view_comment")
    if sees_comments:
        asked.append(_rows(known_to(user).waiting(), COMMENTS, F("name"), "posted_at"))
    if user.has_perm("comments.view_report"):
        reports = Report.all_objects.known_to(user).open().order_by("-pk")
        asked.append(_rows(reports, REPORTS, Value(""), "made_at"))
    rows = _all(asked)
    comments = sorted((row for row in rows if row["of"] == COMMENTS), key=lambda row: row["key"])
    reports = [row for row in rows if row["of"] == REPORTS]
    reports.sort(key=lambda row: -row["key"])
    found = [_panel(COMMENTS, "Waiting comments", comments, "comment")] if sees_comments else []
    label = "Mistakes that readers reported"
    return [*found, *([_panel(REPORTS, label, reports, "report")] if reports else [])]


def _rows(rows, of: str, writer, at: str):
    """What a line of the home page shows of a kind; one more than is counted."""
    names = {"key": F("pk"), "words": F("text"), "headline": F("article__headline"), "at": F(at)}
    kind = Value(of, CharField())
    return rows.values(of=kind, writer=writer, **names)[: queue.COUNTED + 1]


def _all(asked: list) -> list[dict]:
    if not asked:
        return []
    first, *others = asked
    return list(first.union(*others, all=True) if others else first)


def _panel(name: str, label: str, rows: list[dict], model: str) -> dict:
    count = f" ({queue.said_count(len(rows))})" if rows else ""
    return {
        "question": {"name": name, "label": f"{label}{count}", "empty": NOTHING},
        "rows": rows[:SHOWN],
        "template": "admin/comments/_waiting.html",
        "address": reverse(f"admin:comments_{model}_changelist"),
        "row_address": f"admin:comments_{model}_change",
    }
