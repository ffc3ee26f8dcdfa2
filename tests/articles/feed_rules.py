"""What the feed and sitemap formats ask, as far as they can be asked: a strict small reader.

Each `read_…` returns what it found, in the same words for every format, and fails on what the
format's own document forbids: RSS 2.0 with its namespaces, RFC 4287, JSON Feed 1.1, the sitemap
and news sitemap schemas.
"""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from articles.feeds import PLACES

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TAG_URI = re.compile(r"tag:[A-Za-z0-9.-]+,\d{4}-\d\d-\d\d:[A-Za-z0-9/._-]+")
W3C = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}


FORMS = tuple(TYPES)


def feed(client, form: str = "atom", path: str = "/") -> dict:
    """Ask for the feed of a page, and read it."""
    return read(client.get(path + PLACES[form]), form)


def titles(client, form: str = "atom", path: str = "/") -> list[str]:
    return [entry["title"] for entry in feed(client, form, path)["entries"]]


def read(response, form: str) -> dict:
    """Return a feed's title, address, updated time, language and entries."""
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[form]
    feed = {"rss": read_rss, "atom": read_atom, "json": read_json}[form](response.content)
    ids = [entry["id"] for entry in feed["entries"]]
    assert len(ids) == len(set(ids))
    for entry in feed["entries"]:
        assert TAG_URI.fullmatch(entry["id"])
        assert entry["title"].strip()
        assert entry["html"].strip()
        assert entry["updated"] >= entry["published"]
        for url in (entry["url"], *(url for _, url in entry["authors"])):
            assert is_absolute(url)
    assert is_absolute(feed["url"])
    assert is_absolute(feed["self"])
    return feed


def read_rss(content: bytes) -> dict:
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
    channel = root[0]
    return {
        "title": only(channel, "title"),
        "about": only(channel, "description"),
        "url": only(channel, "link"),
        "self": channel.find("atom:link[@rel='self']", NAMES).get("href"),
        "language": only(channel, "language"),
        "updated": parsedate_to_datetime(only(channel, "lastBuildDate")),
        "entries": [_rss_item(item) for item in channel.findall("item")],
    }


def _rss_item(item) -> dict:
    assert item.find("guid").get("isPermaLink") == "false"
    return {
        "id": only(item, "guid"),
        "url": only(item, "link"),
        "title": only(item, "title"),
        "summary": only(item, "description"),
        "html": only(item, "content:encoded"),
        "published": parsedate_to_datetime(only(item, "pubDate")),
        "updated": datetime.fromisoformat(only(item, "atom:updated")),
        "authors": [(each.text, "https://a.example") for each in item.findall("dc:creator", NAMES)],
        "subjects": [each.text for each in item.findall("category")],
        "language": item.get(LANG),
    }


def read_atom(content: bytes) -> dict:
    root = ElementTree.fromstring(content)
    assert root.tag == f"{{{NAMES['atom']}}}feed"
    only(root, "atom:id")
    only(root.find("atom:author", NAMES), "atom:name")
    return {
        "title": only(root, "atom:title"),
        "about": only(root, "atom:subtitle"),
        "url": root.find("atom:link[@rel='alternate']", NAMES).get("href"),
        "self": root.find("atom:link[@rel='self']", NAMES).get("href"),
        "language": root.get(LANG),
        "updated": datetime.fromisoformat(only(root, "atom:updated")),
        "entries": [_atom_entry(entry) for entry in root.findall("atom:entry", NAMES)],
    }


def _atom_entry(entry) -> dict:
    assert {entry.find(f"atom:{name}", NAMES).get("type") for name in ("summary", "content")} == {
        "html"
    }
    authors = entry.findall("atom:author", NAMES)
    return {
        "id": only(entry, "atom:id"),
        "url": entry.find("atom:link[@rel='alternate']", NAMES).get("href"),
        "title": only(entry, "atom:title"),
        "summary": only(entry, "atom:summary"),
        "html": only(entry, "atom:content"),
        "published": datetime.fromisoformat(only(entry, "atom:published")),
        "updated": datetime.fromisoformat(only(entry, "atom:updated")),
        "authors": [(only(each, "atom:name"), only(each, "atom:uri")) for each in authors],
        "subjects": [each.get("term") for each in entry.findall("atom:category", NAMES)],
        "language": entry.get(LANG),
    }


def read_json(content: bytes) -> dict:
    data = json.loads(content.decode())
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert set(data) <= {
        *("version", "title", "home_page_url", "feed_url", "description", "language"),
        *("authors", "items"),
    }
    assert all(author.get("name") for author in data["authors"])
    return {
        "title": data["title"],
        "about": data["description"],
        "url": data["home_page_url"],
        "self": data["feed_url"],
        "language": data["language"],
        "updated": None,
        "entries": [_json_item(item) for item in data["items"]],
    }


def _json_item(item) -> dict:
    assert isinstance(item["id"], str)
    assert all(isinstance(tag, str) for tag in item.get("tags", []))
    assert set(item) <= {
        *("id", "url", "title", "summary", "content_html", "image", "date_published"),
        *("date_modified", "authors", "tags", "language"),
    }
    return {
        "id": item["id"],
        "url": item["url"],
        "title": item["title"],
        "summary": item.get("summary"),
        "html": item["content_html"],
        "published": datetime.fromisoformat(item["date_published"]),
        "updated": datetime.fromisoformat(item["date_modified"]),
        "authors": [(each["name"], each["url"]) for each in item.get("authors", [])],
        "subjects": item.get("tags", []),
        "language": item["language"],
    }


def read_sitemap(response, root: str = "urlset") -> dict[str, str]:
    """Return the addresses of a sitemap or an index with their lastmod."""
    document = _xml(response, root)
    child = {"urlset": "url", "sitemapindex": "sitemap"}[root]
    assert 0 < len(document) <= 50_000
    found = {}
    for each in document:
        assert each.tag == f"{{{NAMES['map']}}}{child}"
        assert {part.tag.partition("}")[2] for part in each} <= {"loc", "lastmod"}
        address, changed = only(each, "map:loc"), each.findtext("map:lastmod", "", NAMES)
        assert is_absolute(address)
        assert len(address) < 2048
        assert not changed or W3C.fullmatch(changed)
        assert address not in found
        found[address] = changed
    return found


def read_news(response) -> dict[str, dict]:
    """Return the addresses of a news sitemap with what is said of each."""
    found = {}
    for each in _xml(response, "urlset"):
        assert [part.tag for part in each] == [f"{{{NAMES['map']}}}loc", f"{{{NAMES['news']}}}news"]
        news = each.find("news:news", NAMES)
        order = [part.tag.partition("}")[2] for part in news]
        assert order == ["publication", "publication_date", "title"]
        language = only(news, "news:publication/news:language")
        assert re.fullmatch(r"[a-z]{2,3}|zh-cn|zh-tw", language)
        moment = only(news, "news:publication_date")
        assert W3C.fullmatch(moment)
        found[only(each, "map:loc")] = {
            "name": only(news, "news:publication/news:name"),
            "language": language,
            "published": datetime.fromisoformat(moment),
            "title": only(news, "news:title"),
        }
    assert len(found) <= 1_000
    return found


def _xml(response, root: str):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(response.content) <= 50 * 1024 * 1024
    document = ElementTree.fromstring(response.content)
    assert document.tag == f"{{{NAMES['map']}}}{root}"
    return document


def only(parent, name: str) -> str:
    """Return the text of the one element of this name."""
    found = parent.findall(name, NAMES)
    assert len(found) == 1, f"{len(found)} × {name}"
    return found[0].text or ""


def is_absolute(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
