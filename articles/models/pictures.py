"""The pictures of a story, and how one that may not go out is left out."""

import re

from django.db import models, transaction

from articles import blocks
from articles.models.history import Revision
from newsroom import html
from newsroom.models import Photo


class Pictures(models.Model):
    class Meta:
        abstract = True

    def pictures(self) -> list[Photo]:
        """Return the lead picture and those in the text, each once."""
        found = Photo.objects.filter(token__in=html.photo_tokens(self.body))
        return list(dict.fromkeys([*filter(None, [self.lead_photo]), *found]))

    @transaction.atomic
    def leave_out(self, by, version: int, tokens: list[str]) -> int:
        """Take pictures out of the words, and return the version this makes. Raises `Stale`.

        The text as it was is kept first: a picture's caption goes with it.
        """
        self.keep(Revision.Kind.NAMED, by, name="With the pictures that were left out")
        is_lead = self.lead_photo is not None and self.lead_photo.token in tokens
        body = without(self.body, tokens)
        parts = {"lead photo": is_lead, "body": body != self.body}
        self.claim(by, version, ", ".join(name for name, changes in parts.items() if changes))
        self.body = body
        if is_lead:
            self.lead_photo, self.lead_caption = None, ""
        self.save(update_fields=["body", "lead_photo", "lead_caption"])
        self.link_photos()
        return self.version

    leave_out.alters_data = True


def without(body: str, tokens: list[str]) -> str:
    """Return a clean body without these pictures; a figure goes as a whole, with its caption."""
    left, gone = [], set(tokens)
    for block in blocks.split(body):
        shown = html.photo_tokens(block)
        if not gone & set(shown):
            left.append(block)
        elif not (block.lstrip().startswith("<figure") and gone >= set(shown)):
            left.append(_picked(block, gone & set(shown)))
    return html.clean("".join(left))


def _picked(block: str, tokens: set[str]) -> str:
    return re.sub(rf"<img[^<>]*/(?:{'|'.join(sorted(tokens))})/[^<>]*>", "", block)
