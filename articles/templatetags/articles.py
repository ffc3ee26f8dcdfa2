"""Tags for pages about articles: the sections' row, an article's dates, its data for machines."""

import json
import logging
from html import escape

from django import template
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import metadata, notices
from articles.models import Section
from newsroom import dates, fragments, language, pagecache, pictures, words
from newsroom.prepared import Prepared
from newsroom.templatetags.newsroom import day, moment, today

register = template.Library()
logger = logging.getLogger(__name__)

PLACE = "admin/articles/front/_place.html"  # where the desk arranges the front page
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def sections(context) -> list[Section]:
    """All sections in their order, read once a request; without a database there are none."""
    request = context.get("request")
    if not hasattr(request, "sections"):
        found = _sections(request)
        if request is None:
            return found
        request.sections = found
    return request.sections


def _sections(request) -> list[Section]:
    try:
        found = _all_sections()
        for section in found:  # every page shows each twice
            section.path = section.get_absolute_url()
        return found
    except DatabaseError as problem:
        logger.warning("The sections could not be read: %s", problem)
        if request is not None:
            pagecache.of(request).may_keep = False
        return []


@Prepared
def _all_sections():
    return Section.objects.all()


@register.simple_tag(takes_context=True)
def masthead(context, here=None, is_front: bool = False):
    """The paper's head; `here` is the section that the page stands in."""
    site = context["site"]
    return fragments.draw(
        "_masthead.html",
        date=today(context),
        name=site.name,
        tagline=site.tagline,
        sections=_rows(sections(context)),
        here=here.get_absolute_url() if here else "",
        is_inside=bool(context.get("article")),
        is_front=is_front,
    )


@register.simple_tag(takes_context=True)
def footer(context):
    """The paper's foot."""
    site = context["site"]
    return fragments.draw(
        "_footer.html",
        name=site.name,
        about=site.about,
        line=site.footer_line,
        email=site.contact_email,
        sections=_rows(sections(context)),
        pages=tuple((page["path"], page["title"]) for page in site.pages),
    )


def _rows(sections: list[Section]) -> tuple[tuple[str, str], ...]:
    return tuple((each.path, each.name) for each in sections)


@register.simple_tag(takes_context=True)
def card(context, article, look: str, level: int, sizes: str = "", **more):
    """An article in a list: `look` is its class, `level` that of its headline, `sizes` of its
    picture (without them it has none). `section`, `deck` and `names` are shown where they are set;
    `is_first` is the picture that the page is opened for.
    """
    in_section = article.section.name if more.get("section") and article.section else ""
    kind, pin, desk = article.kind_label, article.pin, getattr(article, "desk", None)
    credits = more.get("names") and article.bylines.all()
    photo = sizes and article.lead_photo
    return fragments.draw(
        "articles/_card.html",
        look=look,
        level=level,
        kind=article.kind,
        kind_label="" if kind == in_section else kind,
        kicker=article.card_kicker,
        section=in_section,
        is_developing=is_developing(context, article),
        language=article.language,
        direction=article.direction,
        path=article.get_absolute_url(),
        headline=article.card_headline,
        deck=article.summary if more.get("deck") else "",
        names=names(credits) if credits else "",
        published=published(article, zone=False),
        picture=pictures.draw(photo, sizes, is_lead=more.get("is_first", False)) if photo else "",
        cuts=tuple(pin.cuts) if pin else (),
        place=render_to_string(PLACE, {"place": desk, "card": article}) if desk else "",
    )


@register.simple_tag
def published(article, zone: bool = True):
    """When it was published, with only the precision that is known."""
    return moment(article.published_at, zone) if article.shows_time else day(article.day)


@register.simple_tag(takes_context=True)
def is_developing(context, article) -> bool:
    """Whether it is marked, at the moment of the page by the newsroom's clock.

    `only` takes the variables from an included template, never the request.
    """
    return article.is_developing(_now(context))


@register.simple_tag(takes_context=True)
def from_when(context, article) -> str:
    """What is said of an article that is older than a year; of a younger one nothing."""
    if article.old_at > _now(context):
        return ""
    month = dates.writing().month(timezone.localtime(article.published_at))
    return words.FROM_WHEN.format(month=month)


register.simple_tag(notices.line, name="told_of")


@register.simple_tag
def names(credits):
    """The names in a byline, as the language lists them."""
    return language.listed([format_html("<bdi>{}</bdi>", each.author.name) for each in credits])


def _now(context):
    site = getattr(getattr(context, "request", None), "site", None)
    return getattr(site, "now", None) or timezone.now()


@register.filter
def published_iso(article) -> str:
    return metadata.published(article)


@register.filter
def iso(value) -> str:
    return metadata.iso(value)


@register.simple_tag
def json_ld(data: dict):
    """Data for machines in a script element that no browser runs, and that no text can close."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag(takes_context=True)
def shared_data(context):
    """The `<meta>` elements of an article's head. In a template they would take five times as long,
    and every article has them.
    """
    page = context["page"]
    rows = metadata.shared(page, context["site"], from_when(context, page.article))
    return mark_safe("\n  ".join(_meta(name, said) for name, said in rows))


def _meta(name: str, said: str) -> str:
    attribute = "property" if name.startswith(("og:", "article:")) else "name"
    return f'<meta {attribute}="{name}" content="{escape(said)}">'


@register.simple_tag(takes_context=True)
def breadcrumbs(context, *places):
    """Names and paths by turns, from the front page down, as machines read them."""
    names = (context["site"].name, *places[::2])
    return json_ld(metadata.breadcrumbs(zip(names, ("/", *places[1::2]), strict=True)))
