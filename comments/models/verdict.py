"""What was decided of a comment: by which rule or whom, when, and why, in words."""

from django.conf import settings
from django.db import models

from newsroom.database import Now


class Reason(models.TextChoices):
    """Why a moderator did not let a comment stand."""

    ABUSE = "abuse", "Insults or threatens somebody"
    HATE = "hate", "Attacks people for what they are"
    PRIVATE = "private", "Gives away what is private, or puts somebody at risk"
    FALSE = "false", "States as fact what is known to be false"
    OFF_TOPIC = "off_topic", "Does not belong to this article"
    SPAM = "spam", "Advertises, or repeats itself"
    LEGAL = "legal", "Could break the law"
    OTHER = "other", "Another reason, named in the note"


class Verdict(models.Model):
    """One decision. Rows are only added: an undo is a verdict, too."""

    class Verb(models.TextChoices):
        TAKE_IN = "take_in", "Taken in"  # by the rules, when it was posted
        APPROVE = "approve", "Approved"
        REJECT = "reject", "Rejected"
        REMOVE = "remove", "Removed"
        UNDO = "undo", "Undone"

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="verdicts")
    verb = models.CharField(max_length=7, choices=Verb)
    before = models.CharField(max_length=8, blank=True)  # the comment's status; empty at first
    after = models.CharField(max_length=8)
    version = models.PositiveIntegerField()  # the comment's, after it
    rule = models.CharField(max_length=20, blank=True)  # of `comments.moderation`
    reason = models.CharField(max_length=9, choices=Reason, blank=True)
    sentence = models.TextField(blank=True)  # the rule's reason in words, or the moderator's note
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="verdict_one_a_version"),
            models.CheckConstraint(
                condition=models.Q(verb="take_in") | models.Q(by__isnull=False),
                name="verdict_has_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(verb__in=["reject", "remove"]) | ~models.Q(reason=""),
                name="verdict_against_has_reason",
            ),
        ]

    def __str__(self):
        who = f" by {self.by}" if self.by_id else ""
        return f"{self.get_verb_display()}{who}"
