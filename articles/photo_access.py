"""Which photos the articles and stories let a journalist see, beside the own uploads."""

from django.db.models import Exists, OuterRef, Q

from articles.models import Article, ArticlePhoto, Story, StoryPhoto
from newsroom.photo_access import grants_photos


@grants_photos
def in_public_articles(user) -> Q:
    lead = Article.objects.filter(lead_photo=OuterRef("pk"))
    return Q(Exists(lead)) | Q(Exists(ArticlePhoto.objects.filter(photo=OuterRef("pk"))))


@grants_photos
def in_editable_stories(user) -> Q:
    mine = Story.objects.editable_by(user)
    inside = StoryPhoto.objects.filter(photo=OuterRef("pk"), story__in=mine)
    return Q(Exists(mine.filter(lead_photo=OuterRef("pk")))) | Q(Exists(inside))
