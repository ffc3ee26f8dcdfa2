"""What PostgreSQL does for us by name: the newsroom's clock, text search by language, retries."""

from datetime import datetime

from django.db import InterfaceError, InternalError, OperationalError, connection, models

# It is gone, out of connections, too slow, or only to be read.
DATABASE_FAILS = (OperationalError, InterfaceError, InternalError)
REFUSED = "23001"  # restrict_violation: how our own triggers refuse, with a sentence


class Now(models.Func):
    """The newsroom's clock: the moment the statement began, as the database sees it.

    Whether an article is public is asked of this clock only. Tests replace the SQL function.
    """

    function = "newsroom_now"
    arity = 0
    output_field = models.DateTimeField()


def now() -> datetime:
    """Return the newsroom's time, in UTC: one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT newsroom_now()")
        return cursor.fetchone()[0]


def take_turns(what: str) -> None:
    """Wait until no other transaction does this; the turn ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def sentence_of(error: Exception, *models) -> str:
    """Return the sentence for people when the database refused by a rule of ours, else nothing.

    Our triggers raise `restrict_violation` with a sentence; a model's constraint has its own words.
    """
    told = getattr(error.__cause__, "diag", None)
    if told is None:
        return ""
    if told.sqlstate == REFUSED:
        return told.message_primary
    constraints = (each for model in models for each in model._meta.constraints)
    found = (each for each in constraints if each.name == told.constraint_name)
    each = next(found, None)
    return each.get_violation_error_message() if each else ""


class RegConfigField(models.CharField):
    """The text search configuration of a row, as PostgreSQL's own type.

    A generated `tsvector` may use it as it stands; a cast from text would not be immutable.
    """

    def db_type(self, connection) -> str:
        return "regconfig"

    def cast_db_type(self, connection) -> str:
        return "regconfig"

    def select_format(self, compiler, sql, params):
        return f"{sql}::text", params


# One configuration a language that PostgreSQL can stem, each without accents; the rest share one.
SEARCH_LANGUAGES = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
SEARCH_CONFIGS = ["newsroom_simple", *(f"newsroom_{name}" for name in SEARCH_LANGUAGES.values())]


def search_config(language: str) -> str:
    """Return the text search configuration for a language code such as `en` or `pt-br`."""
    name = SEARCH_LANGUAGES.get(language.split("-")[0].lower(), "simple")
    return f"newsroom_{name}"


class Vector(models.Func):
    """A generated column's `tsvector`: the configuration's column, then texts weighted A to D."""

    output_field = models.Field()

    def as_sql(self, compiler, connection, **context):
        config, *texts = (compiler.compile(part)[0] for part in self.source_expressions)
        parts = zip("ABCD", texts, strict=False)
        vectors = [
            f"setweight(to_tsvector({config}, {text}), '{weight}')" for weight, text in parts
        ]
        return " || ".join(vectors), []
