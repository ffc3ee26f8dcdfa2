"""The demo's texts as written in `content/`: stories as small headers, then the body;
conversations and changes as TOML, named as the story they belong to.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
PHOTO = re.compile(r"\[\[photo: *([a-z0-9-]+) *\| *(.*?) *\]\]")
STORY = re.compile(r"\[\[story: *([a-z0-9-]+) *\| *(.*?) *\]\]")


@dataclass(frozen=True)
class Text:
    """A story's name, header and body; a key that is not there reads as empty."""

    name: str
    header: dict[str, str]
    body: str

    def __getitem__(self, key: str) -> str:
        return self.header.get(key, "")


def read_json(name: str):
    """Return what `content/<name>.json` holds."""
    return json.loads((CONTENT / f"{name}.json").read_text("utf-8"))


def read_stories() -> list[Text]:
    """Return the stories, the oldest first, so that ids follow time."""
    texts = [parse(file) for file in (CONTENT / "stories").glob("*.txt")]
    return sorted(texts, key=lambda text: -float(text["days_ago"]))


def read_standing() -> list[Text]:
    """Return the standing pages in their order."""
    return [parse(file) for file in sorted((CONTENT / "standing").glob("*.txt"))]


def read_changes() -> dict[str, list[dict]]:
    """Return what was changed after publication, in order, by the story's name."""
    files = sorted((CONTENT / "changes").glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text("utf-8"))["changes"] for file in files}


def read_developments() -> dict[str, list[dict]]:
    """Return the dated lines of each story that develops, the oldest first, by its name."""
    files = sorted((CONTENT / "developments").glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text("utf-8"))["lines"] for file in files}


def read_desk() -> dict:
    """Return what the desk does beside the stories, by kind."""
    return tomllib.loads((CONTENT / "desk.toml").read_text("utf-8"))


def read_pins() -> list[dict]:
    """Return who is pinned to which place of a front page."""
    return tomllib.loads((CONTENT / "front.toml").read_text("utf-8"))["pins"]


def listed(words: str) -> list[str]:
    """Return what a header names, divided by commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


def first_wording(text: str, changes: list[dict]) -> str:
    """Return a text as it was before the changes that led to it."""
    for change in reversed(changes):
        text = _replaced(text, [(now, was) for was, now in change["words"]])
    return text


def next_wording(text: str, change: dict) -> str:
    return _replaced(text, change["words"])


def _replaced(text: str, words: list) -> str:
    for old, new in words:
        text = text.replace(old, new)
    return text


def read_conversations() -> dict[str, dict]:
    """Return the terms and comments of each story that has any, by the story's name."""
    files = sorted((CONTENT / "comments").glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in files}


def parse(file: Path) -> Text:
    """Take a file apart at its first blank line."""
    head, _, body = file.read_text("utf-8").partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    header = {key.strip(): value.strip() for key, _, value in pairs}
    return Text(file.stem, header, body.strip())
