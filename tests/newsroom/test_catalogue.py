"""The catalogues: every word that readers meet is in them, translated, with the same places to be
filled, and compiled. “English complete” means that no template says anything that is not marked.
"""

import re
import shutil
import subprocess
from gettext import GNUTranslations

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from tests.newsroom.catalogue import ROOT, Entry, read, said_in_code

LOCALES = ROOT / "newsroom" / "locale"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACE = re.compile(r"%\((\w+)\)[0-9]*[ds]|\{(\w+)\}")
MARKUP = re.compile(r"<[^<>]*>")
# What nobody says to a reader of a German newspaper, and no typewriter's signs.
NOT_GERMAN = re.compile(r"\b(du|dir|dich|dein\w*|euch|euer|eure\w*)\b|[\"']|“(?=\w)|\.\.\.", re.I)
# At the desk, which is English; standing pages are the readers' alone there.
AT_DESK = ("admin", "account", "mfa", "newsroom")
OURS = {"standingpage_detail.html"}
SHOWN = re.compile(r"""\b(?:aria-label|alt|title|placeholder)=(?:"([^"]*)"|'([^']*)')""")
# What is handed to a part of a page, or stands in for something empty.
GIVEN = re.compile(r"""[=:](?:"([A-Z][^"]*)"|'([A-Z][^']*)')""")
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = {"RSS", "Atom", "JSON", "Feed"}  # of formats


def po(language: str):
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def places(text: str) -> list[str]:
    return sorted(match[1] or match[2] for match in PLACE.finditer(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_what_the_code_says_and_nothing_else(language):
    """If this fails: `make words`, then translate what is new."""
    code, held = said_in_code(), {entry.key for entry in read(po(language))}

    assert {key: file for key, file in code.items() if key not in held} == {}
    assert held - set(code) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated_and_nobody_guessed(language):
    entries = read(po(language))

    assert [entry.id for entry in entries if not all(entry.said) or "fuzzy" in entry.flags] == []
    assert {len(entry.said) for entry in entries if entry.plural} == {2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_places_and_the_markup_of_the_original(language):
    entries = read(po(language))

    assert [entry.id for entry in entries if differs(entry)] == []


def differs(entry: Entry) -> bool:
    originals = [entry.id, entry.plural] if entry.plural else [entry.id]
    return any(
        places(one) != places(other) or sorted(MARKUP.findall(one)) != sorted(MARKUP.findall(other))
        for one, other in zip(originals, entry.said, strict=True)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_says_the_same(language):
    """Git keeps no times of files: what counts is what is in them."""
    with po(language).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)

    assert [entry.id for entry in read(po(language)) if in_mo(compiled, entry) != entry.said] == []


def in_mo(compiled: GNUTranslations, entry: Entry) -> list[str]:
    if entry.plural and entry.context:
        return [compiled.npgettext(*entry.key, n) for n in (1, 2)]
    if entry.plural:
        return [compiled.ngettext(entry.id, entry.plural, n) for n in (1, 2)]
    if entry.context:
        return [compiled.pgettext(entry.context, entry.id)]
    return [compiled.gettext(entry.id)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_gettext_itself_finds_no_fault(language):
    if not shutil.which("msgfmt"):
        pytest.skip("gettext's tools are not on this machine")

    told = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", po(language)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, told.stderr) == (0, "")


def test_german_is_written_as_in_a_newspaper():
    wrong = {
        entry.id: found
        for entry in read(po("de"))
        for said in entry.said
        if (found := NOT_GERMAN.findall(MARKUP.sub("", said))) or said.count("„") != said.count("“")
    }

    assert wrong == {}


def unmarked(source: str) -> list[str]:
    """Return the words of a template that no catalogue can translate."""
    outside, given, is_marked = [], [], False
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        is_marked = word in ("blocktranslate", "comment") or (
            is_marked and word not in ("endblocktranslate", "endcomment")
        )
        if token.token_type == TokenType.TEXT and not is_marked:
            outside.append(token.contents)
        elif token.token_type == TokenType.BLOCK:
            outside.append("\x00")  # a value may end within a tag
        if token.token_type == TokenType.VAR or word == "include":
            given += [match[1] or match[2] for match in GIVEN.finditer(token.contents)]
    text = "".join(outside)
    shown = [match[1] or match[2] or "" for match in SHOWN.finditer(text)]
    words = LETTERS.findall(" ".join([MARKUP.sub(" ", text), *shown, *given]))
    return [word for word in words if word not in NAMES]


def test_no_page_for_readers_says_what_is_not_marked():
    pages = [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if path.relative_to(ROOT / "templates").parts[0] not in AT_DESK or path.name in OURS
    ]

    found = {path.name: words for path in pages if (words := unmarked(path.read_text()))}

    assert len(pages) > 40
    assert found == {}


def test_what_is_not_marked_is_found():
    """The counterproof."""
    page = '<p aria-label="The {{ name }}">{% if x %}Read{% endif %} {% translate "More" %}</p>'
    part = (
        '{% include "part.html" with title="Close it" label=_("Open it") %}{{ x|default:"None" }}'
    )

    assert unmarked(page) == ["Read", "The"]
    assert unmarked(part) == ["Close", "it", "None"]
