"""Rows alone, where the thing itself would take long to make and nobody looks at it."""

import secrets

from newsroom.models import Photo


def photo_row(**kwargs) -> Photo:
    """A photo without its files."""
    kwargs = {"alt": "A field", "credit": "Ines Falk", "width": 640, "height": 427} | kwargs
    return Photo.objects.create(token=secrets.token_hex(16), **kwargs)
