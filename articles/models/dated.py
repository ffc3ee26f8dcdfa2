"""What an article's times mean to its readers."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

LEAST_UPDATE = timedelta(minutes=1)  # what is mended sooner is no news of it


class Dated(models.Model):
    class FirstPublication(models.TextChoices):
        HERE = "here", "Here"
        EARLIER_DAY = "day", "Earlier; the day is known"
        EARLIER_TIME = "time", "Earlier; the time is known"

    published_at = models.DateTimeField(null=True)
    first_publication = models.CharField(
        max_length=4, choices=FirstPublication, default=FirstPublication.HERE
    )
    updated_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_older(self) -> bool:
        """First published elsewhere, at a date an editor gave."""
        return self.first_publication != self.FirstPublication.HERE

    @property
    def shows_time(self) -> bool:
        return self.first_publication != self.FirstPublication.EARLIER_DAY

    @property
    def shows_update(self) -> bool:
        return bool(self.updated_at) and self.updated_at - self.published_at >= LEAST_UPDATE

    @property
    def old_at(self) -> datetime:
        """When it will be a year old, by the clocks of the site's zone."""
        local = timezone.localtime(self.published_at)
        if (local.month, local.day) == (2, 29):
            local = local.replace(month=3, day=1)
        return local.replace(year=local.year + 1)
