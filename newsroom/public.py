"""Public pages are the same for everyone: this hides readers from everything behind it.

A request for an unknown host is answered here with 400. On public addresses cookies and credentials
are taken away before Django sees them, so no page can differ by them and none can leak them.
"""

from django.conf import settings
from django.http.request import split_domain_port, validate_host

# What reads a session. Everything else is public.
PRIVATE = ("/admin/", "/accounts/", "/comments/")
PRIVATE_PAGES = frozenset({"/admin", "/accounts", "/comments", "/readyz"})
LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
FORGOTTEN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
LONGEST_KNOWN = 300  # characters; a name has at most 253
MOST_KNOWN = 100  # names; anybody can make up ports and, where all of a domain is ours, names
REFUSAL = b"This address is not served here.\n"


def is_private(path: str) -> bool:
    """Whether the answer may depend on who asks; only the exact prefixes count."""
    return path in PRIVATE_PAGES or path.startswith(PRIVATE)


class PublicPages:
    """A WSGI application around another."""

    def __init__(self, application):
        self.application = application
        self.hosts = settings.ALLOWED_HOSTS or (LOCAL_HOSTS if settings.DEBUG else [])
        self.known: set[str] = set()

    def __call__(self, environ, start_response):
        host = environ.get("HTTP_HOST", "")
        if host not in self.known and not self._knows(host):
            headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(REFUSAL)))]
            start_response("400 Bad Request", headers)
            return [REFUSAL]
        if not is_private(environ.get("PATH_INFO", "")):
            for name in FORGOTTEN:
                environ.pop(name, None)
        return self.application(environ, start_response)

    def _knows(self, host: str) -> bool:
        """Whether we are called so; some of the names are remembered."""
        domain, _ = split_domain_port(host)
        is_ours = bool(domain) and validate_host(domain, self.hosts)
        if is_ours and len(host) < LONGEST_KNOWN and len(self.known) < MOST_KNOWN:
            self.known.add(host)
        return is_ours
