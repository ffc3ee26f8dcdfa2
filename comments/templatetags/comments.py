"""Tags for a page with a conversation under it."""

from django import template

from comments.conversation import Conversation
from newsroom import html, pagecache

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation(context, article) -> Conversation | None:
    """The stretch of an article's conversation that the request asks for."""
    request = context.get("request")
    if request is None:
        return Conversation.of(article)
    page = pagecache.of(request)
    page.shows(f"thread:{article.pk}")
    found = Conversation.of(article, request.GET.get("comments"))
    if found and found.is_open:
        page.shows(until=found.terms.closes_at)
    return found


@register.filter
def plain(text: str):
    """A reader's words as paragraphs, their links as links."""
    return html.plain(text)
