"""How a story's words become an article: the copy, its address, and what stands in the way.

Only the verbs of `workflow` call this, inside their transaction and with the story's row claimed.
"""

from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, When

from articles import related
from articles.models.article import Address, Article, ArticlePhoto, ArticleTag, Byline
from articles.models.development import Development
from articles.models.edition import Edition
from newsroom import database, html, picture_store
from newsroom.models import Photo, Site
from newsroom.slugs import slugify

WORDS = ("headline", "short_headline", "share_title", "standfirst", "body", "place", "kind")
COPIED = (*WORDS, "language", "section_id", "lead_photo_id", "lead_caption", "expires_at")
COPIED += ("embargoed_until",)
KEPT = (
    *WORDS,
    "working_title",
    "language",
    "section_id",
    "lead_photo_id",
    "lead_caption",
    "related",
    "commissioned_length",
    "byline_choice",
    "earlier_date",
    "earlier_time",
    "expires_at",
)
SAID_TWICE = (
    "The lead picture’s caption is its text for those who cannot see it once more, and both are "
    "read aloud. Write another caption, or change the text."
)


def missing(story) -> list[tuple]:
    """Return (field, sentence) for everything that publication still needs; of a picture also
    which one it is and what it lacks.
    """
    wanted = [
        (story.headline.strip(), "headline", "Write a headline."),
        (story.section_id, "section", "Choose a section."),
        (story.byline_choice, "byline_choice", "Choose who stands in the byline."),
        (_names(story), "bylines", "Name at least one author, or choose “The newsroom”."),
        (html.first_paragraph(story.body), "body", "Write at least one paragraph."),
        (not html.empty_notes(story.body), "body", "Write or remove the empty footnote."),
    ]
    problems = [(field, sentence) for value, field, sentence in wanted if not value]
    problems += _date_problems(story)
    if story.lead_photo:
        problems += _photo_problems(story.lead_photo, "lead_photo", "The lead picture")
        problems += _caption_problems(story.lead_photo.alt, story.caption)
    for photo in Photo.objects.filter(token__in=html.photo_tokens(story.body)):
        problems += _photo_problems(photo, "body", f"The picture “{photo}” in the text")
    return problems


def snapshot(story) -> dict:
    """Return a story's words and links as JSON can hold them."""
    content = {field: _plain(getattr(story, field)) for field in KEPT}
    content["bylines"] = list(story.bylines.values("author_id", "role", "order"))
    content["tags"] = list(story.story_tags.values_list("tag__name", flat=True))
    return content


def publish(story, now: datetime, is_small: bool = False) -> None:
    """Make the story's article public at `now`, or bring its changed words to readers.

    A small fix moves no time that readers see.
    """
    article = story.article or Article()
    was_public = article.published_at is not None and article.published_at <= now
    _begin_anew(article, now)
    if was_public:
        article.updated_at = article.updated_at if is_small else now
    elif _had_readers(article):
        article.published_at = now
    else:
        _date(article, story, now)
    article.withdrawn_at, article.is_hidden = None, False
    if article.pk:
        article.addresses.filter(kind=Address.Kind.GONE).delete()
    _copy(story, article)


def address_to_be(story) -> str:
    """Return where the story's article would be if it were published now."""
    article = story.article
    is_settled = article and (article.is_public(database.now()) or _had_readers(article))
    is_settled = is_settled or (article and article.is_hidden)
    if not is_settled:
        article = Article(pk=article and article.pk, headline=story.headline)
        _date(article, story, database.now())
        article.slug = _free_slug(article)
    return article.get_absolute_url()


def schedule(story, at: datetime) -> None:
    """Make the story's article public from `at` on."""
    article = story.article or Article()
    _begin_anew(article, database.now())
    article.published_at, article.withdrawn_at = at, None
    # After a withdrawal the old address stays, and says so until the time has come.
    day = at.astimezone(_zone()).date()
    if article.day != day and not _had_readers(article):
        article.day, article.slug, article.first_publication = day, "", "here"
    _copy(story, article)


def unschedule(story) -> None:
    """Undo `schedule`: an article that was never public leaves no trace."""
    article = story.article
    if _had_readers(article):
        now = database.now()
        _save_dates(article, published_at=now, withdrawn_at=now)
        return
    type(story).objects.filter(pk=story.pk).update(article=None, published_version=None)
    story.article = story.published_version = None
    article.delete()


def take_back(story) -> None:
    _save_dates(story.article, published_at=None)


def withdraw(article: Article, reason: str) -> None:
    now = database.now()
    path = article.get_absolute_url()
    Address.objects.update_or_create(
        path=path,
        kind=Address.Kind.GONE,
        defaults={"article": article, "reason": reason, "made_at": now},
    )
    _save_dates(article, withdrawn_at=now)


def hide(article: Article) -> None:
    """Take it from readers and say nothing, not even what was said before."""
    article.addresses.filter(kind=Address.Kind.GONE).delete()
    _save_dates(article, withdrawn_at=article.withdrawn_at or database.now(), is_hidden=True)


def reinstate(story) -> None:
    """Bring it back with the words it had; an end that has passed is no longer its end."""
    article, now = story.article, database.now()
    article.addresses.filter(kind=Address.Kind.GONE).delete()
    _save_dates(article, withdrawn_at=None, is_hidden=False)
    if article.expires_at and article.expires_at <= now:
        is_to_come = story.expires_at is not None and story.expires_at > now
        set_end(story, story.expires_at if is_to_come else None)


def set_end(story, at: datetime | None) -> None:
    """Let the article be public until `at`. The working copy says the same, as a new version."""
    _save_dates(story.article, expires_at=at)
    is_same = When(published_version=F("version"), then=F("version") + 1)
    type(story).objects.filter(pk=story.pk).update(
        expires_at=at,
        version=F("version") + 1,
        published_version=Case(
            is_same, default=F("published_version"), output_field=PositiveIntegerField()
        ),
    )
    story.refresh_from_db(fields=["expires_at", "version", "published_version"])


def move(article: Article, slug: str) -> str:
    """Change the slug and leave a 301; return what stands in the way, if anything."""
    if not slug or slug != slugify(slug):
        return "Use small letters, digits and hyphens, such as “new-slug”."
    if slug == article.slug:
        return "This is the present address."
    database.take_turns("an article's address")
    if not _is_free(article, slug):
        return "Another article of that day has this address. Choose another slug."
    old = article.get_absolute_url()
    article.slug = slug
    article.save(update_fields=["slug"])
    Address.objects.filter(path=article.get_absolute_url()).delete()
    defaults = {"article": article, "made_at": database.now()}
    Address.objects.update_or_create(path=old, kind=Address.Kind.MOVED, defaults=defaults)
    return ""


def _begin_anew(article: Article, now: datetime) -> None:
    """Drop the wordings of an article that is not public: what comes next changes none of them.

    Its lines of a piece that develops go with them.
    """
    if article.pk and not article.is_public(now):
        Edition.all_objects.of(article).delete()
        Development.all_objects.filter(article=article).delete()
        article.developing_until = None


def _had_readers(article: Article) -> bool:
    """Whether readers know an address of an article that is not public now."""
    return article.pk is not None and article.addresses.exists()


def _copy(story, article: Article) -> None:
    """Write the words and all links; every public list reads `published_at` from the links."""
    for field in COPIED:
        setattr(article, field, getattr(story, field))
    article.related_ids = related.ids(story.related)
    article.body_text = html.text(article.body)
    article.summary = html.summary(article.standfirst or html.first_paragraph(article.body))
    article.search_config = database.search_config(article.language)
    article.slug = article.slug or _free_slug(article)
    article.save()
    _forget_drawn(article)
    _link(story, article)
    type(story).objects.filter(pk=story.pk).update(article=article, published_version=story.version)
    story.article, story.published_version = article, story.version


def _link(story, article: Article) -> None:
    at = article.published_at
    Byline.all_objects.filter(article=article).delete()
    ArticleTag.all_objects.filter(content_object=article).delete()
    ArticlePhoto.all_objects.filter(article=article).delete()
    credits = story.bylines.all() if story.byline_choice == story.BylineChoice.NAMED else []
    Byline.all_objects.bulk_create(
        Byline(article=article, author_id=c.author_id, role=c.role, order=n, published_at=at)
        for n, c in enumerate(credits)
    )
    ArticleTag.all_objects.bulk_create(
        ArticleTag(content_object=article, tag_id=tag, published_at=at)
        for tag in story.story_tags.values_list("tag_id", flat=True)
    )
    photos = Photo.objects.filter(token__in=html.photo_tokens(article.body))
    ArticlePhoto.all_objects.bulk_create(
        ArticlePhoto(article=article, photo=photo) for photo in photos
    )


def _date(article: Article, story, now: datetime) -> None:
    """Give a first publication its time and the date of its address."""
    here, zone = Article.FirstPublication, _zone()
    article.published_at, article.first_publication = now, here.HERE
    article.day, article.updated_at, article.slug = now.astimezone(zone).date(), None, ""
    if story.earlier_date:
        moment = datetime.combine(story.earlier_date, story.earlier_time or time(), zone)
        article.published_at, article.day = moment, story.earlier_date
        is_time_known = story.earlier_time is not None
        article.first_publication = here.EARLIER_TIME if is_time_known else here.EARLIER_DAY


def _save_dates(article: Article, **dates) -> None:
    for field, value in dates.items():
        setattr(article, field, value)
    article.save(update_fields=list(dates))
    _forget_drawn(article)
    if "published_at" in dates:
        for links in (Byline.all_objects.filter(article=article), _tags(article)):
            links.update(published_at=dates["published_at"])


def _forget_drawn(article: Article) -> None:
    """The picture for links goes with what it showed; it is drawn anew when it is asked for."""
    forget = partial(picture_store.discard_shared, settings.PICTURES_ROOT, article.pk)
    transaction.on_commit(forget, robust=True)


def _tags(article: Article):
    return ArticleTag.all_objects.filter(content_object=article)


def _free_slug(article: Article) -> str:
    database.take_turns("an article's address")
    slug = slugify(article.headline, fallback="story")
    candidates = (slug if n == 1 else f"{slug[:74]}-{n}" for n in range(1, 1000))
    return next(candidate for candidate in candidates if _is_free(article, candidate))


def _is_free(article: Article, slug: str) -> bool:
    others = Article.all_objects.filter(day=article.day, slug=slug).exclude(pk=article.pk)
    path = Article(day=article.day, slug=slug).get_absolute_url()
    return not (
        others.exists() or Address.objects.filter(path=path).exclude(article=article.pk).exists()
    )


def _date_problems(story) -> list[tuple[str, str]]:
    now = database.now()
    problems = []
    if story.earlier_date and story.earlier_date > now.astimezone(_zone()).date():
        problems.append(("earlier_date", "An earlier publication cannot lie in the future."))
    if story.expires_at and story.expires_at <= now:
        problems.append(("expires_at", "It would be over at once: move or clear “public until”."))
    return problems


def _photo_problems(photo: Photo, field: str, what: str) -> list[tuple]:
    sentences = {
        "alt": f"{what} needs a text for those who cannot see it, or the mark “decorative”.",
        "credit": f"{what} needs a credit.",
    }
    return [(field, sentences[lack], photo, lack) for lack in photo.lacks()]


def _caption_problems(alt: str, caption: str) -> list[tuple[str, str]]:
    said, shown = (text.strip(" .").casefold() for text in (alt, caption))
    return [("lead_caption", SAID_TWICE)] if said and said == shown else []


def _names(story) -> bool:
    return story.byline_choice != story.BylineChoice.NAMED or story.bylines.exists()


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _zone() -> ZoneInfo:
    return ZoneInfo(Site.current().zone)
