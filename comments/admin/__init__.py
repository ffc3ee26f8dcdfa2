"""The desk's pages for comments: the queue, the terms of a conversation, the house's rules."""

from comments.admin.moderation import CommentAdmin
from comments.admin.reports import ReportAdmin
from comments.admin.rules import ListedWordAdmin, PolicyAdmin
from comments.admin.threads import ThreadAdmin

__all__ = ["CommentAdmin", "ListedWordAdmin", "PolicyAdmin", "ReportAdmin", "ThreadAdmin"]
