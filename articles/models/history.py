"""What happened to a story: snapshots that never change, and who moved it, when and why."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from newsroom.database import Now

SITTING = timedelta(minutes=10)  # the saves of one person in it share a row


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


class TransitionQuerySet(models.QuerySet):
    def edited(self, story, by, before: str, fields: str) -> None:
        """Record a save of words, or let the last row grow if it is this person's young edit.

        A row keeps when its sitting began and takes the newest version and every field's name. Any
        other row in between, and an edit that moves the status, begins a new one: the history tells
        every turn, and no autosave drowns it. Under a legal hold no row may change.
        """
        last = self.filter(story=story.pk).order_by("-pk").first()
        is_sitting = last and last.verb == "edit" and last.made_by_id == by.pk
        if is_sitting and before == last.after == story.status:
            note = ", ".join(
                filter(None, dict.fromkeys([*last.note.split(", "), *fields.split(", ")]))
            )
            young = self.filter(pk=last.pk, made_at__gt=Now() - SITTING)
            if not story.open_hold and young.update(version=story.version, note=note):
                return
        row = {"version": story.version, "before": before, "after": story.status}
        self.create(story=story, verb="edit", note=fields, made_by=by, **row)

    edited.alters_data = True

    def since(self, moment, stories, user):
        """What others did to these stories since then, newest first; edits only of own ones."""
        own = models.Q(story__owner=user) | models.Q(story__assignee=user)
        rows = self.filter(~models.Q(verb="edit") | own, made_at__gt=moment, story__in=stories)
        return rows.exclude(made_by=user).order_by("-made_at", "-pk")


class Transition(models.Model):
    """One verb done to a story. Rows are added, and never taken away.

    Only an edit's row still grows: with its writer's next saves, for ten minutes, while it is the
    last one (`TransitionQuerySet.edited`). `made_at` says when it began, `version`
    the last one it made.
    """

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="transitions")
    verb = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # what happened since somebody was here
            models.Index(fields=["made_at"], name="transition_newest")
        ]

    def __str__(self):
        return f"{self.verb} by {self.made_by}"
