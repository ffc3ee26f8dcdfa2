"""Who has a story open just now. It blocks nobody and is forgotten at once."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from newsroom.database import Now
from newsroom.models import User

GONE_AFTER = timedelta(seconds=10)
FORGOTTEN_AFTER = timedelta(minutes=1)


class PresenceQuerySet(models.QuerySet):
    def sign(self, story, user) -> None:
        """Note that this person has the story open; two tabs are one person."""
        row = Presence(story=story, user=user)
        self.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["story", "user"],
            update_fields=["seen_at"],
        )

    def others(self, story, user) -> list[str]:
        """Return the names of those who gave a sign of late, but this person's own."""
        here = self.filter(story=story, seen_at__gt=Now() - GONE_AFTER).exclude(user=user)
        people = User.objects.filter(pk__in=here.values("user")).order_by("first_name", "pk")
        return [str(person) for person in people]

    def forget(self, user) -> None:
        """Take away what this person left behind in stories that are closed since."""
        self.filter(user=user, seen_at__lt=Now() - FORGOTTEN_AFTER).delete()


class Presence(models.Model):
    """The last sign of one person in one story. The table is not logged: a crash empties it."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_default=Now())

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "user"], name="presence_person_once")
        ]

    def __str__(self):
        return f"{self.user} in {self.story}"
