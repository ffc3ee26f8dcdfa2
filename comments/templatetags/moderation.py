"""What the desk's templates say of comments; a story's page asks for its conversation here."""

from django import template
from django.utils.html import format_html

from comments.admin import cards, deciding, reports, threads
from comments.models import Mode
from newsroom import html
from newsroom.templatetags.newsroom import moment

register = template.Library()

FOLDED = 1000  # characters of a comment that stand open
PARENT = 300


@register.inclusion_tag("admin/comments/comment/_words.html")
def words(text: str, limit: int = FOLDED):
    """A reader's words, all of them; a long text is folded behind its beginning."""
    is_long = len(text) > limit or text.count("\n") > limit // 40
    beginning = cards.beginning(text, limit // 2) if is_long else ""
    return {"drawn": html.plain(text), "beginning": beginning, "length": len(text)}


@register.filter
def beginning(text: str) -> str:
    return cards.beginning(text, 140)


@register.filter
def said(verdict) -> str:
    return deciding.said(verdict)


@register.filter
def terms(found) -> str:
    """What holds for a conversation, in words."""
    if found.closes_at is None or found.mode == Mode.CLOSED:
        return found.mode.label
    if found.is_closed:
        return format_html("Closed since {}", moment(found.closes_at))
    return format_html("{}, until {}", found.mode.label, moment(found.closes_at))


@register.inclusion_tag("admin/comments/thread/_panel.html", takes_context=True)
def thread_panel(context, story):
    """A story's conversation, in its page: what holds, and fields for the form that follows."""
    user = context["request"].user
    if not user.has_perm(threads.CHANGE):
        return {}
    return {"conversation": threads.conversation(story), "user": user}


@register.inclusion_tag("admin/comments/report/_panel.html", takes_context=True)
def report_panel(context, story):
    """How many mistakes readers reported of a story's article that are still open."""
    return {"story": story, "count": reports.open_reports(story, context["request"].user)}


@register.inclusion_tag("admin/comments/thread/_form.html", takes_context=True)
def thread_form(context, story):
    """The form that the panel's fields belong to: it cannot stand inside the story's."""
    may = context["request"].user.has_perm(threads.CHANGE)
    return {"story": story if may else None, "csrf_token": context.get("csrf_token")}
