"""Which language the interface speaks: readers' pages the paper's own, the desk English.

The language comes from the site's one row, never from who asks: a page is the same for everyone. A
paper in a language without a catalogue of ours is told everything in English, which is whole, not
half of it in what Django happens to know.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

DESK = "en"  # also what readers get where nobody knows the paper's
OURS = ("/admin/", "/accounts/")  # where colleagues alone come


def of_paper(language: str) -> str:
    """Return the language in which a paper in `language` speaks to its readers."""
    main = language.partition("-")[0]
    return main if main in dict(settings.LANGUAGES) else DESK


def of_request(request) -> str:
    """Return the language of what is answered; without a site, as when the database is away, the
    desk's.
    """
    site = getattr(request, "site", None)
    if site is None or f"{request.path_info}/".startswith(OURS):
        return DESK
    return of_paper(site.language)


def for_readers(site) -> translation.override:
    """In this context words are for readers of the paper, at whatever address; afterwards, and in
    other threads, they are in the language they were in. `site` may be None.
    """
    return translation.override(of_paper(site.language) if site else DESK)


def grouped(number: int) -> str:
    """Return a number as it is read: `5,000`, or `5.000`."""
    return number_format(number, force_grouping=True)


def listed(items: Iterable[str]) -> SafeString:
    """Return what is named one after another: `A, B and C`."""
    *before, last = items
    if not before:
        return format_html("{}", last)
    # Translators: between the items of a list, but for the last two.
    comma = pgettext("list", ", ")
    first = format_html_join(comma, "{}", ((item,) for item in before))
    # Translators: the last item of a list; {first} is all before it, with commas between.
    return format_html(gettext("{first} and {last}"), first=first, last=last)
