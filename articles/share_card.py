"""The picture beside links to an article: its address says what is drawn, so both change together.

It is drawn when it is first asked for, by whoever follows a link, never by a reader of the page.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article
from newsroom import images, picture_store, pictures, share_images
from newsroom.models import Photo, Site

DRAWING = 1  # one more whenever `newsroom.share_images` draws otherwise
WIDTH, HEIGHT = share_images.SIZE


@dataclass(frozen=True)
class ShareCard:
    article: int
    site: str
    headline: str
    photo: Photo | None

    @classmethod
    def of(cls, article: Article, site: Site) -> "ShareCard":
        headline = "" if article.lead_photo else article.title_to_share
        return cls(article.pk, site.name, headline, article.lead_photo)

    @property
    def name(self) -> str:
        """What tells this drawing from every other."""
        token = self.photo.token if self.photo else ""
        parts = json.dumps([DRAWING, self.site, self.headline, token])
        return hashlib.sha256(parts.encode()).hexdigest()[:32]

    @property
    def path(self) -> str:
        return f"{pictures.PUBLIC}shared/{self.article}/{self.name}.jpg"

    @property
    def file(self) -> Path:
        return picture_store.share_path(settings.PICTURES_ROOT, self.article, self.name)

    def draw(self) -> None:
        """Draw it and keep it. Raises `images.Refused` and OSError."""
        words = json.dumps({"name": self.site, "headline": self.headline}).encode()
        picture = self._picture().read_bytes() if self.photo else b""
        program = Path(share_images.__file__)
        picture_store.store_shared(self.file, images.apart(program, words + b"\n" + picture))

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
    if not card.file.exists():
        try:
            card.draw()
        except (images.Refused, OSError) as problem:
            pictures.logger.error("The share picture of article %s failed: %s", article, problem)
            return pictures.no_picture()
    response = pictures.send(request, card.file, f"article {article}")
    patch_cache_control(response, public=True, max_age=pictures.KEPT_SECONDS)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
