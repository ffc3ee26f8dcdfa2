"""What feedparser makes of feeds. Debian’s own Python runs this: it has feedparser, ours has not.

Standard input is JSON, {name: [content type, text]}; standard output, {name: what was read}.
"""

import io
import json
import sys

import feedparser


def read(kind: str, text: str) -> dict:
    found = feedparser.parse(
        io.BytesIO(text.encode()),
        response_headers={"content-type": kind},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return {
        "problem": str(found.bozo_exception) if found.bozo else "",
        "version": found.version,
        "title": found.feed.get("title"),
        "link": found.feed.get("link"),
        "names": names(found.feed),
        "entries": [entry(each) for each in found.entries],
    }


def entry(each) -> dict:
    return {
        "id": each.get("id"),
        "link": each.get("link"),
        "title": each.get("title"),
        "published": each.get("published_parsed"),
        "updated": each.get("updated_parsed"),
        "names": names(each),
        "summary": each.get("summary"),
        "content": [(part.type, part.value) for part in each.get("content", [])],
    }


def names(each) -> list:
    return [author.get("name") for author in each.get("authors", [])]


if __name__ == "__main__":
    feeds = json.load(sys.stdin)
    json.dump({name: read(*feed) for name, feed in feeds.items()}, sys.stdout)
