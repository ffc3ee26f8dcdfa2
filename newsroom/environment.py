"""The settings that come from outside, read once and checked before anything starts.

Hides how a variable is spelled, what it defaults to and which combinations make sense. Reading has
no effect and needs the standard library only, so the launcher can complain before Django loads.
"""

import contextlib
import ipaddress
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsroom import database_url as addresses
from newsroom import email_url as mail

PROJECT = Path(__file__).resolve().parent.parent

KNOWN = (
    "NEWSROOM_DATA",
    "NEWSROOM_URL",
    "NEWSROOM_DEMO",
    "NEWSROOM_DEMO_PASSWORD",
    "NEWSROOM_REQUIRE_SECOND_FACTOR",
    "NEWSROOM_PROXY_COUNT",
    "NEWSROOM_ACCEL_REDIRECT",
    "NEWSROOM_CACHE_MB",
    "NEWSROOM_STALE_SECONDS",
    "NEWSROOM_LISTEN_URL",
)

WORDS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}

# Four threads answer requests; the rest is room for a reload, when old and new process overlap.
# After two seconds of failing, the pool gives up and tries afresh at the next request: its waits
# double each time, so that after an outage of half a minute it would sleep for twenty seconds more.
POOL = {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 2}

# How often a query must have been asked before it is prepared: never, unless it asks for it.
ON_REQUEST = 2**31

# Web processes hand this to libpq as PGOPTIONS; migrations, the demo and the shell have no limit.
WEB_PGOPTIONS = "-c statement_timeout=2s"


class EnvironmentProblems(Exception):
    """Everything that is wrong with the environment, a sentence each."""

    def __init__(self, sentences):
        super().__init__("\n".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class Environment:
    """What the newsroom was told, and what follows from it."""

    port: int
    host: str
    data: Path
    database_url: str | None
    given_secret_key: str | None
    debug: bool
    allowed_hosts: list[str]
    url: str
    demo: bool | None
    demo_password: str | None
    require_second_factor: bool
    proxy_count: int
    accel_redirect: str
    cache_mb: int
    stale_seconds: int
    listen_url: str | None
    email_url: str | None
    given_email_from: str | None

    @property
    def secret_key(self):
        """The given key, else one made at first use and kept in the data folder."""
        return self.given_secret_key or keep_secret(self.data / "secret-key")

    @property
    def first_run_token_file(self):
        return self.data / "first-run-token"

    @property
    def demo_password_file(self):
        return self.data / "demo-password"

    @property
    def embedded(self):
        """Whether the database is the one that `make run` starts."""
        return self.database_url is None

    @property
    def wants_demo(self):
        if self.demo is None:
            return self.embedded and is_loopback(self.host)
        return self.demo

    @property
    def allows_demo_logins(self):
        """Only for someone at this very machine: a public address means a proxy in front."""
        return (
            is_loopback(self.host)
            and self.proxy_count == 0
            and is_loopback(urlsplit(self.url).hostname)
        )

    @property
    def email_from(self):
        """The given sender, else one at the newspaper's own address."""
        return self.given_email_from or f"newsroom@{urlsplit(self.url).hostname}"

    @property
    def has_pooler(self):
        """Whether something between us and the database hands its connections around."""
        return self.listen_url is not None

    def databases(self, pool=True):
        """Django's DATABASES, for the given server or the embedded one (whether it runs or not)."""
        url = self.database_url or addresses.embedded(self.data)
        options = addresses.parse(url)
        if pool:
            options["OPTIONS"]["pool"] = dict(POOL)
        options["OPTIONS"] |= {
            "server_side_binding": True,
            "prepare_threshold": None if self.has_pooler else ON_REQUEST,
        }
        # The pool keeps connections open, so Django must not; a check replaces those that died.
        return {"default": options | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}}

    def listening(self):
        """What psycopg needs for a connection of its own to the primary, past any pooler."""
        url = self.listen_url or self.database_url or addresses.embedded(self.data)
        given = addresses.parse(url)
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password"}
        names |= {"HOST": "host", "PORT": "port"}
        return {to: given[name] for name, to in names.items() if given[name]} | given["OPTIONS"]


def read(environ):
    """The Environment in a mapping of variables; EnvironmentProblems holds all that is wrong."""
    reader = Reader(environ)
    reader.refuse_unknown()
    port = reader.number("PORT", default=8000, low=1, high=65535)
    host = reader.host()
    database_url = reader.database_url()
    debug = reader.flag("DEBUG", default=False)
    url = reader.url(host, port)
    environment = Environment(
        port=port,
        host=host,
        data=reader.folder("NEWSROOM_DATA", default=PROJECT / "var"),
        database_url=database_url,
        given_secret_key=reader.secret_key(needed=database_url is not None and not debug),
        debug=debug,
        allowed_hosts=reader.allowed_hosts(host, url),
        url=url,
        demo=reader.flag("NEWSROOM_DEMO", default=None),
        demo_password=reader.demo_password(),
        require_second_factor=reader.flag("NEWSROOM_REQUIRE_SECOND_FACTOR", default=False),
        proxy_count=reader.number("NEWSROOM_PROXY_COUNT", default=0, low=0, high=10),
        accel_redirect=reader.accel_redirect(),
        cache_mb=reader.number("NEWSROOM_CACHE_MB", default=64, low=0, high=65536),
        stale_seconds=reader.number("NEWSROOM_STALE_SECONDS", default=600, low=0, high=86400),
        listen_url=reader.database_url("NEWSROOM_LISTEN_URL"),
        email_url=reader.email_url(),
        given_email_from=reader.email_from(),
    )
    if reader.problems:
        raise EnvironmentProblems(reader.problems)
    return environment


def is_loopback(host):
    """Whether an address or name means this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def keep_secret(path, make=lambda: secrets.token_urlsafe(48)):
    """The secret kept in a file only its owner may read, made now if there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        with open(draft, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(make() + "\n")
        # Linked whole: of two starts at once one wins, and nobody reads half a secret.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


class Reader:
    """Reads variable by variable and collects a sentence for each that cannot be used."""

    def __init__(self, environ):
        # An empty variable is what a shell script leaves behind: it counts as not given.
        self.values = {name: value for name, value in environ.items() if value != ""}
        self.problems = []

    def refuse_unknown(self):
        for name in sorted(self.values):
            if name.startswith("NEWSROOM_") and name not in KNOWN:
                self.problems.append(
                    f"{name} is not a setting of Newsroom. Unset it, or use one of these: "
                    f"{', '.join(KNOWN)}."
                )

    def number(self, name, default, low, high):
        value = self.values.get(name, str(default))
        if re.fullmatch(r"[0-9]{1,6}", value) and low <= int(value) <= high:
            return int(value)
        self.problems.append(f"{name} is “{value}”. Give a whole number from {low} to {high}.")
        return default

    def flag(self, name, default):
        value = self.values.get(name)
        if value is None:
            return default
        if value.lower() in WORDS:
            return WORDS[value.lower()]
        self.problems.append(f"{name} is “{value}”. Give 1 for yes or 0 for no.")
        return default

    def host(self):
        value = self.values.get("HOST", "127.0.0.1")
        value = "127.0.0.1" if value == "localhost" else value
        try:
            return str(ipaddress.ip_address(value))
        except ValueError:
            self.problems.append(
                f"HOST is “{value}”. Give the address to listen on: 127.0.0.1 for this machine "
                "only, or 0.0.0.0 for every network it is on."
            )
            return "127.0.0.1"

    def folder(self, name, default):
        value = self.values.get(name, str(default))
        if value.isprintable():
            return Path(value).absolute()
        self.problems.append(f"{name} holds a character no folder should have. Name a plain one.")
        return Path(default)

    def database_url(self, name="DATABASE_URL"):
        value = self.values.get(name)
        if value is None:
            return None
        try:
            addresses.parse(value)
        except ValueError as problem:
            self.problems.append(str(problem).replace("DATABASE_URL", name, 1))
        return value

    def email_url(self):
        value = self.values.get("EMAIL_URL")
        try:
            return value and mail.parse(value) and value
        except ValueError as problem:
            self.problems.append(str(problem))

    def email_from(self):
        value = self.values.get("EMAIL_FROM")
        if value and not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", value):
            self.problems.append(
                f"EMAIL_FROM is “{value}”. Give one plain address, such as desk@news.example."
            )
        return value

    def secret_key(self, needed):
        value = self.values.get("SECRET_KEY")
        if value is None and needed:
            self.problems.append(
                "SECRET_KEY is missing. With a DATABASE_URL it must be given: 50 or more random "
                "characters, the same at every start and kept private."
            )
        if value is not None and len(value) < 32:
            self.problems.append("SECRET_KEY is too short. Give 50 or more random characters.")
        return value

    def url(self, host, port):
        value = self.values.get("NEWSROOM_URL")
        if value is None:
            return self._default_url(host, port)
        if _is_site_url(value):
            return value.rstrip("/")
        self.problems.append(
            f"NEWSROOM_URL is “{value}”. Give the address readers use, with its scheme and without "
            "a path, such as https://news.example."
        )
        return value

    def _default_url(self, host, port):
        if not is_loopback(host):
            self.problems.append(
                f"NEWSROOM_URL is missing. Because HOST is {host}, say which address readers use, "
                "such as https://news.example."
            )
        return f"http://[::1]:{port}" if host == "::1" else f"http://127.0.0.1:{port}"

    def allowed_hosts(self, host, url):
        value = self.values.get("ALLOWED_HOSTS")
        if value is None:
            return _default_hosts(host, url)
        hosts = [name.strip() for name in value.split(",") if name.strip()]
        for name in hosts:
            if not re.fullmatch(r"\.?[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:.]+\]", name):
                self.problems.append(
                    f"ALLOWED_HOSTS names “{name}”. Give host names without scheme, port or star, "
                    "separated by commas, such as news.example,www.news.example."
                )
        return hosts

    def demo_password(self):
        value = self.values.get("NEWSROOM_DEMO_PASSWORD")
        if value is not None and len(value) < 8:
            self.problems.append(
                "NEWSROOM_DEMO_PASSWORD is too short. Give 8 or more characters, or leave it out "
                "and one is made."
            )
        return value

    def accel_redirect(self):
        value = self.values.get("NEWSROOM_ACCEL_REDIRECT", "")
        if value == "" or re.fullmatch(r"/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/?", value):
            return value and value.rstrip("/") + "/"
        self.problems.append(
            f"NEWSROOM_ACCEL_REDIRECT is “{value}”. Give the proxy’s internal location, such as "
            "/internal-media/."
        )
        return ""


def _is_site_url(value):
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (raises for a port that is none)
    except ValueError:
        return False
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and plain and value.isprintable()
    )


def _default_hosts(host, url):
    try:
        named = urlsplit(url).hostname
    except ValueError:
        named = None
    local = ["localhost", "127.0.0.1", "[::1]"] if is_loopback(host) else []
    if named and ":" in named:
        named = f"[{named}]"
    return sorted({*local, *([named] if named else [])})
