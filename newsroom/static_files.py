"""Static files as they are collected: under names with their hash, a page's styles as one file."""

from functools import lru_cache

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

EVERYWHERE = ("tokens", "base", "card")
# What each kind of page for readers has besides, in the order in which it counts.
STYLES = {
    "plain": (),
    "front": ("front",),
    "list": ("list",),
    "search": ("list", "search"),
    "article": ("article", "comments"),
    "comments": ("comments",),
    "standing": ("list", "article"),
    "corrections": ("list", "changes"),
    "changes": ("list", "diff", "changes"),
    "shared": ("article", "shared"),
}


def styles(kind: str) -> list[str]:
    """Return the addresses of a page's styles: where they are collected, of one file."""
    if isinstance(staticfiles_storage, KeptNames):
        return [staticfiles_storage.url(_whole(kind))]
    return [staticfiles_storage.url(part) for part in _parts(kind)]


class KeptNames(ManifestStaticFilesStorage):
    """Looks each address up once a process: a page shows a dozen, and they change with a release.

    An address that is not in the manifest stays an error each time.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = lru_cache(maxsize=1_000)(self.url)

    def post_process(self, paths, dry_run=False, **options):
        """Join each kind of page's styles: to a phone every file is a way there and back, and half
        a kilobyte of headers.
        """
        joined = InMemoryStorage()
        for kind in STYLES:
            if set(_parts(kind)) <= set(paths):
                parts = [_text(*paths[part]) for part in _parts(kind)]
                name = joined.save(_whole(kind), ContentFile("\n".join(parts)))
                paths = {**paths, name: (joined, name)}
        yield from super().post_process(paths, dry_run, **options)


def _parts(kind: str) -> list[str]:
    return [f"css/{name}.css" for name in (*EVERYWHERE, *STYLES[kind])]


def _whole(kind: str) -> str:
    """Return a name beside its parts, so that addresses in them lead on."""
    return f"css/page-{kind}.css"


def _text(storage, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()
