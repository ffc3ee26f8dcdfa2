"""What the tables of the apps lean on: the newsroom's clock, text search, the shared cache."""

from django.db import migrations

# Stemmed without accents; the names are those of newsroom.database.SEARCH_LANGUAGES.
STEMMED = (
    "danish",
    "dutch",
    "english",
    "french",
    "german",
    "italian",
    "norwegian",
    "portuguese",
    "russian",
    "spanish",
    "swedish",
)

# STABLE and a single SELECT: PostgreSQL writes it into the query, so an index on a time is used.
# Tests replace it with one that adds an offset.
CLOCK = """
CREATE FUNCTION newsroom_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT statement_timestamp()'
"""

# What a crash takes from it are counts of failed logins, so it need not be logged.
CACHE = """
CREATE UNLOGGED TABLE newsroom_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX newsroom_cache_expires ON newsroom_cache (expires)
"""


def search_configuration(name: str, dictionary: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TEXT SEARCH CONFIGURATION {name} (COPY = simple);
        ALTER TEXT SEARCH CONFIGURATION {name}
            ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, hword_part, word
            WITH unaccent, {dictionary}
        """,
        f"DROP TEXT SEARCH CONFIGURATION {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_initial")]

    operations = [
        migrations.RunSQL(CLOCK, "DROP FUNCTION newsroom_now()"),
        migrations.RunSQL(CACHE, "DROP TABLE newsroom_cache"),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS unaccent", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        search_configuration("newsroom_simple", "simple"),
        *(search_configuration(f"newsroom_{name}", f"{name}_stem") for name in STEMMED),
    ]
