"""One connection of a process's own that hears which pages changed, and sets the pages' clock.

The database says what changed when a transaction commits (triggers made by migrations). Between the
changes it is asked for its time twice a second: no answer means that nothing may be served from
memory, and a time that went elsewhere than ours means that every page's end is wrong.
"""

import logging
import threading
from datetime import datetime

import psycopg

from newsroom.page_store import ALL, Store, clock

logger = logging.getLogger(__name__)

CHANNEL = "newsroom_pages"
BEAT = 0.5  # seconds between two questions for the time
PATIENCE = 1.0  # seconds before the next try to connect
DRIFT = 0.1  # seconds by which two clocks may differ between two beats, beyond what is measured
TIME = "SELECT newsroom_now(), newsroom_server()"
# A connection that died without a word is found out in seconds instead of a quarter of an hour.
MANNER = {
    "application_name": "newsroom page listener",
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "tcp_user_timeout": 5000,
}


class Listener(threading.Thread):
    """Keeps a store right for as long as the process lives."""

    def __init__(self, store: Store, connection: dict):
        super().__init__(name="page listener", daemon=True)
        self.store, self.connection = store, MANNER | connection
        self.beat: tuple[datetime, float, float] | None = None
        self.is_over = threading.Event()

    def stop(self) -> None:
        """End within a beat; a process of its own just ends with it."""
        self.is_over.set()

    def run(self) -> None:
        while not self.is_over.is_set():
            try:
                self._listen()
            except psycopg.Error as problem:
                if self.store.is_listening:
                    logger.warning("Pages are drawn anew for each reader: %s", problem)
            except Exception:
                logger.exception("The page listener failed and starts again.")
            self.store.lose()
            self.is_over.wait(PATIENCE)

    def _listen(self) -> None:
        with psycopg.connect(**self.connection, autocommit=True) as database:
            database.execute("SET statement_timeout = '2s'")
            database.execute(f"LISTEN {CHANNEL}")
            self.beat = None
            self.store.listen(self._ask_for_the_time(database))
            while not self.is_over.is_set():
                self._drop_what_changed(database, BEAT)
                self._ask_for_the_time(database)

    def _ask_for_the_time(self, database: psycopg.Connection) -> str:
        """Compare the database's clock with ours; drop everything when one of them was set.

        The pages' clock goes on only when what came with the answer was dropped: all that was
        committed before the question. Returns which server it is.
        """
        asked = clock()
        now, server = database.execute(TIME).fetchone()
        answered = clock()
        if self.beat is not None and self._jumped(now, asked, answered):
            self.store.drop({ALL})
        self.beat = now, asked, answered
        self._drop_what_changed(database, 0)
        self.store.hear(asked, now)
        return server

    def _drop_what_changed(self, database: psycopg.Connection, seconds: float) -> None:
        for notice in database.notifies(timeout=seconds):
            self.store.drop(set(notice.payload.split()) or {ALL})

    def _jumped(self, now: datetime, asked: float, answered: float) -> bool:
        """Whether the database's step is none that ours allows, between any two moments."""
        then, was_asked, was_answered = self.beat
        step = (now - then).total_seconds()
        return not (asked - was_answered - DRIFT < step < answered - was_asked + DRIFT)
