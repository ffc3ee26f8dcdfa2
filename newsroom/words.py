"""The words that readers meet under an article and where one is gone, in one place.

Templates ask for them by name: `{% words "closed" %}`. They never tell how the house works inside.
Each is translated when it is shown, not when it is named here.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# In the text.
NOTE_EMPTY = _("This note has no text yet.")

# What holds for a conversation.
CLOSED = _("Comments are closed.")
READ_BEFORE = _("Comments here are currently read before they appear.")
FIRST_READ = _("A moderator reads first comments before they appear.")
NONE_YET = _("Nobody has answered yet. What do you say?")
RULES = _("Answer what is said, not who says it. Links are welcome where they help.")
EMAIL_PRIVATE = _("Never shown. Only our moderators can see it.")
BY_STAFF = _("You answer as one of the newsroom. Your name and a badge come from your account.")

# After sending.
THANKS_FIRST = _(
    "Thank you. A moderator reads first comments before they appear. "
    "Only you can see yours until then."
)
THANKS_READ_BEFORE = _(
    "Thank you. Comments here are currently read before they appear. "
    "Only you can see yours until then."
)
THANKS_HELD = _(
    "Thank you. A moderator reads your comment before it appears. Only you can see it until then."
)
THANKS_SHOWN = _("Thank you. Everybody can read your comment now.")
NOT_PUBLISHED = _(
    "A moderator has read your comment and decided not to publish it. It stays here for you to "
    "copy. You are welcome to write another one."
)
TAKEN_DOWN = _(
    "Your comment stood under the article and was taken down by a moderator. It stays here for you "
    "to copy. You are welcome to write another one."
)
YOURS_WAITS = _("Only you can see this until a moderator has read it.")
REMOVED = _("This comment was removed.")

# When something is in the way. What was typed always stands below.
CHECK = _("Your comment was not sent yet. Please look at what is marked below.")
SEND_AGAIN = _(
    "This was not sent: the form had been open for too long, or your browser does not keep "
    "cookies. Please send it once more."
)
SIGNED_OUT = _(
    "You are signed out. Sign in again and send it once more, or give a name and an e-mail address."
)
PARENT_GONE = _(
    "The comment you wanted to answer is no longer here. You can write a comment of your own."
)
NOT_STORED = _(
    "We cannot be sure that your comment arrived. Please wait a minute and send it once more: it "
    "will not appear twice."
)
OFFLINE = _(
    "There is no connection, or no answer came. Nothing you typed is lost, and nothing appears "
    "twice. Please try again in a moment."
)
NOT_HERE = _("This article is not available, so that nobody can answer it here.")
KEEP_TEXT = _("This is what you had typed. Copy it before you go on.")

# A mistake that a reader reports.
REPORT_RULE = _(
    "An editor reads every report. You need no account, and we answer on a page whose address you "
    "get when you have sent it."
)
REPORT_MISSING = _("Say what is wrong, so that an editor can look at it.")
REPORT_CHECK = _("Your report was not sent yet. Please look at what is marked below.")
REPORT_AGAIN = _(
    "This was not sent: the form came very fast, or had been open for too long. Please send it "
    "once more."
)
REPORT_NOT_STORED = _(
    "We cannot be sure that your report arrived. Please wait a minute and send it once more: it "
    "will be there only once."
)
REPORT_NOT_HERE = _(
    "This article is not available, so that nothing can be reported here. What you had typed "
    "stands below for you to copy."
)
REPORT_THANKS = _("Thank you. An editor will read your report.")
REPORT_CORRECTED = _("Thank you. We have put it right and said so under the article.")
REPORT_UNCHANGED = _(
    "Thank you. An editor has looked at it and left the article as it is. This is the reason."
)
REPORT_ADDRESS = _("Keep this address: it says what became of your report.")


def report_email(days: int) -> str:
    """What is said of the e-mail address that who reports a mistake may give."""
    return ngettext(
        "Only our editors see it, in case they have a question. We erase it after {days} day.",
        "Only our editors see it, in case they have a question. We erase it after {days} days.",
        days,
    ).format(days=days)


# Fields.
TEXT_MISSING = _("Write your comment first.")
NAME_MISSING = _("Write your name, as others will see it.")
NAME_TOO_LONG = _("This name is too long. Use at most 60 characters.")
EMAIL_MISSING = _("Write your e-mail address.")
EMAIL_WRONG = _("This does not look like an e-mail address. Check it: it needs an @ and a domain.")
UNREADABLE = _("This holds a character that cannot be stored. Delete it, or type the passage anew.")

# Where something is gone.
NO_LONGER_AVAILABLE = _("This article is no longer available.")
# Translators: {month} is a month and its year, such as “January 2026”.
FROM_WHEN = _("This article is from {month}.")
# Translators: {day} is a date, such as “29 January 2026”.
AVAILABLE_UNTIL = _("This article was available until {day}.")
