"""The one way in for a comment: gather the facts, have the rules judge, keep it.

What it refuses is told in a sentence; nothing of it is kept then.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Lower

from articles.models import Article
from comments import moderation, names
from comments.models import Comment, ListedWord, Mode, Policy, Report, Terms
from comments.models.comment import MODERATE
from comments.moderation import Outcome, Ruling, Submission
from newsroom import sentences, words
from newsroom.database import Now

LATEST_OF_WRITER = 100  # comments that are asked about a writer
LATEST_OF_ALL = 500  # comments among which copies are looked for
LONGEST_EMAIL = Comment._meta.get_field("email").max_length
FORGETTING = 50  # one comment in so many has the old addresses erased
STATUS = {Outcome.HOLD: Comment.Status.PENDING, Outcome.APPROVE: Comment.Status.APPROVED}
_LINE_ENDS = re.compile(r"\r\n?")


class Refused(Exception):
    """The comment is not taken; the message tells its writer why, and what to do."""

    def __init__(self, told: str, rule: str):
        self.rule = rule
        super().__init__(told)


def post(
    article: Article,
    *,
    name: str,
    email: str,
    text: str,
    parent: Comment | None = None,
    user=None,
    address: str = "",
    seconds: float | None = None,
) -> Comment:
    """Judge and keep a comment; the same one sent again is the one that is there.

    Of a colleague (`user`, active and staff) name, e-mail address and badge come from the account.
    `address` is the hash of `comments.limits`; `seconds` is how long the form was open, None if
    unknown. Raises Refused. Its rule is "gone" when the article is not public any more, "parent"
    when what it answers cannot be read, "name", "unreadable", or a code of `comments.moderation`.
    """
    terms, policy = Terms.of(article.pk), Policy.current()
    if terms is None:
        raise Refused(words.NOT_HERE, "gone")
    user = user if user is not None and user.is_active and user.is_staff else None
    comment = {
        "article": article,
        "parent": _first_of_thread(article, parent),
        "name": _name_of(user) if user else _typed(name, names.LONGEST),
        "email": user.email if user else _typed(email, LONGEST_EMAIL),
        "text": _typed(text, policy.longest),
    }
    kept = _kept(comment)
    if kept is None:
        ruling = moderation.judge(_submission(comment, user, terms, policy, seconds))
        if ruling.outcome == Outcome.REFUSE:
            raise Refused(ruling.told, ruling.rule)
        problem = "" if user else names.problem_with(comment["name"])
        if problem:
            raise Refused(problem, "name")
        kept = _keep(comment, ruling, user, address)
    return kept


post.alters_data = True


def _keep(comment: dict, ruling: Ruling, user, address: str) -> Comment:
    why = {"rule": ruling.rule, "sentence": ruling.sentence}
    by = {"user": user, "by_staff": user is not None, "address": address}
    kept = Comment.take_in(status=STATUS[ruling.outcome], **comment, **why, **by)
    if kept.pk % FORGETTING == 0:
        Comment.all_objects.forget_addresses()
        Report.all_objects.forget_addresses()
    return kept


def _kept(comment: dict) -> Comment | None:
    """Return what was sent before, so that a second try is not judged by the first."""
    fingerprint = Comment.fingerprint_of(comment["email"], comment["text"])
    place = {"article": comment["article"], "parent": comment["parent"]}
    return Comment.all_objects.filter(**place, fingerprint=fingerprint).first()


def _first_of_thread(article: Article, parent: Comment | None) -> Comment | None:
    """Return the comment under which an answer to `parent` stands: threads are one level deep."""
    if parent is None:
        return None
    readable = Comment.objects.filter(pk=parent.pk, article=article).select_related("parent")
    found = readable.first()
    if found is None:
        raise Refused(words.PARENT_GONE, "parent")
    return found.parent or found


def _name_of(user) -> str:
    """Return how an account signs: the badge vouches for the name, so nobody types it."""
    return sentences.shorten(str(user), names.LONGEST)


def _typed(text: str, longest: int) -> str:
    """Return what was typed: one spelling of its letters and line ends, nothing blank around it.

    What is too long stays as it is, since it is refused: thousands of accents on one letter would
    take long to put in order.
    """
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Refused(words.UNREADABLE, "unreadable")
    text = _LINE_ENDS.sub("\n", text).strip()
    return unicodedata.normalize("NFC", text) if len(text) <= longest else text


# The facts.


def _submission(comment: dict, user, terms: Terms, policy: Policy, seconds) -> Submission:
    submission = Submission(
        name=comment["name"],
        text=comment["text"],
        longest=policy.longest,
        most_links=policy.most_links,
        is_closed=terms.is_closed,
        is_premoderated=terms.mode == Mode.PREMODERATED,
        may_moderate=user is not None and user.has_perm(MODERATE),
        seconds=seconds,
    )
    if submission.is_closed or len(submission.text) > policy.longest:
        return submission  # refused; the database need not read it
    return replace(submission, **_of_writer(comment, user), **_of_others(comment), **_listed())


def _of_writer(comment: dict, user) -> dict:
    """Ask the writer's latest comments: one query, whose cost has a bound.

    An e-mail address that a stranger types borrows nothing from the account it belongs to.
    """
    latest = Comment.all_objects.by_writer(comment["email"]).order_by("-pk")
    columns = latest.values("status", "user", "fingerprint", "posted_at")[:LATEST_OF_WRITER]
    same = Q(fingerprint=Comment.fingerprint_of(comment["email"], comment["text"]))
    known = Q(status=Comment.Status.APPROVED, user=user)
    since = Now() - timedelta(minutes=moderation.RECENT_MINUTES)
    found = columns.aggregate(
        before=Count("status", filter=same),
        known=Count("status", filter=known),
        recent=Count("status", filter=Q(posted_at__gt=since)),
    )
    return {
        "before": found["before"],
        "is_known": found["known"] > 0,
        "recent": found["recent"],
    }


def _of_others(comment: dict) -> dict:
    """Count the other writers of the same words among the latest comments: one query."""
    latest = Comment.all_objects.annotate(writer=Lower("email")).order_by("-pk")
    columns = latest.values("writer", "text")[:LATEST_OF_ALL]
    same = Q(text=comment["text"]) & ~Q(writer=comment["email"].lower())
    return columns.aggregate(by_others=Count("writer", filter=same, distinct=True))


def _listed() -> dict:
    found = {action: [] for action in ListedWord.Action}
    for word, action in ListedWord.objects.values_list("word", "action"):
        found[action].append(word)
    return {
        "refused_words": tuple(found[ListedWord.Action.REFUSE]),
        "held_words": tuple(found[ListedWord.Action.HOLD]),
    }
