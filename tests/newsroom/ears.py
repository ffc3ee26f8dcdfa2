"""Real ears for tests: what the database says of pages, heard on a connection of its own."""

from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection

from newsroom.page_listener import CHANNEL


def database() -> dict:
    """What psycopg needs to reach the test's own database, as the listener does."""
    return settings.LISTEN_DATABASE | {"dbname": connection.settings_dict["NAME"]}


class Ear:
    """Hears the messages; each is one committed transaction's keys."""

    def __init__(self, connection: psycopg.Connection):
        self.connection = connection
        connection.execute(f"LISTEN {CHANNEL}")

    def heard(self) -> list[str]:
        """Return what was sent since the last time, each message's keys in their order.

        All that was committed before arrives with the answer to a question.
        """
        self.connection.execute("SELECT 1")
        notices = self.connection.notifies(timeout=0)
        return [" ".join(sorted(notice.payload.split())) for notice in notices]

    def after(self, act) -> list[str]:
        self.heard()
        act()
        return self.heard()


@contextmanager
def ear():
    with psycopg.connect(**database(), autocommit=True) as connection:
        yield Ear(connection)
