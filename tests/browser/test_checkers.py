"""Programs and rules that are not ours read every public template: HTML and data for machines."""

import re

import pytest

from tests.browser.test_reading import newspaper  # noqa: F401  (a fixture)
from tests.checkers import html, linked_data

pytestmark = [pytest.mark.crawl, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(client, newspaper) -> dict[str, str]:  # noqa: F811
    return {name: client.get(path).content.decode() for name, path in newspaper.items()}


def test_html_checker_finds_no_error(pages, tmp_path):
    """Issue 6, point 7: the Nu HTML Checker."""
    broken = "<!doctype html><html lang=en><title>x</title><p><div></p><img src=a>"
    assert html.errors({"broken": broken}, tmp_path).keys() == {"broken"}

    assert html.errors(pages, tmp_path) == {}


def test_data_for_machines_keeps_to_what_is_documented(pages):
    """Issue 6, point 7: required and recommended properties, and no other."""
    found = {name: linked_data.page_problems(page) for name, page in pages.items()}

    assert {name: each for name, each in found.items() if each} == {}
    times = {time for page in pages.values() for time in re.findall(r'datetime="([^"]*)"', page)}
    assert times
    assert [time for time in times if not linked_data.moment(time)] == []
    kinds = {name: [data["@type"] for data in linked_data.blocks(p)] for name, p in pages.items()}
    assert kinds["full"] == ["AnalysisNewsArticle", "BreadcrumbList"]
    assert kinds["author"] == ["ProfilePage", "BreadcrumbList"]
    assert kinds["section"] == kinds["tag"] == ["BreadcrumbList"]
    assert kinds["missing"] == []
