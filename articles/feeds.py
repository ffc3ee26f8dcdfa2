"""RSS, Atom and JSON Feed: the newest of the site, of a section, a tag or an author.

Each stands under the page it belongs to. No answer has a Last-Modified: when a piece is withdrawn
the newest time goes backwards, and who asks by time alone would keep what is gone. ETags tell.
"""

import json
import re
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape

from articles import entries
from articles.models import Article, ArticleTag, Byline, Section, Tag
from articles.renamed import renamed
from authors.models import Author
from newsroom.pages import EPOCH, public_page
from newsroom.templatetags.newsroom import absolute

PLACES = {"rss": "feed/", "atom": "feed/atom/", "json": "feed.json"}
# What XML 1.0 cannot hold, not even as a character reference.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@public_page
def of_site(request, form: str):
    keys = Article.objects.newest().values("pk")
    return answer(request, form, "/", "", request.site.tagline, entries.latest(keys))


@public_page
def of_section(request, form: str, slug: str):
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return renamed(slug, "articles:section_feed", form=form)
    keys = Article.objects.filter(section=section).newest().values("pk")
    path = section.get_absolute_url()
    return answer(request, form, path, section.name, section.description, entries.latest(keys))


@public_page
def of_tag(request, form: str, slug: str):
    """A tag is there for readers once an article with it is."""
    is_used = Exists(ArticleTag.objects.filter(tag=OuterRef("pk")))
    tag = get_object_or_404(Tag.objects.filter(is_used), slug=slug)
    links = ArticleTag.objects.filter(tag=tag).order_by("-published_at", "-content_object_id")
    keys = links.values("content_object")
    return answer(request, form, tag.get_absolute_url(), tag.name, "", entries.latest(keys))


@public_page
def of_author(request, form: str, slug: str):
    author = get_object_or_404(Author.objects.public(), slug=slug)
    lines = Byline.objects.filter(author=author).order_by("-published_at", "-article_id")
    keys = lines.values("article")
    path = author.get_absolute_url()
    return answer(request, form, path, author.name, author.short_bio, entries.latest(keys))


def answer(request, form: str, path: str, name: str, about: str, found: list) -> HttpResponse:
    """Write the feed that belongs to the page at `path`, which is about `name`.

    What was found are entries: of articles (`entries`), or of corrections (`corrections`).
    """
    site = request.site
    feed = {
        "title": f"{name} – {site.name}" if name else site.name,
        "link": absolute(path),
        "feed_url": absolute(path + PLACES[form]),
        "description": about or name or site.name,
        "language": site.language,
        "author_name": site.name,
        "author_link": absolute("/"),
    }
    return _json(feed, found) if form == "json" else _xml(XML[form], feed, found)


def legal(value):
    """Return text, or a list or dictionary with texts in it, without what XML cannot hold."""
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, dict):
        return {name: legal(each) for name, each in value.items()}
    return [legal(each) for each in value] if isinstance(value, list | tuple) else value


class Whole:
    """What both XML formats have beyond Django's: whole texts, all names, a language an entry."""

    def item_attributes(self, item) -> dict:
        return {"xml:lang": item["language"]}

    def latest_post_date(self):
        """An empty feed must not be new at each request."""
        return super().latest_post_date() if self.items else EPOCH


class Rss(Whole, Rss201rev2Feed):
    def rss_attributes(self) -> dict:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name, _ in item["names"] or [(self.feed["author_name"], "")]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("content:encoded", item["html"])


class Atom(Whole, Atom1Feed):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name, url in item["names"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", url)
            handler.endElement("author")
        handler.addQuickElement("content", item["html"], {"type": "html"})


XML = {"rss": Rss, "atom": Atom}


def _xml(kind, feed: dict, found: list) -> HttpResponse:
    document = kind(**legal(feed), subtitle=legal(feed["description"]))
    for entry in found:
        document.add_item(**legal(_item(entry)))
    return HttpResponse(document.writeString("utf-8"), content_type=kind.content_type)


def _item(entry) -> dict:
    """Return an entry in Django's words; a description is HTML in both formats, a title is text."""
    return {
        "title": entry.title,
        "link": entry.url,
        "description": str(escape(entry.summary)),
        "pubdate": _to_the_second(entry.published),
        "updateddate": _to_the_second(entry.updated),
        "unique_id": entry.id,
        "unique_id_is_permalink": False,
        "categories": entry.subjects,
        "language": entry.language,
        "names": entry.authors,
        "html": str(entry.html),
    }


def _to_the_second(moment: datetime) -> datetime:
    """The same in every format; RSS has no more."""
    return moment.replace(microsecond=0)


def _json(feed: dict, found: list) -> HttpResponse:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed["title"],
        "home_page_url": feed["link"],
        "feed_url": feed["feed_url"],
        "description": feed["description"],
        "language": feed["language"],
        "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
        "items": [_json_item(entry) for entry in found],
    }
    text = json.dumps(document, ensure_ascii=False)
    return HttpResponse(text, content_type="application/feed+json")


def _json_item(entry) -> dict:
    """What is empty is left out; an item without authors is by the feed's."""
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": entry.image,
        "date_published": rfc3339_date(_to_the_second(entry.published)),
        "date_modified": rfc3339_date(_to_the_second(entry.updated)),
        "authors": [{"name": name, "url": url} for name, url in entry.authors],
        "tags": entry.subjects,
        "language": entry.language,
    }
    return {name: value for name, value in item.items() if value}
