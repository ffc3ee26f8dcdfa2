"""Lists to choose from that no database row holds: languages and time zones.

They are functions so that a migration names them instead of copying a machine's list.
"""

from zoneinfo import available_timezones

from django.conf import global_settings
from django.db.models import Choices

RIGHT_TO_LEFT = {"ar", "ar-dz", "ckb", "fa", "he", "ug", "ur"}
OLD_NAMES = ("Etc/", "posix/", "right/", "SystemV/", "US/")


def languages() -> list[tuple[str, str]]:
    """Return Django's languages in English; each code is one that HTML's lang understands."""
    names = ((code, str(name)) for code, name in global_settings.LANGUAGES)
    return sorted(names, key=lambda language: language[1])


def zones() -> list[tuple[str, str]]:
    """Return the time zones by continent and place, and UTC."""
    places = [z for z in available_timezones() if "/" in z and not z.startswith(OLD_NAMES)]
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(places))]


def direction(language: str) -> str:
    """Return `rtl` or `ltr`, as HTML's dir attribute wants it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def label(kinds: type[Choices], value: str) -> str:
    """Return how one of some choices is called; a value that is none of them is itself.

    Django's `get_…_display` translates every choice to find one.
    """
    try:
        return str(kinds(value).label)
    except ValueError:
        return value
