"""Tags that every template has: times with their zone, pictures, absolute addresses."""

from datetime import timedelta

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from newsroom import choices, dates, html, journal, language, pages, pictures, scripts, words
from newsroom.static_files import styles as styles_of

register = template.Library()
register.simple_tag(pages.path_to, name="path")


@register.simple_tag
def moment(value, zone: bool = True):
    """A time in the site's zone: `22 November 2026, 14:05 CET`."""
    local = timezone.localtime(value)
    said = dates.moment(local, zone)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), said)


@register.simple_tag
def day(value):
    """A date, or the date of a time in the site's zone, and no more than that."""
    date = timezone.localtime(value).date() if hasattr(value, "hour") else value
    said = dates.writing().day(date)
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), said)


@register.simple_tag(takes_context=True)
def today(context):
    """The date at the head of the paper, by the newsroom's clock."""
    now = timezone.localtime(getattr(context.get("site"), "now", None))
    said = dates.writing().today(now)
    return format_html('<time datetime="{}">{}</time>', now.date().isoformat(), said)


@register.simple_tag(takes_context=True)
def picture(context, photo, sizes: str, alt: str = "", lead: bool = False):
    """A `<picture>`; a page that shows what is not public yet sets `picture_root`."""
    return pictures.draw(photo, sizes, alt, context.get("picture_root", pictures.PUBLIC), lead)


@register.simple_tag
def styles(kind: str):
    """The links to the styles of a kind of page; see `newsroom.static_files`."""
    links = ((address,) for address in styles_of(kind))
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag(name="words")
def words_named(name: str) -> str:
    """A sentence of `newsroom.words`; one that is not there is an error."""
    return getattr(words, name.upper())


@register.simple_tag
def available_until(moment) -> str:
    """What is said of an article that is over. One that ended at midnight had the day before."""
    last = timezone.localtime(moment - timedelta(microseconds=1))
    return words.AVAILABLE_UNTIL.format(day=dates.writing().day(last))


@register.filter
def grouped(number: int) -> str:
    """A number as it is read: `5,000`."""
    return language.grouped(number)


@register.filter
def absolute(path: str) -> str:
    """An address as other sites may use it: never made from the request."""
    return f"{settings.NEWSROOM_URL}{path}"


@register.simple_tag
def spoken_in(around: str):
    """The attributes of words of ours inside of words in another language; within the same, none.

    For what is read where there is no page around it: a feed's entries.
    """
    spoken = get_language()
    if spoken == around:
        return ""
    return format_html(' lang="{}" dir="{}"', spoken, choices.direction(spoken))


@register.filter
def direction(language: str) -> str:
    return choices.direction(language)


@register.filter
def paragraphs(text: str):
    return html.paragraphs(text)


@register.simple_tag(takes_context=True)
def journal_key(context):
    """What locks this person’s unsaved text on the device; see `newsroom.journal`."""
    return journal.key_of(context["request"].user)


@register.simple_tag
def now_in_milliseconds():
    """The newsroom’s time, by which a device with a wrong clock counts."""
    return int(timezone.now().timestamp() * 1000)


@register.simple_tag(takes_context=True)
def desk_modules(context):
    """The names by which the desk's modules find each other; on a page without a request, none."""
    request = context.get("request")
    return scripts.modules(request) if hasattr(request, "csp_nonce") else ""
