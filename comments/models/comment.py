"""A reader's comment, who may see it, and the verbs that decide it.

`Comment.objects` yields what readers can read: approved, under a parent that still has its place,
on an article that is public now. A verb carries the version it was pressed on; the UPDATE names it,
and zero rows mean that someone decided first: `Decided` says who.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import IsNull
from django.urls import reverse

from articles.models import Article
from articles.models.article import visible
from comments.models.verdict import Reason, Verdict
from newsroom.database import Now

MODERATE = "comments.moderate_comment"
DAYS_TO_KEEP_ADDRESSES = 30


class Status(models.TextChoices):
    PENDING = "pending", "Pending"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    REMOVED = "removed", "Removed"


# verb: the statuses it starts from, and the one it leads to
TRANSITIONS = {
    "approve": ((Status.PENDING, Status.REJECTED, Status.REMOVED), Status.APPROVED),
    "reject": ((Status.PENDING,), Status.REJECTED),
    "remove": ((Status.APPROVED,), Status.REMOVED),
}
HOLDS_PLACE = (Status.APPROVED, Status.REMOVED)
READABLE = models.Q(
    models.Q(parent__isnull=True) | models.Q(parent__status__in=HOLDS_PLACE),
    status=Status.APPROVED,
)


class Decided(Exception):
    """Someone was faster: the comment is no longer what the verb was pressed on."""

    def __init__(self, comment: "Comment"):
        self.comment = comment
        self.last = comment.verdicts.select_related("by").last()
        super().__init__(f"This comment is {comment.get_status_display().lower()} already.")


class CommentQuerySet(models.QuerySet):
    def in_order(self):
        """Each thread's first comment, then its replies; the oldest thread first."""
        return self.order_by(Coalesce("parent_id", "pk"), "pk")

    def waiting(self):
        """What a moderator has to decide, the oldest first."""
        return self.filter(status=Status.PENDING).order_by("pk")

    def by_writer(self, email: str):
        return self.annotate(writer=Lower("email")).filter(writer=email.lower())

    def forget_addresses(self) -> int:
        """Erase the hashes of addresses that have served their time; return how many."""
        since = Now() - timedelta(days=DAYS_TO_KEEP_ADDRESSES)
        return self.exclude(address="").filter(posted_at__lt=since).update(address="")

    forget_addresses.alters_data = True


class ReadableComments(models.Manager.from_queryset(CommentQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(visible("article__"), READABLE)


class ShownComments(models.Manager.from_queryset(CommentQuerySet)):
    """What has a place on the page: the readable, and the removed that readable replies hold."""

    def get_queryset(self):
        replies = Comment.all_objects.filter(parent=models.OuterRef("pk"), status=Status.APPROVED)
        # Not EXISTS: PostgreSQL would answer it for the whole archive at once, by a hash.
        reply = IsNull(models.Subquery(replies.values("pk")[:1]), False)
        holds = models.Q(reply, status=Status.REMOVED, parent__isnull=True)
        return super().get_queryset().filter(visible("article__"), READABLE | holds)


class Comment(models.Model):
    """A reader's words. Staff decide them and never edit them."""

    Status = Status

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    name = models.CharField(max_length=60)
    email = models.EmailField()  # private: it makes a writer known to moderators
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_staff = models.BooleanField(default=False)  # from the account, when it was posted
    text = models.TextField()
    fingerprint = models.CharField(max_length=64, editable=False)
    address = models.CharField(max_length=64, blank=True)  # a keyed hash, for 30 days
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    version = models.PositiveIntegerField(default=1)
    posted_at = models.DateTimeField(db_default=Now())

    objects = ReadableComments()
    shown = ShownComments()
    all_objects = models.Manager.from_queryset(CommentQuerySet)()

    class Meta:
        default_manager_name = "objects"
        permissions = [
            ("moderate_comment", "Can decide comments"),
            ("see_writer", "Can see a comment’s e-mail and address"),
        ]
        constraints = [
            # A double click, a retry, forty posts at once: the same words make one comment.
            models.UniqueConstraint(
                fields=["article", "parent", "fingerprint"],
                name="comment_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") & ~models.Q(name=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=models.Q(by_staff=False) | models.Q(user__isnull=False),
                name="comment_badge_has_account",
            ),
        ]
        indexes = [
            # a conversation in its order
            models.Index(
                "article",
                Coalesce("parent_id", "id"),
                "id",
                name="comment_conversation",
                condition=models.Q(status__in=HOLDS_PLACE),
            ),
            # the queue
            models.Index(
                fields=["id"], name="comment_waiting", condition=models.Q(status="pending")
            ),
            # what was turned down
            models.Index(
                fields=["status", "id"],
                name="comment_turned_down",
                condition=models.Q(status__in=["rejected", "removed"]),
            ),
            # a writer's earlier comments
            models.Index(Lower("email"), "id", name="comment_by_writer"),
            # what is to be forgotten
            models.Index(
                fields=["posted_at"], name="comment_has_address", condition=~models.Q(address="")
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"

    def get_absolute_url(self):
        return reverse("comments:permalink", args=[self.pk])

    @staticmethod
    def fingerprint_of(email: str, text: str) -> str:
        """Return what is equal for the same words of the same writer."""
        words = " ".join(text.split())
        return hashlib.sha256(f"{email.lower()}\n{words}".encode()).hexdigest()

    @classmethod
    def take_in(cls, *, status: str, rule: str = "", sentence: str = "", **fields) -> "Comment":
        """Keep a comment with the rules' verdict; the same one again is the first one.

        `fields` are the model's own: article, parent, name, email, text, user, by_staff, address.
        """
        fields["fingerprint"] = cls.fingerprint_of(fields["email"], fields["text"])
        key = {name: fields.pop(name, None) for name in ("article", "parent", "fingerprint")}
        with transaction.atomic():
            comment, is_new = cls.all_objects.get_or_create(
                **key, defaults={**fields, "status": status}
            )
            if is_new:
                verdict = {"rule": rule, "sentence": sentence, "after": status, "version": 1}
                Verdict.objects.create(comment=comment, verb=Verdict.Verb.TAKE_IN, **verdict)
        return comment

    def approve(self, by, version: int, sentence: str = "") -> Verdict:
        return self._decide("approve", by, version, sentence=sentence)

    def reject(self, by, version: int, reason: str, sentence: str = "") -> Verdict:
        return self._decide("reject", by, version, reason=Reason(reason), sentence=sentence)

    def remove(self, by, version: int, reason: str, sentence: str = "") -> Verdict:
        return self._decide("remove", by, version, reason=Reason(reason), sentence=sentence)

    def undo(self, by, version: int) -> Verdict:
        """Take the last decision back, as long as it is the last and a person made it."""
        last = self.verdicts.filter(version=version).exclude(verb=Verdict.Verb.TAKE_IN).first()
        if last is None:
            raise Decided(self._fresh())
        return self._move("undo", by, version, (last.after,), last.before)

    take_in.alters_data = approve.alters_data = reject.alters_data = True
    remove.alters_data = undo.alters_data = True

    def _decide(self, verb: str, by, version: int, **why) -> Verdict:
        starts, to = TRANSITIONS[verb]
        return self._move(verb, by, version, starts, to, **why)

    def _move(self, verb: str, by, version: int, starts, to: str, **why) -> Verdict:
        if not by.has_perm(MODERATE):
            raise PermissionDenied
        with transaction.atomic():
            rows = Comment.all_objects.select_for_update().filter(pk=self.pk, version=version)
            row = rows.filter(status__in=starts).first()
            if row is None:
                raise Decided(self._fresh())
            rows.update(status=to, version=version + 1)
            self.status, self.version = to, version + 1
            return Verdict.objects.create(
                comment=self,
                verb=verb,
                before=row.status,
                after=to,
                version=version + 1,
                by=by,
                **why,
            )

    def _fresh(self) -> "Comment":
        return Comment.all_objects.get(pk=self.pk)
