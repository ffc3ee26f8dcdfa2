"""Dates and times in words, as the language in force writes them, in the zone they come in.

What machines read (`datetime` attributes, feeds, JSON-LD) is not made here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils.dates import MONTHS, MONTHS_ALT, WEEKDAYS
from django.utils.translation import get_language, override, pgettext, pgettext_lazy

OFFSET = re.compile(r"([+-])(\d\d)(\d\d)?")
# Zones that have letters of their own in other languages, too; any other keeps its name.
ZONES = {
    "CET": pgettext_lazy("time zone", "CET"),
    "CEST": pgettext_lazy("time zone", "CEST"),
    "EET": pgettext_lazy("time zone", "EET"),
    "EEST": pgettext_lazy("time zone", "EEST"),
    "WET": pgettext_lazy("time zone", "WET"),
    "WEST": pgettext_lazy("time zone", "WEST"),
}


@dataclass(frozen=True)
class Writing:
    """How one language writes them: shapes to be filled, and the names that go into them.

    A page may hold hundreds of times, so that nothing is looked up for each.
    """

    shape_of_moment: str
    shape_of_day: str
    shape_of_month: str
    shape_of_today: str
    months: tuple[str, ...]
    months_of_days: tuple[str, ...]  # some languages decline them
    weekdays: tuple[str, ...]

    def moment(self, local: datetime) -> str:
        """`22 November 2026, 14:05`"""
        return self.shape_of_moment % {
            "day": local.day,
            "month": self.months_of_days[local.month - 1],
            "year": local.year,
            "hour": local.hour,
            "minute": local.minute,
        }

    def day(self, day: date) -> str:
        """`22 November 2026`"""
        month = self.months_of_days[day.month - 1]
        return self.shape_of_day % {"day": day.day, "month": month, "year": day.year}

    def month(self, day: date) -> str:
        """`November 2026`"""
        return self.shape_of_month % {"month": self.months[day.month - 1], "year": day.year}

    def today(self, day: date) -> str:
        """`Sunday, 22 November 2026`"""
        return self.shape_of_today % {"weekday": self.weekdays[day.weekday()], "day": self.day(day)}


def writing() -> Writing:
    """Return how the language in force writes."""
    return _writing(get_language())


@cache
def _writing(language: str) -> Writing:
    with override(language):
        return Writing(
            # Translators: “02d” is a number of two digits, “d” one of as many as it has.
            pgettext("date", "%(day)d %(month)s %(year)d, %(hour)02d:%(minute)02d"),
            pgettext("date", "%(day)d %(month)s %(year)d"),
            pgettext("date", "%(month)s %(year)d"),
            # Translators: %(day)s is a whole date.
            pgettext("date", "%(weekday)s, %(day)s"),
            tuple(str(MONTHS[number]) for number in range(1, 13)),
            tuple(str(MONTHS_ALT[number]) for number in range(1, 13)),
            tuple(str(WEEKDAYS[number]) for number in range(7)),
        )


def moment(local: datetime, zone: bool = True) -> str:
    """Return `22 November 2026, 14:05 CET`."""
    said = writing().moment(local)
    if not zone:
        return said
    # Translators: a date and time, and the letters of its zone.
    return pgettext("date", "%(moment)s %(zone)s") % {"moment": said, "zone": zone_name(local)}


def zone_name(local: datetime) -> str:
    """Return `CET`, or `UTC+05:45` where a zone has no letters of its own."""
    name = local.tzname() or ""
    match = OFFSET.fullmatch(name)
    if not match:
        return str(ZONES.get(name, name))
    sign = "−" if match[1] == "-" else "+"
    return f"UTC{sign}{match[2]}" + (f":{match[3]}" if match[3] else "")
