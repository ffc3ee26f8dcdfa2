"""What the code says to readers, and what a catalogue says instead: both read with Python alone.

`make words` needs gettext's own tools; nobody needs them to run the newsroom or its tests.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
APPS = ("newsroom", "authors", "articles", "comments")
# How a function that marks words takes them: the places of context, words and plural.
CALLS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
CALLS |= {f"{name}_lazy": places for name, places in CALLS.items()} | {"_": (None, 0, None)}
_TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\({_TEXT}(?:, {_TEXT})?(?:, {_TEXT})?")

Key = tuple[str, str, str]  # context, words, plural; each may be empty


@dataclass
class Entry:
    context: str = ""
    id: str = ""
    plural: str = ""
    said: list[str] = field(default_factory=list)  # one, or one for each plural form
    flags: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.id, self.plural


def read(path: Path) -> list[Entry]:
    """Return a catalogue's entries, without its head and what is obsolete."""
    blocks = path.read_text().split("\n\n")
    found = [_entry(block) for block in blocks if not block.startswith("#~")]
    return [entry for entry in found if entry.id]


def _entry(block: str) -> Entry:
    entry, name = Entry(), ""
    for line in block.splitlines():
        if line.startswith("#,"):
            entry.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line and not line.startswith("#"):
            keyword, _, text = ("", "", line) if line.startswith('"') else line.partition(" ")
            name = keyword or name
            _add(entry, name, ast.literal_eval(text), is_more=not keyword)
    return entry


def _add(entry: Entry, name: str, text: str, is_more: bool) -> None:
    if name.startswith("msgstr"):
        entry.said += [] if is_more else [""]
        entry.said[-1] += text
        return
    attribute = {"msgctxt": "context", "msgid": "id", "msgid_plural": "plural"}[name]
    setattr(entry, attribute, getattr(entry, attribute) + text)


def said_in_code() -> dict[Key, str]:
    """Return all words that are marked, each with a file that says them."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            found |= dict.fromkeys(_in_module(path), path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= dict.fromkeys(_in_template(path), path.relative_to(ROOT).as_posix())
    return found


def _in_module(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS:
                yield _key(name, [getattr(each, "value", None) for each in node.args])


def _in_template(path: Path):
    for match in _CALL.finditer(templatize(path.read_text())):
        yield _key(match[1], [ast.literal_eval(text) for text in match.groups()[1:] if text])


def _key(name: str, given: list) -> Key:
    """Words that are put together elsewhere are found by nobody: they must stand in the call."""
    key = tuple("" if place is None else given[place] for place in CALLS[name])
    assert all(isinstance(text, str) for text in key), f"{name} is not given its words: {given}"
    return key
