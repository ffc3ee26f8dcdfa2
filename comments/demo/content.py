"""The demo's texts as written in `content/`: small headers, then the body."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
PHOTO = re.compile(r"\[\[photo: *([a-z0-9-]+) *\| *(.*?) *\]\]")


@dataclass(frozen=True)
class Text:
    """A story's header and body; a key that is not there reads as empty."""

    header: dict[str, str]
    body: str

    def __getitem__(self, key: str) -> str:
        return self.header.get(key, "")


def read_json(name: str):
    """Return what `content/<name>.json` holds."""
    return json.loads((CONTENT / f"{name}.json").read_text("utf-8"))


def read_stories() -> list[Text]:
    """Return the stories, the oldest first, so that ids follow time."""
    texts = [parse(file.read_text("utf-8")) for file in (CONTENT / "stories").glob("*.txt")]
    return sorted(texts, key=lambda text: -float(text["days_ago"]))


def parse(source: str) -> Text:
    """Take a file apart at its first blank line."""
    head, _, body = source.partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    return Text({key.strip(): value.strip() for key, _, value in pairs}, body.strip())
