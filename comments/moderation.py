"""The house's rules for comments: an ordered list, of which the first decisive verdict holds.

Every rule is pure: it is given plain facts and returns a ruling, or None if it has nothing to say.
`comments.posting` gathers the facts.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext, ngettext

from comments import listed_words
from comments.skeleton import FILLERS
from newsroom import words
from newsroom.language import grouped


class Outcome(StrEnum):
    REFUSE = "refuse"
    HOLD = "hold"
    APPROVE = "approve"


@dataclass(frozen=True)
class Ruling:
    outcome: Outcome
    rule: str  # a code of at most 20 characters
    sentence: str  # why, for moderators: with the number, or the match; always in English
    told: str = ""  # to the reader, when refused


@dataclass(frozen=True)
class Submission:
    """What the rules know of a comment, its writer and its thread."""

    name: str
    text: str
    longest: int = 5000  # characters
    most_links: int = 2
    is_closed: bool = False
    is_premoderated: bool = False
    may_moderate: bool = False  # the writer is staff who could approve it anyway
    is_known: bool = False  # a moderator or the rules approved this writer before
    seconds: float | None = None  # from opening the form to sending it; None if unknown
    recent: int = 0  # comments of this writer within RECENT_MINUTES
    before: int = 0  # times this writer said the same elsewhere
    by_others: int = 0  # times other writers said the same lately
    refused_words: tuple[str, ...] = ()
    held_words: tuple[str, ...] = ()


QUICKEST = 3  # seconds: nobody reads a form, types and sends in less
RECENT_MINUTES = 5
MOST_RECENT = 4  # comments within them
SAYS_SOMETHING = 30  # characters: many say “Thank you.” often, and mean it; a link is no thanks
FEWEST_CAPITALS = 20  # fewer may be an abbreviation or a shouted word, which is fine
MOST_CAPITALS = 0.7  # of the letters that have two cases
LONGEST_STRETCH = 10  # times the same sign in a row

Rule = Callable[[Submission], Ruling | None]


def judge(submission: Submission) -> Ruling:
    """Return the first decisive ruling; a comment that no rule objects to is approved."""
    rulings = (rule(submission) for rule in RULES)
    return next((ruling for ruling in rulings if ruling), CLEAR)


CLEAR = Ruling(Outcome.APPROVE, "clear", "No rule objects.")


def closed_thread(submission: Submission) -> Ruling | None:
    if not submission.is_closed:
        return None
    return _refuse("closed", "The conversation is closed.", words.CLOSED)


def length(submission: Submission) -> Ruling | None:
    if not has_signs(submission.text):
        return _refuse("length", "The comment is empty.", words.TEXT_MISSING)
    count, most = len(submission.text), submission.longest
    if count <= most:
        return None
    told = ngettext(
        "Your comment has {count} character; the limit is {most}. Please shorten it by {over}.",
        "Your comment has {count} characters; the limit is {most}. Please shorten it by {over}.",
        count,
    ).format(count=grouped(count), most=grouped(most), over=grouped(count - most))
    return _refuse("length", f"It has {count:,} characters; the limit is {most:,}.", told)


def moderators_own(submission: Submission) -> Ruling | None:
    if not submission.may_moderate:
        return None
    return Ruling(Outcome.APPROVE, "staff", "The writer may decide comments.")


def refused_word(submission: Submission) -> Ruling | None:
    found = listed_words.find(submission.refused_words, submission.text, submission.name)
    if not found:
        return None
    told = gettext(
        "We do not publish “{found}”, neither in a comment nor in a name. "
        "Please put it another way."
    ).format(found=found)
    return _refuse("word", f"It contains “{found}”, a listed word that is refused.", told)


def repeat(submission: Submission) -> Ruling | None:
    if len(submission.text) < SAYS_SOMETHING and not _LINK.search(submission.text):
        return None
    if submission.before:
        times = _counted(submission.before, "time", "times")
        return _hold("repeat", f"The writer sent the same words before: {times}, elsewhere.")
    if submission.by_others:
        others = _counted(submission.by_others, "other writer", "other writers")
        return _hold("repeat", f"The same words came from {others} lately.")
    return None


def too_fast(submission: Submission) -> Ruling | None:
    seconds, recent = submission.seconds, submission.recent
    if seconds is not None and seconds < QUICKEST:
        return _hold("fast", f"The form was sent {max(seconds, 0):.1f} seconds after it opened.")
    if recent >= MOST_RECENT:
        count = _counted(recent, "comment", "comments")
        return _hold("fast", f"The writer sent {count} in the {RECENT_MINUTES} minutes before.")
    return None


def links(submission: Submission) -> Ruling | None:
    count = len(_LINK.findall(f"{submission.name}\n{submission.text}"))
    if count <= submission.most_links:
        return None
    found = _counted(count, "link", "links")
    return _hold("links", f"It has {found}; {submission.most_links} pass without a look.")


def held_word(submission: Submission) -> Ruling | None:
    found = listed_words.find(submission.held_words, submission.text, submission.name)
    return _hold("word", f"It contains “{found}”, a listed word.") if found else None


def shouting(submission: Submission) -> Ruling | None:
    stretch = _STRETCH.search(submission.text)
    if stretch:
        sign, times = stretch[1], len(stretch[0])
        return _hold("shouting", f"“{sign}” stands {times} times in a row.")
    capitals, letters = _cases(submission.text)
    if capitals < FEWEST_CAPITALS or capitals <= MOST_CAPITALS * letters:
        return None
    return _hold("shouting", f"{capitals} of {letters} letters are capitals.")


def first_comment(submission: Submission) -> Ruling | None:
    if submission.is_known:
        return None
    return _hold("first", "No comment with this e-mail address was approved before.")


def premoderated_thread(submission: Submission) -> Ruling | None:
    if not submission.is_premoderated:
        return None
    return _hold("premoderated", "Each comment on this article is read first.")


# The order is policy.
RULES: list[Rule] = [
    # What cannot be taken from anybody. Nothing is read of a text that is too long.
    closed_thread,
    length,
    # Who may approve comments need not wait for a colleague to do it.
    moderators_own,
    # Refusals come before what holds: else a link would carry a refused word into the queue.
    refused_word,
    # What a machine does, from the surest sign to the weakest: the moderator reads the strongest
    # reason, not that it was also a first comment.
    repeat,
    too_fast,
    links,
    # How it is said.
    held_word,
    shouting,
    # Whoever writes for the first time, and in the end the thread's own terms: both hold what is
    # probably fine, so they speak only when nothing else did.
    first_comment,
    premoderated_thread,
]


def _refuse(rule: str, sentence: str, told: str) -> Ruling:
    return Ruling(Outcome.REFUSE, rule, sentence, told)


def _hold(rule: str, sentence: str) -> Ruling:
    return Ruling(Outcome.HOLD, rule, sentence)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# Reading the text, in linear time.

# As a reader's eye counts them: `http://www.example.org` is one.
_LINK = re.compile(r"https?://(?:www\.)?|(?<!\w)www\.", re.IGNORECASE)
_STRETCH = re.compile(rf"([^\W\d_]|[!?¡¿！？؟])\1{{{LONGEST_STRETCH},}}")
# Cherokee is written in what Unicode calls capitals.
_CHEROKEE = ("\u13a0", "\u13f5")


def has_signs(text: str) -> bool:
    """Whether anything in a text can be seen."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in FILLERS for sign in text)


def _cases(text: str) -> tuple[int, int]:
    """Return how many letters are capitals, and how many have a case at all."""
    capitals = sum(sign.isupper() and not _CHEROKEE[0] <= sign <= _CHEROKEE[1] for sign in text)
    return capitals, capitals + sum(map(str.islower, text))
