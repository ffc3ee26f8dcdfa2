"""A PostgreSQL that somebody else runs: whether it answers and lets us do what we need."""

import psycopg

from newsroom import database_url
from newsroom.console import Refused

OLDEST = 15
EXTENSIONS = ("unaccent", "pg_trgm")

INSTALLED = "SELECT 1 FROM pg_extension WHERE extname = %s"
MAY_INSTALL = """
    SELECT bool_or(rolsuper)
        OR bool_or(trusted AND has_database_privilege(current_database(), 'CREATE'))
    FROM pg_available_extension_versions, pg_roles
    WHERE name = %s AND rolname = current_user
"""
MAY_MAKE_TABLES = "SELECT has_schema_privilege(current_user, current_schema(), 'CREATE')"


def check(url, oldest=OLDEST, extensions=EXTENSIONS):
    """Refuse a server that is away, too old, or would stop the migrations half-way."""
    with _connect(url) as connection:
        _check_version(connection, oldest)
        _check_schema(connection)
        _check_extensions(connection, extensions)


def _connect(url):
    settings = database_url.parse(url)
    names = ("host", "port", "user", "password", "dbname")
    values = (settings[key] or None for key in ("HOST", "PORT", "USER", "PASSWORD", "NAME"))
    options = {"connect_timeout": "10"} | settings["OPTIONS"]
    try:
        return psycopg.connect(**dict(zip(names, values, strict=True)), **options)
    except psycopg.Error as problem:
        where = settings["HOST"] or "this machine"
        raise Refused(
            f"The database “{settings['NAME']}” on {where} cannot be reached: {_reason(problem)}. "
            "Check that the server runs and that DATABASE_URL is right."
        ) from problem


def _check_version(connection, oldest):
    version = connection.info.server_version // 10000
    if version < oldest:
        raise Refused(
            f"The server in DATABASE_URL is PostgreSQL {version}. Newsroom needs {oldest} or newer."
        )


def _check_schema(connection):
    if not _value(connection, MAY_MAKE_TABLES):
        raise Refused(
            f"The role “{connection.info.user}” may not make tables in this database. Make it the "
            f'owner: ALTER DATABASE "{connection.info.dbname}" OWNER TO "{connection.info.user}";'
        )


def _check_extensions(connection, names):
    missing = [name for name in names if not _value(connection, INSTALLED, name)]
    allowed = {name: _value(connection, MAY_INSTALL, name) for name in missing}
    lacking = [name for name in missing if allowed[name] is None]
    forbidden = [name for name in missing if not allowed[name]]
    if lacking:
        raise Refused(
            f"The database server lacks {' and '.join(lacking)}. Install PostgreSQL’s contrib "
            "modules on it, then start again."
        )
    if forbidden:
        raise Refused(
            f"The role “{connection.info.user}” may not install extensions. As the database’s "
            f"administrator, run once in “{connection.info.dbname}”: "
            + " ".join(f"CREATE EXTENSION {name};" for name in forbidden)
        )


def _value(connection, query, *parameters):
    row = connection.execute(query, parameters).fetchone()
    return row and row[0]


def _reason(problem):
    """The first line of the server's own words."""
    lines = str(problem).removeprefix("connection failed: ").splitlines()
    return lines[0].strip().rstrip(".") if lines else "it gave no reason"
