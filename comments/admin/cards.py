"""What a moderator sees of one comment: the rule's reason, what was decided since, the writer's
earlier comments. Everything for a page of them comes by one query each.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models.functions import Left

from comments.admin.threads import terms_of
from comments.models import Comment, Policy, Reason, Terms, Verdict
from comments.models.comment import HOLDS_PLACE, TRANSITIONS, Status
from newsroom import sentences

LONG = ("body", "body_text", "search", "standfirst", "summary")  # columns of an article
KNOWN = 50  # a writer's comments that are looked at
RECENT = 3
WORDS = {
    Status.PENDING: "Waiting",
    Status.APPROVED: "Approved",
    Status.REJECTED: "Rejected",
    Status.REMOVED: "Removed",
}
DECISIONS = (Verdict.Verb.APPROVE, Verdict.Verb.REJECT, Verdict.Verb.REMOVE)
REASONS = Reason.choices


@dataclass(frozen=True)
class Earlier:
    """A writer's other comments: how many of each, and the last decided ones."""

    counts: list[tuple[str, int]]
    recent: list[dict]
    is_more: bool  # there are more than were looked at


@dataclass(frozen=True)
class Card:
    comment: Comment
    word: str
    verdicts: list[Verdict]
    earlier: Earlier
    terms: Terms
    verbs: list[str]
    same_address: list[Comment] = field(default_factory=list)
    next: Comment | None = None

    @property
    def taken_in(self) -> Verdict | None:
        first = self.verdicts[0] if self.verdicts else None
        return first if first and first.verb == Verdict.Verb.TAKE_IN else None

    @property
    def parent_word(self) -> str:
        """Return what became of the comment that this one answers, unless it simply stands."""
        parent = self.comment.parent
        return WORDS[parent.status] if parent and parent.status != Status.APPROVED else ""

    @property
    def parent_hides(self) -> bool:
        return bool(self.comment.parent) and self.comment.parent.status not in HOLDS_PLACE

    @property
    def decisions(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.verb != Verdict.Verb.TAKE_IN]


def verbs_from(status: str) -> list[str]:
    """Return the verbs that start from a status; none of them from no status."""
    return [verb for verb, (starts, _) in TRANSITIONS.items() if status in starts]


def cards(comments: list[Comment], sees_writer: bool) -> list[Card]:
    """Return a card for each comment, as `queue.with_all` brought them."""
    if not comments:
        return []
    verdicts, earlier, policy = _verdicts(comments), _earlier(comments), Policy.current()
    neighbours = _by_address(comments) if sees_writer else {}
    following = [*comments[1:], None]
    return [
        Card(
            comment,
            WORDS[comment.status],
            verdicts[comment.pk],
            earlier[comment.pk],
            _terms(comment, policy),
            _verbs(comment, verdicts[comment.pk]),
            [c for c in neighbours.get(comment.address, []) if c != comment],
            next_one,
        )
        for comment, next_one in zip(comments, following, strict=True)
    ]


def _verbs(comment: Comment, verdicts: list[Verdict]) -> list[str]:
    """Return what can be done now; only a decision, and only the last one, can be undone."""
    can_undo = bool(verdicts) and verdicts[-1].verb in DECISIONS
    return [*verbs_from(comment.status), *(["undo"] if can_undo else [])]


def _terms(comment: Comment, policy: Policy) -> Terms:
    published_at, now = comment.article.published_at, comment.newsroom_time
    return terms_of(published_at, comment.own_mode, comment.own_days, policy, now)


def _verdicts(comments: list[Comment]) -> dict[int, list[Verdict]]:
    found = defaultdict(list)
    for verdict in Verdict.objects.filter(comment__in=comments).select_related("by"):
        found[verdict.comment_id].append(verdict)
    return found


def _earlier(comments: list[Comment]) -> dict[int, Earlier]:
    """Look at the newest comments of each writer on the page: a stretch of the index for each."""
    writers = sorted({comment.email.lower() for comment in comments})
    parts = [_of_writer(number, email) for number, email in enumerate(writers)]
    rows = defaultdict(list)
    for row in parts[0].union(*parts[1:], all=True):
        rows[writers[row["number"]]].append(row)
    return {c.pk: _without(c, rows[c.email.lower()]) for c in comments}


def _of_writer(number: int, email: str):
    rows = Comment.all_objects.by_writer(email).order_by("-pk")
    number = models.Value(number, models.IntegerField())
    rows = rows.annotate(number=number, beginning=Left("text", 200))
    return rows.values("number", "pk", "status", "posted_at", "beginning")[: KNOWN + 1]


def _without(comment: Comment, rows: list[dict]) -> Earlier:
    others = [row for row in rows if row["pk"] != comment.pk]
    counted = Counter(row["status"] for row in others[:KNOWN])
    counts = [(WORDS[status].lower(), counted[status]) for status in Status if counted[status]]
    decided = [row for row in others if row["status"] != Status.PENDING][:RECENT]
    recent = [
        row | {"word": WORDS[row["status"]], "beginning": beginning(row["beginning"])}
        for row in decided
    ]
    return Earlier(counts, recent, len(others) > KNOWN)


def beginning(text: str, limit: int = 80) -> str:
    """Return how a text begins, on one line."""
    return sentences.shorten(" ".join(text.split()), limit)


def _by_address(comments: list[Comment]) -> dict[str, list[Comment]]:
    found = defaultdict(list)
    for comment in comments:
        if comment.address:
            found[comment.address].append(comment)
    return found
