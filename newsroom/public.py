"""Public pages are the same for everyone: this hides readers from everything behind it.

A request for an unknown host is answered here with 400. On public addresses cookies and credentials
are taken away before Django sees them, so no page can differ by them and none can leak them.
"""

from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host

# What reads a session. Everything else is public.
PRIVATE = ("/admin/", "/accounts/", "/comments/")
LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
FORGOTTEN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
LONGEST_HOST = 300  # a name has at most 253 characters, and what is remembered needs a bound
REFUSAL = b"This address is not served here.\n"


def is_private(path: str) -> bool:
    """Whether the answer may depend on who asks; only the exact prefixes count."""
    return path.startswith(PRIVATE) or path in ("/admin", "/accounts", "/comments", "/readyz")


class PublicPages:
    """A WSGI application around another."""

    def __init__(self, application):
        self.application = application
        self.hosts = tuple(settings.ALLOWED_HOSTS or (LOCAL_HOSTS if settings.DEBUG else ()))

    def __call__(self, environ, start_response):
        host = environ.get("HTTP_HOST", "")
        if len(host) > LONGEST_HOST or not _is_among(host, self.hosts):
            headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(REFUSAL)))]
            start_response("400 Bad Request", headers)
            return [REFUSAL]
        if not is_private(environ.get("PATH_INFO", "")):
            for name in FORGOTTEN:
                environ.pop(name, None)
        return self.application(environ, start_response)


@lru_cache(maxsize=1000)
def _is_among(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)
