"""The tags that every template has, and the pages that are drawn when nothing else can be."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from newsroom.models import Site
from newsroom.templatetags import newsroom as tags

MOMENT = datetime(2026, 7, 1, 22, 30, 5, 123, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (
            "Europe/Oslo",
            '<time datetime="2026-07-02T00:30:05+02:00">2 July 2026, 00:30 CEST</time>',
        ),
        (
            "Asia/Kathmandu",
            '<time datetime="2026-07-02T04:15:05+05:45">2 July 2026, 04:15 UTC+05:45</time>',
        ),
        (
            "America/Sao_Paulo",
            '<time datetime="2026-07-01T19:30:05-03:00">1 July 2026, 19:30 UTC−03</time>',
        ),
        ("UTC", '<time datetime="2026-07-01T22:30:05+00:00">1 July 2026, 22:30 UTC</time>'),
    ],
)
def test_moment_names_the_zone(zone, expected):
    with timezone.override(zone):
        assert tags.moment(MOMENT) == expected


def test_day_has_no_time():
    with timezone.override("Europe/Oslo"):
        assert tags.day(MOMENT) == '<time datetime="2026-07-02">2 July 2026</time>'
    assert tags.day(date(1998, 5, 4)) == '<time datetime="1998-05-04">4 May 1998</time>'


def test_absolute_is_made_from_the_setting(settings):
    settings.NEWSROOM_URL = "https://courier.example"

    assert tags.absolute("/world/") == "https://courier.example/world/"


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_page_of_last_resort_asks_no_database(template):
    """No database fixture: a query would fail this test. It needs no request either."""
    page = render_to_string(template, {"site": Site(name="The <Courier>")})

    assert "The &lt;Courier&gt;" in page
    assert page.count("<h1") == 1


def test_what_was_typed_comes_back(db):
    """DESIGN §4.14: an expired form is shown again as words to copy."""
    page = render_to_string("403_csrf.html", {"site": Site(), "fields": {"body": "<p>My text"}})

    assert ">&lt;p&gt;My text</textarea>" in page
