"""An article as feed readers get it: the whole text, with addresses that lead here from anywhere.

`articles.feeds` writes in each format what is gathered here. Readers' comments are not part of it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import metadata
from articles.cards import add_names
from articles.models import Article, ArticleTag, Correction
from articles.notices import Notice, notices
from newsroom import html, pictures
from newsroom.models import Photo
from newsroom.templatetags.newsroom import absolute

SHOWN = 30
REACH = 500  # of the newest pieces; where older ones came in masses, news may be far between
OWN_LINK = re.compile(r'(?<=<a )([^<>]*\bhref=")(/)')


@dataclass(frozen=True)
class Entry:
    article: Article
    photos: dict[str, Photo]

    @property
    def id(self) -> str:
        """A tag URI (RFC 4151): neither another slug nor another scheme makes it a new entry."""
        host = urlsplit(settings.NEWSROOM_URL).hostname
        return f"tag:{host},{self.article.day.isoformat()}:article/{self.article.pk}"

    @property
    def url(self) -> str:
        return absolute(self.article.get_absolute_url())

    @property
    def title(self) -> str:
        return self.article.title_to_share

    @property
    def summary(self) -> str:
        return self.article.summary

    @property
    def published(self) -> datetime:
        return self.article.published_at

    @property
    def language(self) -> str:
        return self.article.language

    @property
    def image(self) -> str:
        return metadata.image(self.article)

    @property
    def authors(self) -> list[tuple[str, str]]:
        """The names in the byline, each with the address of its page."""
        authors = (credit.author for credit in self.article.bylines.all())
        return [(author.name, absolute(author.get_absolute_url())) for author in authors]

    @property
    def subjects(self) -> list[str]:
        """Its section, the word for its kind unless it is news, and its tags; nothing twice."""
        words = [self.article.section.name, self.article.kind_label, *self.article.tag_names]
        return list(dict.fromkeys(word for word in words if word))

    @cached_property
    def corrections(self) -> list[Correction]:
        return Correction.of_rows(self.article.correction_rows)

    @property
    def notices(self) -> list[Notice]:
        return notices(self.corrections)

    @property
    def updated(self) -> datetime:
        return latest_change(self.article, *(each.made_at for each in self.corrections))

    @cached_property
    def html(self) -> SafeString:
        """The lead picture, the standfirst, the text, and what was corrected since."""
        context = {"entry": self, "article": self.article}
        return render_to_string("articles/_feed_entry.html", context)

    @property
    def lead(self) -> SafeString:
        photo = self.article.lead_photo
        return _picture(photo, photo.alt) if photo else SafeString("")

    @property
    def body(self) -> SafeString:
        linked = OWN_LINK.sub(lambda link: link[1] + absolute(link[2]), self.article.body)
        return html.render_for_feed(linked, self._drawn)

    def _drawn(self, token: str, alt: str) -> str:
        photo = self.photos.get(token)
        return _picture(photo, alt or photo.alt) + pictures.credit(photo) if photo else ""


def latest(keys) -> list[Entry]:
    """Return the newest news among the first articles that `keys`, a query of ids, leads to."""
    news = Article.objects.filter(pk__in=keys[:REACH]).latest_news().values("pk")
    articles = list(_whole().filter(pk__in=news[:SHOWN]).newest())
    add_names(articles)
    tokens = {token for article in articles for token in html.photo_tokens(article.body)}
    photos = {p.token: p for p in Photo.objects.filter(token__in=tokens)} if tokens else {}
    return [Entry(article, photos) for article in articles]


def latest_change(article: Article, *corrected: datetime | None) -> datetime:
    """Return when readers last got something else to read than before."""
    moments = (article.published_at, article.updated_at, *corrected)
    return max(moment for moment in moments if moment)


def _whole():
    """Articles with their texts; names of tags and corrections come as arrays in the same row."""
    tags = ArticleTag.objects.filter(content_object=OuterRef("pk")).order_by("pk")
    corrections = Correction.objects.filter(article=OuterRef("pk")).order_by("made_at", "pk")
    row = JSONObject(**Correction.ROW)
    return (
        Article.objects.select_related("section", "lead_photo")
        .defer("body_text", "search")
        .annotate(
            tag_names=ArraySubquery(tags.values("tag__name")),
            correction_rows=ArraySubquery(corrections.values(row=row)),
        )
    )


def _picture(photo: Photo, alt: str) -> SafeString:
    """One plain image: feed readers know no `<picture>`."""
    width = pictures.widest(photo, metadata.SHARE_WIDTH)
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}">',
        absolute(pictures.address(photo, width)),
        width,
        max(1, round(photo.height * width / photo.width)),
        alt,
    )
