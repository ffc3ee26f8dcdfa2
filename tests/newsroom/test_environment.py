"""What the environment may say, and the sentence for everything else."""

import stat
from pathlib import Path

import pytest

from newsroom.environment import (
    ON_REQUEST,
    PROJECT,
    EnvironmentProblems,
    is_loopback,
    keep_secret,
    read,
)

KEY = "k" * 50
SERVER = {"DATABASE_URL": "postgresql://u:p@db.example/newsroom", "SECRET_KEY": KEY}
PUBLIC = {"HOST": "0.0.0.0", "NEWSROOM_URL": "https://news.example"}


def problems(**variables):
    with pytest.raises(EnvironmentProblems) as refused:
        read(variables)
    return refused.value.sentences


def test_read_defaults_to_this_machine_and_the_embedded_server():
    environment = read({})

    assert (environment.host, environment.port) == ("127.0.0.1", 8000)
    assert environment.url == "http://127.0.0.1:8000"
    assert environment.data == PROJECT / "var"
    assert environment.embedded
    assert environment.debug is False
    assert environment.proxy_count == 0
    assert environment.require_second_factor is False
    assert environment.accel_redirect == ""
    assert environment.allowed_hosts == ["127.0.0.1", "[::1]", "localhost"]


def test_read_takes_an_empty_variable_for_none():
    assert read({"PORT": "", "DEBUG": "", "DATABASE_URL": ""}) == read({})


def test_read_ignores_what_belongs_to_others():
    assert read({"PATH": "/bin", "NEWSPAPER": "x", "LANG": "C"}) == read({})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "0", "PORT is “0”. Give a whole number from 1 to 65535."),
        ("PORT", "65536", "PORT is “65536”. Give a whole number from 1 to 65535."),
        ("PORT", "８０８０", "PORT is “８０８０”. Give a whole number from 1 to 65535."),
        ("PORT", "80a", "PORT is “80a”. Give a whole number from 1 to 65535."),
        ("DEBUG", "release", "DEBUG is “release”. Give 1 for yes or 0 for no."),
        ("NEWSROOM_DEMO", "2", "NEWSROOM_DEMO is “2”. Give 1 for yes or 0 for no."),
        (
            "NEWSROOM_PROXY_COUNT",
            "-1",
            "NEWSROOM_PROXY_COUNT is “-1”. Give a whole number from 0 to 10.",
        ),
        (
            "HOST",
            "news.example",
            "HOST is “news.example”. Give the address to listen on: 127.0.0.1 for this machine "
            "only, or 0.0.0.0 for every network it is on.",
        ),
        (
            "NEWSROOM_DATA",
            "a\nb",
            "NEWSROOM_DATA holds a character no folder should have. Name a plain one.",
        ),
        (
            "SECRET_KEY",
            "short",
            "SECRET_KEY is too short. Give 50 or more random characters.",
        ),
        (
            "NEWSROOM_DEMO_PASSWORD",
            "1234567",
            "NEWSROOM_DEMO_PASSWORD is too short. Give 8 or more characters, or leave it out and "
            "one is made.",
        ),
        (
            "NEWSROOM_ACCEL_REDIRECT",
            "media/",
            "NEWSROOM_ACCEL_REDIRECT is “media/”. Give the proxy’s internal location, such as "
            "/internal-media/.",
        ),
        (
            "DATABASE_URL",
            "mysql://u:secret@h/db",
            "DATABASE_URL is of the kind “mysql”, and Newsroom needs PostgreSQL. Write it like "
            "postgresql://user:password@host:5432/newsroom.",
        ),
    ],
)
def test_read_refuses_a_malformed_value_with_a_sentence(name, value, sentence):
    assert problems(**{"SECRET_KEY": KEY, name: value}) == [sentence]


@pytest.mark.parametrize(
    "url",
    [
        "news.example",
        "ftp://news.example",
        "https://",
        "https://news.example/path",
        "https://news.example?a=b",
        "https://user@news.example",
        "https://news.example:port",
        "https://[news.example",
        "https://news\n.example",
    ],
)
def test_read_refuses_an_address_that_is_no_site(url):
    assert problems(NEWSROOM_URL=url) == [
        f"NEWSROOM_URL is “{url}”. Give the address readers use, with its scheme and without a "
        "path, such as https://news.example."
    ]


@pytest.mark.parametrize("hosts", ["*", "https://news.example", "news.example:80", "a b", "-a"])
def test_read_refuses_a_host_that_is_no_plain_name(hosts):
    assert problems(ALLOWED_HOSTS=f"good.example,{hosts}") == [
        f"ALLOWED_HOSTS names “{hosts}”. Give host names without scheme, port or star, separated "
        "by commas, such as news.example,www.news.example."
    ]


def test_read_refuses_a_setting_it_does_not_know():
    (sentence,) = problems(NEWSROOM_DEMOO="1")

    assert sentence.startswith("NEWSROOM_DEMOO is not a setting of Newsroom. Unset it, or use one")


def test_read_tells_everything_at_once():
    sentences = problems(PORT="x", DEBUG="x", HOST="x", NEWSROOM_X="1")

    assert [sentence.split()[0] for sentence in sentences] == [
        "NEWSROOM_X",
        "PORT",
        "HOST",
        "DEBUG",
    ]


def test_read_never_repeats_the_database_password():
    sentences = problems(DATABASE_URL="mysql://user:hunter2@host/db")

    assert "hunter2" not in "\n".join(sentences)


def test_read_wants_a_public_address_for_a_public_host():
    assert problems(HOST="0.0.0.0") == [
        "NEWSROOM_URL is missing. Because HOST is 0.0.0.0, say which address readers use, such as "
        "https://news.example."
    ]


def test_read_wants_a_secret_key_beside_a_database_url():
    (sentence,) = problems(DATABASE_URL=SERVER["DATABASE_URL"])

    assert sentence.startswith("SECRET_KEY is missing.")
    assert read({"DATABASE_URL": SERVER["DATABASE_URL"], "DEBUG": "1"}).debug


def test_read_takes_a_public_site_behind_a_proxy():
    environment = read(PUBLIC | {"NEWSROOM_URL": "https://News.Example/"})

    assert environment.url == "https://News.Example"
    assert environment.allowed_hosts == ["news.example"]


def test_read_answers_to_the_hosts_it_is_given():
    environment = read(PUBLIC | {"ALLOWED_HOSTS": "news.example, .news.example,[::1]"})

    assert environment.allowed_hosts == ["news.example", ".news.example", "[::1]"]


def test_read_names_an_ipv6_address_in_brackets():
    environment = read({"HOST": "::1", "PORT": "81"})

    assert environment.url == "http://[::1]:81"
    assert environment.allowed_hosts == ["127.0.0.1", "[::1]", "localhost"]


def test_read_ends_the_internal_location_with_a_slash():
    assert read({"NEWSROOM_ACCEL_REDIRECT": "/inner"}).accel_redirect == "/inner/"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, True),
        ({"NEWSROOM_DEMO": "0"}, False),
        (PUBLIC, False),
        (PUBLIC | {"NEWSROOM_DEMO": "1"}, True),
        (SERVER, False),
        (SERVER | {"NEWSROOM_DEMO": "yes"}, True),
    ],
)
def test_wants_demo_by_default_only_here_and_embedded(variables, expected):
    assert read(variables).wants_demo is expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, True),
        ({"HOST": "::1"}, True),
        ({"NEWSROOM_PROXY_COUNT": "1"}, False),
        (PUBLIC, False),
        ({"NEWSROOM_URL": "https://news.example"}, False),
        (SERVER, True),
    ],
)
def test_allows_demo_logins_only_to_someone_at_this_machine(variables, expected):
    assert read(variables).allows_demo_logins is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("news.example", False),
        (None, False),
    ],
)
def test_is_loopback_knows_this_machine(host, expected):
    assert is_loopback(host) is expected


def test_databases_leads_to_the_given_server_through_the_pool():
    database = read(SERVER).databases()["default"]

    assert database["HOST"] == "db.example"
    assert database["CONN_MAX_AGE"] == 0  # the pool refuses anything else
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["pool"]["max_size"] >= 4  # one for each thread that answers


def test_databases_can_do_without_the_pool():
    assert "pool" not in read(SERVER).databases(pool=False)["default"]["OPTIONS"]


def test_databases_prepares_nothing_behind_a_pooler():
    direct, pooled = SERVER, SERVER | {"NEWSROOM_LISTEN_URL": "postgresql://a@primary.example/b"}
    thresholds = [
        read(each).databases()["default"]["OPTIONS"]["prepare_threshold"]
        for each in (direct, pooled)
    ]

    assert thresholds == [ON_REQUEST, None]


def test_databases_leads_into_the_data_folder_when_nothing_ever_ran(tmp_path):
    environment = read({"NEWSROOM_DATA": str(tmp_path)})

    assert environment.databases()["default"]["HOST"] == str(tmp_path)


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    environment = read({"NEWSROOM_DATA": str(tmp_path / "new")})

    first = environment.secret_key

    assert len(first) >= 50
    assert read({"NEWSROOM_DATA": str(tmp_path / "new")}).secret_key == first
    assert mode(tmp_path / "new" / "secret-key") == 0o600
    assert mode(tmp_path / "new") == 0o700


def test_secret_key_given_is_the_one_used_and_not_kept(tmp_path):
    environment = read({"NEWSROOM_DATA": str(tmp_path), "SECRET_KEY": KEY})

    assert environment.secret_key == KEY
    assert list(tmp_path.iterdir()) == []


def test_keep_secret_leaves_nothing_beside_the_file(tmp_path):
    keep_secret(tmp_path / "word", lambda: "first")

    assert keep_secret(tmp_path / "word", lambda: "second") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["word"]


def test_files_of_the_data_folder_have_fixed_names():
    environment = read({"NEWSROOM_DATA": "/data"})

    assert environment.first_run_token_file == Path("/data/first-run-token")
    assert environment.demo_password_file == Path("/data/demo-password")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)
