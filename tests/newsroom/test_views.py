"""What the house says of its own health."""

import pytest

from newsroom.page_store import Store
from newsroom.pagecache import STORE
from tests.cast import make_user

pytestmark = pytest.mark.django_db

TOLD = ("state: ", "pages: ", "hits: ", "misses: ", "drops: ")


def ask(client, **environ):
    return client.get("/readyz", **{STORE: Store(10_000, 10)}, **environ)


def test_ready_tells_this_machine_what_the_kept_pages_do(client):
    response = ask(client, REMOTE_ADDR="127.0.0.1")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    lines = response.content.decode().splitlines()
    assert lines[0] == "ready"
    assert all(any(line.startswith(name) for line in lines) for name in TOLD)


@pytest.mark.parametrize(
    "environ",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "::1"}],
)
def test_ready_tells_strangers_one_word(client, environ):
    """A proxy on this machine speaks for somebody else."""
    assert ask(client, **environ).content == b"ready\n"


def test_ready_tells_strangers_behind_a_named_proxy_one_word(client, settings):
    settings.PROXY_COUNT = 1

    assert ask(client, REMOTE_ADDR="127.0.0.1").content == b"ready\n"


@pytest.mark.parametrize(("role", "may"), [("Journalist", True), ("", False)])
def test_ready_tells_colleagues_wherever_they_are(client, role, may):
    client.force_login(make_user(role))

    assert (b"hits: 0" in ask(client, REMOTE_ADDR="192.0.2.7").content) is may
