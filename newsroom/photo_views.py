"""Photos at the desk: each picture at its private address, and the page on which one is chosen."""

import re

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom import pictures
from newsroom.models import Photo
from newsroom.photo_access import visible_to

PAGE_LENGTH = 48
WORDS_READ = 8


@require_safe
def desk_picture(request, token: str, width: int, extension: str):
    """Send a picture to staff who may see it; for everyone else it does not exist."""
    if not admin.site.has_permission(request):
        return pictures.no_picture()
    photo = visible_to(request.user).filter(token=token).first()
    if photo is None:
        return pictures.no_picture()
    return pictures.picture_response(request, photo, width, extension)


@require_safe
def pick(request):
    """Show the photos to choose from; the body editor opens this page in a window."""
    if not request.user.has_perm("newsroom.view_photo"):
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": "Choose a picture", **shelf(request)}
    return render(request, "newsroom/photo_pick.html", context)


def shelf(request) -> dict:
    """Return a stretch of the photos this person may see, newest first, as a page shows them."""
    words = request.GET.get("q", "").replace("\0", "")[:200]
    photos = _find(visible_to(request.user).select_related("uploaded_by"), words)
    if before := _number(request.GET.get("before", "")):
        photos = photos.filter(pk__lt=before)
    found = list(photos.order_by("-pk")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    next_pk = shown[-1].pk if len(found) > PAGE_LENGTH else None
    return {"photos": [_card(p) for p in shown], "words": words, "next": next_pk, "before": before}


def _find(photos, words: str):
    for word in words.split()[:WORDS_READ]:
        fields = ("alt", "caption", "credit")
        found = (Q(**{f"{field}__icontains": word}) for field in fields)
        photos = photos.filter(Q(*found, _connector=Q.OR))
    return photos


def _number(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text)


def _card(photo: Photo) -> dict:
    root = pictures.DESK
    return {
        "photo": photo,
        "thumbnail": pictures.address(photo, photo.widths[0], "webp", root),
        "src": pictures.address(photo, pictures.widest(photo), "webp", root),
        "lacks": photo.lacks(),
    }
