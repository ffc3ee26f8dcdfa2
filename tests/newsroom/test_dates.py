"""Dates and times as English and German papers write them, German ones with no-break spaces."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from newsroom import dates

MOMENT = datetime(2026, 1, 29, 13, 3, 5, 123, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("en", "Europe/Berlin", "29 January 2026, 14:03 CET"),
        ("de", "Europe/Berlin", "29. Januar 2026, 14.03\u00a0Uhr\u00a0MEZ"),
        ("de", "Africa/Nairobi", "29. Januar 2026, 16.03\u00a0Uhr\u00a0EAT"),
        ("de", "Asia/Kathmandu", "29. Januar 2026, 18.48\u00a0Uhr\u00a0UTC+05:45"),
        ("de", "America/Sao_Paulo", "29. Januar 2026, 10.03\u00a0Uhr\u00a0UTC−03"),
        ("en", "Pacific/Honolulu", "29 January 2026, 03:03 HST"),
        ("de", "Pacific/Honolulu", "29. Januar 2026, 3.03\u00a0Uhr\u00a0HST"),
    ],
)
def test_moment(language, zone, expected):
    with override(language):
        assert dates.moment(MOMENT.astimezone(ZoneInfo(zone))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1 March 2026", "March 2026", "Sunday, 1 March 2026", "1 March 2026, 00:05"]),
        (
            "de",
            ["1. März 2026", "März 2026", "Sonntag, 1. März 2026", "1. März 2026, 0.05\u00a0Uhr"],
        ),
    ],
)
def test_day_month_today_and_a_moment_without_its_zone(language, expected):
    first = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)

    with override(language):
        writing = dates.writing()
        said = [writing.day(first), writing.month(date(2026, 3, 1)), writing.today(first)]
        said.append(dates.moment(first, zone=False))

    assert said == expected


def test_summer_time_has_its_own_letters():
    with override("de"):
        summer = MOMENT.replace(month=7).astimezone(ZoneInfo("Europe/Berlin"))
        assert dates.moment(summer) == "29. Juli 2026, 15.03\u00a0Uhr\u00a0MESZ"
