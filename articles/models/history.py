"""What happened to a story: snapshots that never change, and who moved it, when and why."""

from django.conf import settings
from django.db import models

from newsroom.database import Now


class Revision(models.Model):
    """A snapshot of a story's words and links, kept as it was."""

    class Kind(models.TextChoices):
        NAMED = "named", "Named"
        HANDED_OVER = "handed_over", "Handed over"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        RESTORED = "restored", "Restored"
        CONFLICT = "conflict", "Set aside in a conflict"
        HELD = "held", "Kept at a legal hold"

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(help_text="The story’s version it was taken of.")
    content = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}, version {self.version}"


class Transition(models.Model):
    """One verb done to a story. Rows are only ever added."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="transitions")
    verb = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.verb} by {self.made_by}"
