"""A given database that will not do is refused with the sentence that helps."""

import os

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from newsroom import database_url, outside
from newsroom.console import Refused

# Tests may run in several processes at once.
NAME = f"newsroom_outside_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture
def owner(db):
    """The test server's own role may make databases; this connection does."""
    settings = connection.settings_dict
    with psycopg.connect(**keywords(settings), dbname="postgres", autocommit=True) as made:
        yield made


@pytest.fixture
def empty(owner):
    """A database without extensions, made for one test."""
    owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name()))
    yield url(NAME)
    owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name()))


def name():
    return sql.Identifier(NAME)


def keywords(settings):
    given = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
    return {name: value for name, value in given.items() if value}


def url(name):
    given = {
        "host": "",
        "port": "",
        "user": "",
        "password": "",
        **keywords(connection.settings_dict),
    }
    return database_url.build(given["host"], given["port"], given["user"], given["password"], name)


def run(address, statement):
    with psycopg.connect(address, autocommit=True) as other:
        other.execute(statement)


def test_check_takes_a_database_of_ones_own(empty):
    outside.check(empty)


def test_check_takes_a_database_that_is_in_use(db):
    outside.check(url(connection.settings_dict["NAME"]))


def test_check_refuses_a_server_that_is_away():
    with pytest.raises(Refused) as refused:
        outside.check("postgresql://someone:hunter2@127.0.0.1:1/news")

    sentence = str(refused.value)
    assert sentence.startswith("The database “news” on 127.0.0.1 cannot be reached: connection to")
    assert sentence.endswith("Check that the server runs and that DATABASE_URL is right.")
    assert "hunter2" not in sentence
    assert "\n" not in sentence


def test_check_refuses_a_database_that_is_not_there(db):
    with pytest.raises(Refused, match=r"“nowhere”.*does not exist"):
        outside.check(url("nowhere"))


def test_check_refuses_an_old_server(empty):
    with pytest.raises(Refused, match=r"is PostgreSQL \d+\. Newsroom needs 99 or newer\."):
        outside.check(empty, oldest=99)


def test_check_refuses_a_role_that_may_make_no_tables(owner, empty):
    run(empty, "REVOKE CREATE ON SCHEMA public FROM PUBLIC; DROP SCHEMA public")

    with pytest.raises(Refused, match=r"may not make tables in this database\. Make it the owner"):
        outside.check(empty)


def test_check_refuses_a_role_that_may_install_nothing(owner, empty):
    role = sql.Identifier(owner.info.user)
    owner.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(name(), role))

    with pytest.raises(Refused) as refused:
        outside.check(empty)

    assert str(refused.value).endswith(
        f"run once in “{NAME}”: CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm;"
    )


def test_check_refuses_a_server_without_the_extension(empty):
    with pytest.raises(Refused, match="The database server lacks no_such_thing"):
        outside.check(empty, extensions=("no_such_thing",))
