"""Where the names of static files with their hashes come from."""

from functools import lru_cache

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class KeptNames(ManifestStaticFilesStorage):
    """Looks each address up once a process: a page shows a dozen, and they change with a release.

    An address that is not in the manifest stays an error each time.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = lru_cache(maxsize=1_000)(self.url)
