"""What is done after a commit, outside the database: mail. A queue in the database itself.

A job is a row that the deed's own transaction writes, so that both are there or neither is. A
worker claims it by a lock on its row and holds that until the job is noted as done: a worker that
is killed loses the lock with its connection, and another takes the job over.
"""

import logging
import time
from datetime import timedelta

from django.db import models, transaction

from newsroom.database import DATABASE_FAILS, Now, now

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
PATIENCE = timedelta(days=1)  # nobody wants yesterday's call
KEPT = timedelta(days=7)  # so that the same event makes no second job

KINDS = {}
CHORES = {}


def job(kind: str):
    """Register a function of a row's id as what this kind of job does: three lines, a verb."""

    def register(function):
        KINDS[kind] = function
        return function

    return register


def chore(every: float):
    """Register what a worker does by itself every so many seconds, when no job is due.

    Each worker does it; where it is for one at a time, it sees to that itself.
    """

    def register(function):
        CHORES[function] = every
        return function

    return register


class JobQuerySet(models.QuerySet):
    def add(self, kind: str, subjects) -> None:
        """Let it be done once for each of these rows, however often it is asked for."""
        rows = (Job(kind=kind, subject=subject) for subject in subjects)
        self.bulk_create(rows, ignore_conflicts=True)

    add.alters_data = True

    def due(self):
        return self.filter(ended_at=None, due_at__lte=Now()).order_by("due_at", "pk")

    def forget(self) -> None:
        """Erase what ended long ago."""
        self.filter(ended_at__lt=Now() - KEPT).delete()

    forget.alters_data = True


class Job(models.Model):
    """One thing to do, for one row."""

    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField(help_text="The id of the row that it is about.")
    tries = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, help_text="Done, or given up.")
    problem = models.CharField(max_length=200, blank=True, help_text="Of the last try.")

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="job_once_for_each")
        ]
        indexes = [
            # what is to be done next
            models.Index(
                fields=["due_at", "id"], name="job_due", condition=models.Q(ended_at=None)
            ),
            # what can be erased
            models.Index(fields=["ended_at"], name="job_ended"),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject}"

    def put_off(self, problem: Exception) -> None:
        """Try again later, each time later than before; after a day, give up."""
        self.tries, self.problem = self.tries + 1, type(problem).__name__[:200]
        wait = min(FIRST_WAIT * 4 ** min(self.tries - 1, 9), LONGEST_WAIT)
        moment = now()
        self.due_at = moment + wait
        if self.due_at > self.made_at + PATIENCE:
            self.ended_at = moment
        told = "given up" if self.ended_at else f"tried again in {wait.total_seconds():.0f} s"
        logger.warning("Job %s failed (%s): %s.", self, self.problem, told)
        self.save()

    put_off.alters_data = True


def do_next() -> bool:
    """Do what has been due for longest, if no other worker is at it; say whether there was any."""
    with transaction.atomic():
        each = Job.objects.due().select_for_update(skip_locked=True).first()
        if each is None:
            return False
        try:
            with transaction.atomic():
                KINDS[each.kind](each.subject)
        except DATABASE_FAILS:
            raise  # nothing can be noted either; the lock goes and the job stays due
        except Exception as problem:  # noqa: BLE001  (whatever it meets, the next one is done)
            each.put_off(problem)
        else:
            each.ended_at, each.problem = now(), ""
            each.save()
    return True


def do_chores(done_at: dict) -> None:
    """Do what has not been done for long enough; `done_at` is the worker's own note of when."""
    for each, every in CHORES.items():
        if time.monotonic() - done_at.get(each, -every) >= every:
            done_at[each] = time.monotonic()
            try:
                each()
            except DATABASE_FAILS:
                raise
            except Exception:
                logger.exception("The worker could not do “%s”.", each.__name__)
