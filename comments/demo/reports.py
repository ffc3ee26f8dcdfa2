"""Brings about the mistakes that readers of the demo reported, and settles them by their verbs."""

import tomllib
from datetime import timedelta

from articles.models import Correction, Story
from comments.demo.content import CONTENT
from comments.models import Report
from newsroom.models import User


def read_reports() -> list[dict]:
    return tomllib.loads((CONTENT / "reports.toml").read_text("utf-8"))["reports"]


def report(stories: dict[str, Story], editor: User) -> None:
    """A story is named as its file is."""
    for row in read_reports():
        article = stories[row["story"]].article
        words = {"passage": row["passage"], "text": row["text"], "email": ""}
        made = Report.take_in(article, row.get("wording", 1), **words)
        at = article.published_at + timedelta(hours=row["hours"])
        if "reason" in row:
            made.leave(editor, row["reason"])
        elif row.get("corrected"):
            made.answer(editor, Correction.all_objects.filter(article=article).first())
        Report.all_objects.filter(pk=made.pk).update(made_at=at)
        settled = Report.all_objects.filter(pk=made.pk).exclude(state=Report.State.OPEN)
        settled.update(settled_at=at + timedelta(hours=2))
