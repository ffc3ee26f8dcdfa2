"""The wordings of a changed article that readers may compare: what stood there, and since when.

An article that was never changed has none: its wording is the article itself. With its first change
it gets two, the first wording and the present one, and one more with each change after that.
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from articles.models.article import Article, Correction, PublicLinks


class EditionQuerySet(models.QuerySet):
    def of(self, article: Article):
        return self.filter(article=article)

    def hide(self, reason: str) -> int:
        """Take these wordings from readers for good: the desk has them in its revisions."""
        shown = self.filter(is_shown=True)
        return shown.update(
            is_shown=False, hidden_because=reason, headline="", standfirst="", body=""
        )

    hide.alters_data = True


class PublicEditions(PublicLinks.from_queryset(EditionQuerySet)):
    """Public when its article is, and shown."""

    def get_queryset(self):
        return super().get_queryset().filter(is_shown=True)


class Edition(models.Model):
    """One wording of an article, and the kind of change that brought it."""

    class Change(models.TextChoices):
        FIRST = "first", pgettext_lazy("what was done", "First publication")
        SMALL_FIX = "small_fix", pgettext_lazy("what was done", "Small fix")
        UPDATE = "update", pgettext_lazy("what was done", "Update")
        CORRECTION = "correction", pgettext_lazy("what was done", "Correction")
        CLARIFICATION = "clarification", pgettext_lazy("what was done", "Clarification")

    class Reason(models.TextChoices):
        LEGAL = "legal", "Legal reasons"
        PRIVACY = "privacy", "Privacy"
        SAFETY = "safety", "Safety"

    article = models.ForeignKey(Article, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=13, choices=Change)
    made_at = models.DateTimeField()
    headline = models.CharField(max_length=300, blank=True)
    standfirst = models.TextField(blank=True)
    body = models.TextField(blank=True)
    correction = models.OneToOneField(
        Correction, models.SET_NULL, null=True, related_name="edition"
    )
    is_shown = models.BooleanField(default=True)
    hidden_because = models.CharField(
        max_length=7, choices=Reason, blank=True, help_text="For the desk; readers never see it."
    )

    objects = PublicEditions()
    all_objects = models.Manager.from_queryset(EditionQuerySet)()

    class Meta:
        default_manager_name = "objects"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, change="first")
                | models.Q(number__gt=1) & ~models.Q(change="first"),
                name="edition_first_is_first",
            ),
            models.CheckConstraint(
                condition=models.Q(is_shown=True, hidden_because="")
                | models.Q(is_shown=False, headline="", standfirst="", body="")
                & ~models.Q(hidden_because=""),
                name="edition_hidden_has_no_words",
            ),
        ]

    def __str__(self):
        return f"{self.get_change_display()} ({self.number})"
