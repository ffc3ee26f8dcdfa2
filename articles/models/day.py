"""The desk's day: notes beside a story, what calls a person, what one shift tells the next."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction

from newsroom.database import Now
from newsroom.jobs import Job
from newsroom.models import User

MENTION = re.compile(r"(?<![\w@])@([\w.+-]*\w)")
EDITORS = "articles.edit_any_story"
BACKEND = "django.contrib.auth.backends.ModelBackend"
MOST_CALLED = 20  # people, by one note


class Note(models.Model):
    """What colleagues say about a story. Readers never see it, and it is never changed."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="notes")
    text = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something")
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def names(self) -> set[str]:
        """The names that it calls, in small letters."""
        return {name.lower() for name in MENTION.findall(self.text)}


class MarkQuerySet(models.QuerySet):
    def waiting_for(self, user):
        """What this person has not looked at yet, of stories that they may see."""
        from articles.models.story import Story

        seen = Story.objects.editable_by(user).values("pk")
        return self.filter(user=user, seen_at=None, story__in=seen)

    def to_mail(self):
        """Those of whom the person wants a mail."""
        wishes = MailWish.objects.filter(user=models.OuterRef("user"), kind=models.OuterRef("kind"))
        return self.filter(models.Exists(wishes), user__is_active=True).exclude(user__email="")

    def see(self, user, story) -> None:
        self.filter(user=user, story=story, seen_at=None).update(seen_at=Now())

    see.alters_data = True


class Mark(models.Model):
    """Something calls a person to a story until they have opened it."""

    class Kind(models.TextChoices):
        MENTIONED = "mentioned", "mentioned you in"
        ASSIGNED = "assigned", "assigned you"
        SUBMITTED = "submitted", "submitted"
        SENT_BACK = "sent_back", "sent back"
        APPROVED = "approved", "approved"
        NAMED = "named", "named you to see"
        LET_IN = "let_in", "was let into"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=Kind)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "story", "kind"],
                condition=models.Q(seen_at=None),
                name="mark_waits_once",
            )
        ]

    def __str__(self):
        return f"{self.made_by} {self.get_kind_display()} {self.story}"

    def tell(self) -> None:
        """Send the mail, if the person still wants it, may still see the story and has not yet.

        It holds the working title and a link. Sent again after a crash, it is the same message.
        """
        marks = Mark.objects.filter(pk=self.pk)
        if not (marks.to_mail() & marks.waiting_for(self.user)).exists():
            return
        title = " ".join(self.story.working_title.split()) or "A story without a working title"
        host = urlsplit(settings.NEWSROOM_URL).hostname
        EmailMessage(
            f"{MAILED[self.kind]}: {title}",
            f"{title}\n{settings.NEWSROOM_URL}{self.story.get_absolute_url()}\n",
            to=[self.user.email],
            headers={
                "Message-ID": f"<mark-{self.pk}-{self.made_at:%Y%m%d%H%M%S%f}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        ).send()

    tell.alters_data = True


# What a person may want a mail for, and how its subject begins.
MAILED = {
    Mark.Kind.SUBMITTED: "Submitted",
    Mark.Kind.SENT_BACK: "Sent back",
    Mark.Kind.ASSIGNED: "Assigned to you",
    Mark.Kind.MENTIONED: "You are mentioned",
}


class MailWishQuerySet(models.QuerySet):
    def choose(self, user, kinds: list[str]) -> None:
        """Let this person want these and no others."""
        with transaction.atomic():
            self.filter(user=user).exclude(kind__in=kinds).delete()
            rows = [MailWish(user=user, kind=kind) for kind in kinds]
            self.bulk_create(rows, ignore_conflicts=True)

    choose.alters_data = True


class MailWish(models.Model):
    """That a person wants a mail when they are called in this way; none unless chosen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_wishes")
    kind = models.CharField(max_length=10, choices=[(kind, MAILED[kind]) for kind in MAILED])

    objects = MailWishQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="mail_wish_once")]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()}"


class ShiftNote(models.Model):
    """What stands at the head of the desk until the next one is written."""

    text = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="shift_note_says_something")
        ]

    def __str__(self):
        return self.text[:80]


ANSWERS = {"send_back": Mark.Kind.SENT_BACK, "approve": Mark.Kind.APPROVED}


def mark(story, people, kind: str, by) -> None:
    """Call these people to the story; nobody calls themselves, and once is enough.

    Who may not see a sensitive story is not called to it. A mark that waits already is no new
    call, so nobody is mailed twice.
    """
    called = [user for user in people if user != by and story.may_be_seen_by(user)]
    with transaction.atomic():
        rows = (Mark(user=user, story=story, kind=kind, made_by=by) for user in called)
        Mark.objects.bulk_create(rows, ignore_conflicts=True)
        waiting = Mark.objects.filter(user__in=called, story=story, kind=kind, seen_at=None)
        Job.objects.add("tell", waiting.to_mail().values_list("pk", flat=True))


def mark_after(story, verb: str, by) -> None:
    """Call whom a verb concerns: editors to what was submitted, writers to what came back."""
    if verb == "submit":
        editors = User.objects.with_perm(EDITORS, backend=BACKEND).filter(is_staff=True)
        mark(story, editors, Mark.Kind.SUBMITTED, by)
    elif verb in ANSWERS:
        mark(story, writers_of(story), ANSWERS[verb], by)


def writers_of(story) -> set[User]:
    named = User.objects.filter(author__in=story.bylines.values("author"), is_active=True)
    return {*named, story.owner, *filter(None, [story.assignee])}


def note(story, by, text: str) -> tuple[Note, list[str]]:
    """Write a note; return it, and the names in it that could not be called."""
    written = Note.objects.create(story=story, text=text, made_by=by)
    names = sorted(written.names)[:MOST_CALLED]
    asked = models.Q(*(models.Q(username__iexact=name) for name in names), _connector=models.Q.OR)
    found = User.objects.filter(asked, is_staff=True, is_active=True) if names else []
    called = [user for user in found if _may_see(user, story)]
    mark(story, called, Mark.Kind.MENTIONED, by)
    return written, sorted(written.names - {user.username.lower() for user in called})


def _may_see(user, story) -> bool:
    return type(story).objects.editable_by(user).filter(pk=story.pk).exists()
