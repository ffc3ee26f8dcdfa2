"""A page's styles: its parts while one works on them, one file where they are collected."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage

from newsroom.environment import PROJECT
from newsroom.static_files import EVERYWHERE, STYLES, KeptNames, styles

SOURCES = PROJECT / "static"
ASKED = re.compile(r'\{% styles "(\w+)" %\}')


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    settings.STATIC_ROOT = tmp_path
    kept = {"BACKEND": "newsroom.static_files.KeptNames"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": kept}
    source = FileSystemStorage(location=SOURCES)
    names = [f"css/{name}.css" for kind in STYLES.values() for name in (*EVERYWHERE, *kind)]
    names = [*dict.fromkeys(names), "fonts/newsreader-headline.woff2"]
    for name in names:
        staticfiles_storage.save(name, source.open(name))
    done = staticfiles_storage.post_process({name: (source, name) for name in names})
    assert [each for *_, each in done if isinstance(each, Exception)] == []
    return tmp_path


@pytest.mark.parametrize("kind", STYLES)
def test_styles_of_a_page_are_one_file_with_all_its_parts_in_order(collected, kind):
    """Issue 6, point 9."""
    (address,) = styles(kind)

    assert re.fullmatch(rf"/static/css/page-{kind}\.[0-9a-f]{{12}}\.css", address)
    whole = (collected / address.removeprefix("/static/")).read_text()
    parts = [(SOURCES / f"css/{name}.css").read_text() for name in (*EVERYWHERE, *STYLES[kind])]
    beginnings = [whole.index(part[:60]) for part in parts]
    assert beginnings == sorted(beginnings)
    (font,) = re.findall(r'url\("([^"]+)"\)', whole)
    assert (collected / "css" / font).resolve().is_file()


def test_styles_are_their_parts_where_nothing_is_collected():
    assert not isinstance(staticfiles_storage, KeptNames)
    assert styles("front") == [f"/static/css/{name}.css" for name in (*EVERYWHERE, "front")]


def test_every_kind_of_page_that_a_template_names_is_there_and_none_besides():
    """A name that is not there would be an error only when the page is asked for."""
    templates = (PROJECT / "templates").rglob("*.html")

    assert {kind for each in templates for kind in ASKED.findall(each.read_text())} == set(STYLES)
