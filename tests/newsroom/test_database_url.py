"""How a PostgreSQL address is read and written."""

import pytest

from newsroom.database_url import build, embedded, embedded_file, parse


def test_parse_reads_every_part():
    settings = parse("postgres://some%40one:p%2Fw%23@db.example:6543/my%20news?sslmode=require")

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "my news",
        "USER": "some@one",
        "PASSWORD": "p/w#",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


def test_parse_leaves_out_what_is_left_out():
    settings = parse("postgresql:///newsroom")

    assert (settings["HOST"], settings["PORT"], settings["USER"]) == ("", "", "")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgresql://u@/db?host=/Run/PG", "/Run/PG"),
        ("postgresql://u@%2FRun%2FPG/db", "/Run/PG"),
        ("postgresql://u@%2FRun%2FPG:5433/db", "/Run/PG"),
        ("postgresql://u@[::1]:5433/db", "::1"),
        ("postgresql://u@[::1]/db", "::1"),
        ("postgresql://Db.Example/db", "Db.Example"),
    ],
)
def test_parse_finds_the_host(url, host):
    assert parse(url)["HOST"] == host


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("", "is of the kind “”, and Newsroom needs PostgreSQL"),
        ("sqlite:///x", "is of the kind “sqlite”, and Newsroom needs PostgreSQL"),
        ("postgresql://host", "names no database"),
        ("postgresql://host/", "names no database"),
        ("postgresql://u:a#b@host/db", "holds a #, which must be written %23"),
        ("postgresql://host:port/db", "has a host or a port that cannot be read"),
        ("postgresql://host:99999/db", "has a host or a port that cannot be read"),
        ("postgresql://[host/db", "has a host or a port that cannot be read"),
        ("postgresql://host/d%00b", "holds a NUL character"),
        ("postgresql://host/db?sslmod=x&pool=1", "has an unknown option (pool, sslmod)"),
    ],
)
def test_parse_refuses_with_a_sentence(url, what):
    with pytest.raises(ValueError, match="DATABASE_URL") as refused:
        parse(url)

    assert str(refused.value) == (
        f"DATABASE_URL {what}. Write it like postgresql://user:password@host:5432/newsroom."
    )


def test_build_writes_what_parse_reads():
    url = build("/a folder/with?odd&signs", 5432, "u", "p w/#?", "db", require_auth="scram-sha-256")

    settings = parse(url)

    assert settings["HOST"] == "/a folder/with?odd&signs"
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("u", "p w/#?", "db")
    assert settings["OPTIONS"] == {"require_auth": "scram-sha-256"}


def test_embedded_leads_to_the_server_that_runs(tmp_path):
    embedded_file(tmp_path).write_text("postgresql://u@host/db\n")

    assert embedded(tmp_path) == "postgresql://u@host/db"
