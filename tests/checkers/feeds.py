"""Feeds as feedparser reads them, and JSON Feed, which it does not know, in the same words."""

import json
import re
import subprocess
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from tests.checkers import fetched

PYTHON = "/usr/bin/python3"  # Debian's: `python3-feedparser` is there for it alone
READER = Path(__file__).with_name("read_feeds.py")
VERSIONS = {"rss": "rss20", "atom": "atom10", "json": "https://jsonfeed.org/version/1.1"}
LINKS = ("href", "src", "cite", "poster", "action")


def read(answers: dict) -> dict[str, dict]:
    """Return what each response holds: problem, version, title, link, names, entries."""
    xml, whole = {}, {}
    for name, answer in answers.items():
        text = answer.content.decode()
        if answer["Content-Type"] == "application/feed+json":
            whole[name] = _of_json(text)
        else:
            xml[name] = [answer["Content-Type"], text]
    found = whole | {name: _of_xml(feed) for name, feed in _feedparser(xml).items()}
    return {name: found[name] for name in answers}


def _feedparser(feeds: dict[str, list[str]]) -> dict:
    there = subprocess.run([PYTHON, "-c", "import feedparser"], capture_output=True)
    if there.returncode:
        fetched.not_here("The feed checker needs python3-feedparser: install Debian’s package.")
    command = [PYTHON, "-I", str(READER)]
    text = json.dumps(feeds)
    return json.loads(
        subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    )


def _of_xml(feed: dict) -> dict:
    """An entry without a name is by the feed's; its summary is HTML."""
    for entry in feed["entries"]:
        entry["published"], entry["updated"] = (
            datetime(*entry[name][:6], tzinfo=UTC) for name in ("published", "updated")
        )
        entry["names"] = entry["names"] or feed["names"]
        entry["summary"] = unescape(entry["summary"])
        kinds, parts = zip(*entry["content"], strict=True)
        assert kinds == ("text/html",)
        entry["content"] = parts[0]
    return feed


def _of_json(text: str) -> dict:
    feed = json.loads(text)
    return {
        "problem": "",
        "version": feed["version"],
        "title": feed["title"],
        "link": feed["home_page_url"],
        "names": (names := [author["name"] for author in feed["authors"]]),
        "entries": [_of_item(item, names) for item in feed["items"]],
    }


def _of_item(item: dict, names: list[str]) -> dict:
    return {
        "id": item["id"],
        "link": item["url"],
        "title": item["title"],
        "published": datetime.fromisoformat(item["date_published"]),
        "updated": datetime.fromisoformat(item["date_modified"]),
        "names": [author["name"] for author in item.get("authors", [])] or names,
        "summary": item["summary"],
        "content": item["content_html"],
    }


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.links += [value or "" for name, value in attrs if name in LINKS]
        parts = [value or "" for name, value in attrs if name == "srcset"]
        self.links += [each.split()[0] for part in parts for each in part.split(",")]

    def handle_data(self, data):
        self.words.append(data)


def looked_at(content: str) -> tuple[list[str], str]:
    """Return the links in an entry that lead nowhere from elsewhere, and its words."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    nowhere = [link for link in reader.links if not _is_whole(link)]
    return nowhere, re.sub(r"\s+", " ", " ".join(reader.words))


def _is_whole(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme == "mailto" or bool(parts.scheme in ("http", "https") and parts.netloc)
