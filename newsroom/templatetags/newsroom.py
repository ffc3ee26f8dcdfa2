"""Tags that every template has: times with their zone, pictures, absolute addresses."""

import re
from datetime import timedelta

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.html import format_html

from newsroom import choices, html, journal, pictures, scripts, words

register = template.Library()

OFFSET = re.compile(r"([+-])(\d\d)(\d\d)?")


@register.simple_tag
def moment(value, zone: bool = True):
    """A time in the site's zone: `22 November 2026, 14:05 CET`."""
    local = timezone.localtime(value)
    words = dateformat(local, "j F Y, H:i")
    if zone:
        words = f"{words} {zone_name(local)}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.simple_tag
def day(value):
    """A date, or the date of a time in the site's zone, and no more than that."""
    date = timezone.localtime(value).date() if hasattr(value, "hour") else value
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), dateformat(date, "j F Y"))


@register.simple_tag(takes_context=True)
def today(context):
    """The date at the head of the paper, by the newsroom's clock."""
    now = timezone.localtime(getattr(context.get("site"), "now", None))
    words = dateformat(now, "l, j F Y")
    return format_html('<time datetime="{}">{}</time>', now.date().isoformat(), words)


def zone_name(local) -> str:
    """Return `CET`, or `UTC+05:45` where a zone has no letters of its own."""
    name = local.tzname() or ""
    match = OFFSET.fullmatch(name)
    if not match:
        return name
    sign = "−" if match[1] == "-" else "+"
    return f"UTC{sign}{match[2]}" + (f":{match[3]}" if match[3] else "")


@register.simple_tag(takes_context=True)
def picture(context, photo, sizes: str, alt: str = "", lead: bool = False):
    """A `<picture>`; a page that shows what is not public yet sets `picture_root`."""
    return pictures.draw(photo, sizes, alt, context.get("picture_root", pictures.PUBLIC), lead)


@register.simple_tag(name="words")
def words_named(name: str) -> str:
    """A sentence of `newsroom.words`; one that is not there is an error."""
    return getattr(words, name.upper())


@register.simple_tag
def available_until(moment) -> str:
    """What is said of an article that is over. One that ended at midnight had the day before."""
    last = timezone.localtime(moment - timedelta(microseconds=1))
    return words.AVAILABLE_UNTIL.format(day=dateformat(last, "j F Y"))


@register.filter
def absolute(path: str) -> str:
    """An address as other sites may use it: never made from the request."""
    return f"{settings.NEWSROOM_URL}{path}"


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
