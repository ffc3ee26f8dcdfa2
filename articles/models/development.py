"""The dated lines under the standfirst of a piece that is still developing.

The mark is a time on the article. Nothing has to run for it to end: pages ask the newsroom's clock,
and a kept page ends with it (`newsroom_next_change`).
"""

from datetime import datetime

from django.db import models

from articles.models.article import Article, PublicLinks
from newsroom.database import Now

LONGEST = 200  # characters
TIMES = ("made_at", "changed_at")


class PublicDevelopments(PublicLinks):
    """Public while its article is, and marked."""

    def get_queryset(self):
        return super().get_queryset().filter(article__developing_until__gt=Now())


class Development(models.Model):
    """One line: what has become known, and when readers were told."""

    # What comes as an array beside an article's row.
    ROW = {"id": "pk", "text": "text", "passage": "passage", **{name: name for name in TIMES}}

    article = models.ForeignKey(Article, models.CASCADE, related_name="developments")
    text = models.CharField(max_length=LONGEST)
    passage = models.CharField(
        max_length=120, blank=True, help_text="The anchor of the passage that tells more."
    )
    number = models.PositiveIntegerField(default=1, help_text="Of its wordings, from 1 on.")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    objects = PublicDevelopments()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="development_says_something")
        ]

    def __str__(self):
        return self.text

    @classmethod
    def of_rows(cls, rows: list[dict]) -> list["Development"]:
        return [cls(**row | {name: _moment(row[name]) for name in TIMES}) for row in rows]


def _moment(text: str | None) -> datetime | None:
    return text and datetime.fromisoformat(text)
