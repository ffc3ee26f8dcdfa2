"""The article's page as it would be if the story were published now. For the desk alone."""

from articles import related
from articles.models import Article, Correction, Development, Story
from articles.models.publishing import WORDS
from articles.neighbours import Beside, of_ids
from articles.page import ArticlePage
from newsroom import database, html, pictures
from newsroom.models import Photo

COPIED = (*WORDS, "language", "section", "lead_photo", "lead_caption")


def preview(story: Story) -> ArticlePage:
    """Return the page of a working copy; its pictures come from the desk's private address."""
    named = story.byline_choice == Story.BylineChoice.NAMED
    tokens = html.photo_tokens(story.body)
    links = story.story_tags.select_related("tag")
    return ArticlePage(
        article=_article(story),
        credits=list(story.bylines.select_related("author__portrait")) if named else [],
        tags=[link.tag for link in links],
        corrections=list(Correction.all_objects.filter(article=story.article_id)),
        developments=list(Development.objects.filter(article=story.article_id)),
        photos={photo.token: photo for photo in Photo.objects.filter(token__in=tokens)},
        beside=Beside(more=of_ids(related.ids(story.related))),
        picture_root=pictures.DESK,
        is_preview=True,
    )


def _article(story: Story) -> Article:
    """An article that is never saved: the story's words, and the dates it has or would get."""
    now = database.now()
    article = Article(**{field: getattr(story, field) for field in COPIED})
    article.summary = html.summary(story.standfirst or html.first_paragraph(story.body))
    if live := story.article:
        article.pk, article.slug, article.day = live.pk, live.slug, live.day
        article.published_at, article.updated_at = live.published_at or now, live.updated_at
        article.first_publication = live.first_publication
        article.developing_until = live.developing_until
    else:
        article.slug, article.day, article.published_at = "preview", now.date(), now
    return article
