"""The public address of a picture: it answers for what is public now, and for nothing else."""

from django.db.models import Exists, OuterRef, Q
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article, ArticlePhoto
from authors.models import Author
from newsroom.models import Photo
from newsroom.pictures import KEPT_SECONDS, no_picture, picture_response


@csrf_exempt
@require_safe
def picture(request, token: str, width: str, extension: str):
    photo = _public().filter(token=token).first()
    if photo is None:
        return no_picture()
    response = picture_response(request, photo, int(width), extension)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    # A feed's pictures are shown by other sites' pages.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _public():
    """Pictures that a reader can meet: over an article, in its text, or beside an author's name."""
    leads = Article.objects.filter(lead_photo=OuterRef("pk"))
    inside = ArticlePhoto.objects.filter(photo=OuterRef("pk"))
    portraits = Author.objects.public().filter(portrait=OuterRef("pk"))
    return Photo.objects.filter(Q(Exists(leads)) | Exists(inside) | Exists(portraits))
