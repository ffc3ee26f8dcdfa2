"""How a mail server's address is read."""

import pytest

from newsroom.email_url import parse
from newsroom.environment import EnvironmentProblems, read


def test_parse_reads_every_part():
    assert parse("smtp+tls://desk%40paper:p%2Fw@mail.example:2525") == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_USER": "desk@paper",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example/", 465, False, True),
    ],
)
def test_scheme_says_how_the_way_is_locked(url, port, tls, ssl):
    found = parse(url)

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mail.example", "is of the kind “mail.example”"),
        ("http://mail.example", "is of the kind “http”"),
        ("smtp://", "has a host or a port that cannot be read"),
        ("smtp://mail.example:many", "has a host or a port that cannot be read"),
        ("smtps://mail.example/path", "holds something after the host"),
        ("smtps://u:geheim#1@mail.example", "has a host or a port that cannot be read; write"),
        ("smtps://mail.example%0a", "holds a character that no address has"),
        ("smtp://u:geheim@mail.example", "would send its password unlocked"),
    ],
)
def test_malformed_address_gets_a_sentence_without_the_password(url, words):
    with pytest.raises(EnvironmentProblems) as refused:
        read({"EMAIL_URL": url})

    assert refused.value.sentences[0].startswith(f"EMAIL_URL {words}")
    assert "geheim" not in refused.value.sentences[0]


def test_sender_is_the_papers_own_unless_given():
    assert read({}).email_from == "newsroom@127.0.0.1"
    assert read({"NEWSROOM_URL": "https://news.example"}).email_from == "newsroom@news.example"
    assert read({"EMAIL_FROM": "desk@news.example"}).email_from == "desk@news.example"
    with pytest.raises(EnvironmentProblems, match="EMAIL_FROM is “Desk <desk@x>”"):
        read({"EMAIL_FROM": "Desk <desk@x>"})
