"""What standing pages may say of comments, read where it is decided."""

from comments import limits, own
from comments.models import Policy
from comments.models.comment import DAYS_TO_KEEP_ADDRESSES
from newsroom.language import grouped
from newsroom.standing import DAY, fact


@fact("comment_cookie_days", "days the cookie with a commenter’s own comments is kept")
def _comment_cookie_days() -> int:
    return own.SECONDS // DAY


@fact("address_days", "days the hash of a commenter’s address is kept")
def _address_days() -> int:
    return DAYS_TO_KEEP_ADDRESSES


@fact("report_email_days", "days the e-mail address of who reported a mistake is kept")
def _report_email_days() -> int:
    return DAYS_TO_KEEP_ADDRESSES


@fact("count_minutes", "minutes the counts of comments from one address are kept")
def _count_minutes() -> int:
    return limits.KEPT // 60


@fact("comment_length", "characters of the longest comment")
def _comment_length() -> str:
    return grouped(Policy.current().longest)


@fact("comments_per_address", "comments taken from one address in ten minutes")
def _comments_per_address() -> int:
    return Policy.current().per_address
