"""How a mail server's address is spelled."""

from urllib.parse import unquote, urlsplit

EXAMPLE = "smtp+tls://user:password@mail.example:587"
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
LOCAL = ("localhost", "127.0.0.1", "::1")


def parse(url: str) -> dict:
    """Django's settings for one address; ValueError holds a sentence, never the password."""
    scheme = url.partition(":")[0].lower()
    kinds = ", ".join(PORTS)
    _refuse(scheme not in PORTS, f"is of the kind “{scheme[:20]}”, and these are known: {kinds}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts = port = None
    coded = "write / ? # in a password as %2F %3F %23"
    is_unread = parts is None or not parts.hostname
    _refuse(is_unread, f"has a host or a port that cannot be read; {coded}")
    rest = parts.path.strip("/") or parts.query or parts.fragment
    _refuse(rest, f"holds something after the host; {coded}")
    _refuse(not unquote(url).isprintable(), "holds a character that no address has")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_open = scheme == "smtp" and parts.hostname not in LOCAL
    _refuse(password and is_open, "would send its password unlocked; use smtp+tls or smtps")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[scheme],
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": scheme == "smtp+tls",
        "EMAIL_USE_SSL": scheme == "smtps",
    }


def _refuse(wrong, what):
    if wrong:
        raise ValueError(f"EMAIL_URL {what}. Write it like {EXAMPLE}.")
