"""The words that readers meet under an article and where one is gone, in one place.

Templates ask for them by name: `{% words "closed" %}`. They never tell how the house works inside.
"""

# In the text.
NOTE_EMPTY = "This note has no text yet."

# What holds for a conversation.
CLOSED = "Comments are closed."
READ_BEFORE = "Comments here are currently read before they appear."
FIRST_READ = "A moderator reads first comments before they appear."
NONE_YET = "Nobody has answered yet. What do you say?"
RULES = "Answer what is said, not who says it. Links are welcome where they help."
EMAIL_PRIVATE = "Never shown. Only our moderators can see it."
BY_STAFF = "You answer as one of the newsroom. Your name and a badge come from your account."

# After sending.
THANKS_FIRST = (
    "Thank you. A moderator reads first comments before they appear. "
    "Only you can see yours until then."
)
THANKS_READ_BEFORE = (
    "Thank you. Comments here are currently read before they appear. "
    "Only you can see yours until then."
)
THANKS_HELD = (
    "Thank you. A moderator reads your comment before it appears. Only you can see it until then."
)
THANKS_SHOWN = "Thank you. Everybody can read your comment now."
NOT_PUBLISHED = (
    "A moderator has read your comment and decided not to publish it. It stays here for you to "
    "copy. You are welcome to write another one."
)
TAKEN_DOWN = (
    "Your comment stood under the article and was taken down by a moderator. It stays here for you "
    "to copy. You are welcome to write another one."
)
YOURS_WAITS = "Only you can see this until a moderator has read it."
REMOVED = "This comment was removed."

# When something is in the way. What was typed always stands below.
CHECK = "Your comment was not sent yet. Please look at what is marked below."
SEND_AGAIN = (
    "This was not sent: the form had been open for too long, or your browser does not keep "
    "cookies. Please send it once more."
)
SIGNED_OUT = (
    "You are signed out. Sign in again and send it once more, or give a name and an e-mail address."
)
PARENT_GONE = (
    "The comment you wanted to answer is no longer here. You can write a comment of your own."
)
NOT_STORED = (
    "We cannot be sure that your comment arrived. Please wait a minute and send it once more: it "
    "will not appear twice."
)
OFFLINE = (
    "There is no connection, or no answer came. Nothing you typed is lost, and nothing appears "
    "twice. Please try again in a moment."
)
NOT_HERE = "This article is not available, so that nobody can answer it here."
KEEP_TEXT = "This is what you had typed. Copy it before you go on."

# A mistake that a reader reports.
REPORT_RULE = (
    "An editor reads every report. You need no account, and we answer on a page whose address you "
    "get when you have sent it."
)
REPORT_EMAIL = (
    "Only our editors see it, in case they have a question. We erase it after {days} days."
)
REPORT_MISSING = "Say what is wrong, so that an editor can look at it."
REPORT_CHECK = "Your report was not sent yet. Please look at what is marked below."
REPORT_AGAIN = (
    "This was not sent: the form came very fast, or had been open for too long. Please send it "
    "once more."
)
REPORT_NOT_STORED = (
    "We cannot be sure that your report arrived. Please wait a minute and send it once more: it "
    "will be there only once."
)
REPORT_NOT_HERE = (
    "This article is not available, so that nothing can be reported here. What you had typed "
    "stands below for you to copy."
)
REPORT_THANKS = "Thank you. An editor will read your report."
REPORT_CORRECTED = "Thank you. We have put it right and said so under the article."
REPORT_UNCHANGED = (
    "Thank you. An editor has looked at it and left the article as it is. This is the reason."
)
REPORT_ADDRESS = "Keep this address: it says what became of your report."

# Fields.
TEXT_MISSING = "Write your comment first."
NAME_MISSING = "Write your name, as others will see it."
NAME_TOO_LONG = "This name is too long. Use at most 60 characters."
EMAIL_MISSING = "Write your e-mail address."
EMAIL_WRONG = "This does not look like an e-mail address. Check it: it needs an @ and a domain."
UNREADABLE = "This holds a character that cannot be stored. Delete it, or type the passage anew."

# Where something is gone.
NO_LONGER_AVAILABLE = "This article is no longer available."
FROM_WHEN = "This article is from {month}."
AVAILABLE_UNTIL = "This article was available until {day}."
