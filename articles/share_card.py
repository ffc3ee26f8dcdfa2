"""The picture beside links to an article: its address says what is drawn, so both change together.

It is drawn when it is first asked for, by whoever follows a link, never by a reader of the page.
"""

import hashlib
import json
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article
from newsroom import images, language, picture_store, pictures, share_images
from newsroom.models import Photo, Site

logger = logging.getLogger(__name__)

DRAWING = 1  # one more whenever `newsroom.share_images` draws otherwise
WIDTH, HEIGHT = share_images.SIZE
_one_at_a_time = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class ShareCard:
    article: int
    site: str
    headline: str
    photo: Photo | None

    @classmethod
    def of(cls, article: Article, site: Site) -> "ShareCard":
        with language.for_readers(site):  # its address is asked for without any page
            headline = "" if article.lead_photo else article.title_to_share
        return cls(article.pk, site.name, headline, article.lead_photo)

    @property
    def name(self) -> str:
        """What tells this drawing from every other."""
        token = self.photo.token if self.photo else ""
        parts = [DRAWING, self.site, self.headline, token, *(self.focus or ())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]

    @property
    def focus(self) -> tuple[int, int] | None:
        return self.photo.focus if self.photo else None

    @property
    def path(self) -> str:
        return f"{pictures.PUBLIC}shared/{self.article}/{self.name}.jpg"

    @property
    def file(self) -> Path:
        return picture_store.share_path(settings.PICTURES_ROOT, self.article, self.name)

    def draw(self) -> None:
        """Draw it and keep it. Raises `images.Refused` and OSError."""
        told = {"name": self.site, "headline": self.headline, "focus": self.focus}
        picture = self._picture().read_bytes() if self.photo else b""
        program = Path(share_images.__file__)
        data = json.dumps(told).encode() + b"\n" + picture
        picture_store.store_shared(self.file, images.apart(program, data))

    def _picture(self) -> Path:
        """The smallest rendition that is wide enough."""
        widths = self.photo.widths
        width = min((w for w in widths if w >= WIDTH), default=widths[-1])
        return picture_store.path(settings.PICTURES_ROOT, self.photo.token, width, "webp")


@csrf_exempt
@require_safe
def picture(request, article: str, name: str):
    """Answer while the article is public, under the name of what is to be seen now."""
    rows = Article.objects.select_related("lead_photo")
    found = rows.only("headline", "share_title", "kind", "lead_photo").filter(pk=article).first()
    card = found and ShareCard.of(found, Site.current())
    if not card or card.name != name:
        return pictures.no_picture()
    if not card.file.exists() and (instead := _draw_unless_busy(card)):
        return instead
    response = pictures.send(request, card.file, f"article {article}")
    patch_cache_control(response, public=True, max_age=pictures.KEPT_SECONDS)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _draw_unless_busy(card: ShareCard) -> HttpResponse | None:
    """Draw it; return what is answered where that cannot be now.

    One is drawn at a time, and nobody waits for a turn: whoever asks for all of them at once gets
    the lead pictures as they are, and takes no thread from readers.
    """
    if not _one_at_a_time.acquire(blocking=False):
        return _instead(card)
    try:
        card.draw()
    except (images.Refused, OSError) as problem:
        logger.error("The picture for links to article %s failed: %s", card.article, problem)
        return pictures.no_picture()
    finally:
        _one_at_a_time.release()


def _instead(card: ShareCard) -> HttpResponse:
    if card.photo:
        width = pictures.widest(card.photo, images.WIDTHS[-2])
        response = HttpResponseRedirect(pictures.address(card.photo, width))
    else:
        response = HttpResponse("Please ask again in a moment.\n", "text/plain", status=503)
        response["Retry-After"] = "2"
    response["Cache-Control"] = "no-store"
    return response
