"""How a picture is shown on a page and sent to a browser. Who may see it, the callers decide."""

import html
import logging
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsroom import images, picture_store
from newsroom.images import EXTENSIONS
from newsroom.models import Photo

logger = logging.getLogger(__name__)

PUBLIC = "/media/"
DESK = "/admin/photos/"
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
KEPT_SECONDS = 60  # how long a picture may still be seen after it was withdrawn
FALLBACK_WIDTH = 960  # for a browser that knows no srcset


def address(photo: Photo, width: int, extension: str = "jpg", root: str = PUBLIC) -> str:
    return f"{root}{photo.token}/{width}.{extension}"


def widest(photo: Photo, limit: int = FALLBACK_WIDTH) -> int:
    """Return the largest width there is up to `limit`, or the smallest of all."""
    return _widest(photo.width, limit)


def _widest(width: int, limit: int) -> int:
    widths = images.widths(width)
    return max((each for each in widths if each <= limit), default=widths[0])


def draw(
    photo: Photo, sizes: str, alt: str = "", root: str = PUBLIC, is_lead: bool = False
) -> SafeString:
    """Return the `<picture>`: every width in two formats, and the space it will take."""
    return _drawn(photo.token, (photo.width, photo.height), photo.focus, sizes, alt, root, is_lead)


@lru_cache(maxsize=1_000)  # a kilobyte each; many pages show the same pictures
def _drawn(token, size, focus, sizes: str, alt: str, root: str, is_lead: bool) -> SafeString:
    width, height = size
    urgency = 'fetchpriority="high"' if is_lead else 'loading="lazy" decoding="async"'
    place, sizes, alt = (html.escape(str(each)) for each in (f"{root}{token}/", sizes, alt))
    webp, jpeg = (_srcset(place, width, extension) for extension in ("webp", "jpg"))
    source = f"{place}{_widest(width, FALLBACK_WIDTH)}.jpg"
    return SafeString(
        f'<picture><source type="image/webp" srcset="{webp}" sizes="{sizes}">'
        f'<img{_kept(focus)} src="{source}" srcset="{jpeg}" sizes="{sizes}"'
        f' width="{width}" height="{height}" alt="{alt}" {urgency}></picture>'
    )


def _kept(focus: tuple[int, int] | None) -> str:
    """Say in classes, to ten percent, what a style that cuts the picture keeps; see card.css."""
    if focus is None:
        return ""
    across, down = (round(percent / 10) * 10 for percent in focus)
    return f' class="x{across} y{down}"'


def _srcset(place: str, width: int, extension: str) -> str:
    return ", ".join(f"{place}{each}.{extension} {each}w" for each in images.widths(width))


def credit(photo: Photo) -> SafeString:
    """Return the line that says who made it, and what it is unless it is a photograph."""
    line = photo.credit_line
    return format_html('<small class="credit">{}</small>', line) if line else SafeString("")


def picture_response(request, photo: Photo, width: int, extension: str) -> HttpResponse:
    """Return the bytes of a rendition whole, or leave sending them to the proxy.

    Never an iterated body: a slow reader would hold one of the server's threads. The caller has
    checked that this reader may see it, and sets how long it may be kept.
    """
    if extension not in EXTENSIONS or width not in photo.widths:
        return no_picture()
    file = picture_store.path(settings.PICTURES_ROOT, photo.token, width, extension)
    return send(request, file, f"photo {photo.pk}")


def send(request, file: Path, whose: str) -> HttpResponse:
    """Return a kept picture's file; the caller has checked who may see it."""
    kind = file.suffix[1:]
    try:
        status = file.stat()
        etag = f'"{file.stem}{kind}-{status.st_mtime_ns:x}-{status.st_size:x}"'
        response = get_conditional_response(request, etag=etag) or _whole(file)
    except OSError as problem:
        logger.error("picture %s of %s cannot be read: %s", file.name, whose, problem)
        return no_picture()
    if response.status_code == HTTPStatus.OK:
        response["Content-Type"] = TYPES[kind]
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _whole(file: Path) -> HttpResponse:
    if settings.ACCEL_REDIRECT:
        inside = file.relative_to(settings.PICTURES_ROOT).as_posix()
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.ACCEL_REDIRECT}{inside}"})
    return HttpResponse(file.read_bytes())


def no_picture() -> HttpResponse:
    """The one answer for what is not there and for what is not to be seen."""
    return HttpResponseNotFound("There is no such picture.\n", content_type="text/plain")
