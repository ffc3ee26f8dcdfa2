"""Conversations under articles: their terms, readers' comments, and what was decided of each."""

from comments.models.comment import Comment, Decided
from comments.models.report import Report
from comments.models.thread import ListedWord, Mode, Policy, Terms, Thread
from comments.models.verdict import Reason, Verdict

__all__ = [
    "Comment",
    "Decided",
    "ListedWord",
    "Mode",
    "Policy",
    "Reason",
    "Report",
    "Terms",
    "Thread",
    "Verdict",
]
