"""What an article says about itself to machines: schema.org's words, as JSON-LD, and those of
Open Graph, which whoever shares a link shows beside it.
"""

from collections.abc import Iterator

from django.utils import timezone

from articles.models import Article
from articles.notices import Notice
from articles.page import ArticlePage
from articles.share_card import HEIGHT, WIDTH, ShareCard
from authors.metadata import person
from newsroom import pictures
from newsroom.models import Site
from newsroom.templatetags.newsroom import absolute

Kind = Article.Kind
TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.REVIEW: "ReviewNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
    Kind.ADVERTISEMENT: "AdvertiserContentArticle",
}
SHARE_WIDTH = 1280


def linked_data(page: ArticlePage, site: Site) -> dict:
    """Return the NewsArticle; what is empty is left out."""
    article = page.article
    address = absolute(article.get_absolute_url())
    publisher = {"@type": "NewsMediaOrganization", "name": site.name, "url": absolute("/")}
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind, "NewsArticle"),
        "headline": article.headline,
        "description": article.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": article.language,
        "articleSection": article.section.name if article.section else "",
        "genre": article.kind_label,
        "keywords": [tag.name for tag in page.tags],
        "datePublished": published(article),
        "dateModified": iso(article.updated_at) if article.shows_update else published(article),
        "author": [person(author) for author in page.authors] or [publisher],
        "publisher": publisher,
        "image": image(article),
        "isAccessibleForFree": True,
        "correction": [_correction(each) for each in page.notices],
    }
    return {name: value for name, value in data.items() if value}


def shared(page: ArticlePage, site: Site, age: str) -> Iterator[tuple[str, str]]:
    """Return the names and contents of the `<meta>` elements; `age` is what is said of an old one.

    See https://ogp.me/. Cards of X read the same words but for the card's kind.
    """
    article, title = page.article, page.article.title_to_share
    description = f"{age} {article.summary}".strip()
    yield "description", description
    yield "og:type", "article"
    yield "og:site_name", site.name
    yield "og:title", title
    yield "og:description", description
    yield "og:url", absolute(article.get_absolute_url())
    yield "article:published_time", published(article)
    if article.shows_update:
        yield "article:modified_time", iso(article.updated_at)
    yield "article:section", article.section.name
    for tag in page.tags:
        yield "article:tag", tag.name
    yield "og:image", absolute(ShareCard.of(article, site).path)
    yield "og:image:type", "image/jpeg"
    yield "og:image:width", str(WIDTH)
    yield "og:image:height", str(HEIGHT)
    yield "og:image:alt", (article.lead_photo and article.lead_photo.alt) or title
    yield "twitter:card", "summary_large_image"


def breadcrumbs(places) -> dict:
    """Return the way from the front page to a page, as (name, path) pairs say it."""
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": absolute(path)}
        for n, (name, path) in enumerate(places, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def published(article: Article) -> str:
    """Return the time of publication with only the precision that is known."""
    return iso(article.published_at) if article.shows_time else article.day.isoformat()


def image(article: Article) -> str:
    """Return the absolute address of the picture to share, if there is one."""
    photo = article.lead_photo
    if photo is None:
        return ""
    return absolute(pictures.address(photo, pictures.widest(photo, SHARE_WIDTH)))


def iso(moment) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _correction(notice: Notice) -> dict:
    data = {
        "@type": "CorrectionComment",
        "text": notice.text,
        "datePublished": iso(notice.made_at),
    }
    return data | ({"dateModified": iso(notice.amended_at)} if notice.amended_at else {})
