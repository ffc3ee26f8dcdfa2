"""How a PostgreSQL address is spelled, and where the embedded server's is kept."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

EXAMPLE = "postgresql://user:password@host:5432/newsroom"

# What libpq may be told besides where and who; anything else is a slip of the pen.
OPTIONS = """
    application_name channel_binding client_encoding connect_timeout gssencmode keepalives
    keepalives_count keepalives_idle keepalives_interval options passfile require_auth sslcert
    sslcrl sslkey sslmode sslnegotiation sslrootcert target_session_attrs tcp_user_timeout
"""


def parse(url):
    """Django's settings for one address; ValueError holds a sentence, never the password."""
    parts = _split(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = query.pop("host", unquote(_host(parts)))
    name = unquote(parts.path.lstrip("/"))
    _refuse(not name, "names no database")
    _refuse("\0" in unquote(url), "holds a NUL character")
    unknown = sorted(set(query) - set(OPTIONS.split()))
    _refuse(unknown, f"has an unknown option ({', '.join(unknown)})")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def build(host, port, user, password, name, **options):
    """The address of a server at a socket folder or a host name."""
    query = {"host": host} | options
    pairs = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in query.items())
    return f"postgresql://{user}:{quote(password, safe='')}@:{port}/{name}?{pairs}"


def embedded_file(data):
    """Where the running embedded server says how to reach it (only its owner may read it)."""
    return data / "postgres-url"


def embedded(data):
    """The embedded server's address, or one that leads nowhere while it never ran."""
    try:
        return embedded_file(data).read_text().strip()
    except FileNotFoundError:
        return build(str(data), 5432, "newsroom", "", "newsroom")


def _split(url):
    scheme = url.partition(":")[0].lower()
    _refuse(
        scheme not in ("postgres", "postgresql"),
        f"is of the kind “{scheme[:20]}”, and Newsroom needs PostgreSQL",
    )
    _refuse("#" in url, "holds a #, which must be written %23")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises for a port that is none)
    except ValueError:
        parts = None
    _refuse(parts is None, "has a host or a port that cannot be read")
    return parts


def _host(parts):
    """The host as written: urlsplit would turn a percent-encoded socket path to lower case."""
    return re.sub(r":[0-9]*$", "", parts.netloc.rpartition("@")[2]).strip("[]")


def _refuse(wrong, what):
    if wrong:
        raise ValueError(f"DATABASE_URL {what}. Write it like {EXAMPLE}.")
