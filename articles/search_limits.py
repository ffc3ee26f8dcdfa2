"""How much searching one address, and everybody together, may ask of this process.

A search is the dearest thing that anybody can ask for without an account. Most of the server's
threads stay free for reading whatever is searched for. Counts live in memory, by address and for a
minute, and are written nowhere.
"""

import threading
import time
from contextlib import contextmanager

from articles.guesses import source_of

MOST = 120  # of one address in a minute: a school shares one
SECONDS = 60
AT_ONCE = 2
WAIT = 1.5  # seconds for one's turn
MOST_KNOWN = 20_000  # addresses

_counts: dict[str, int] = {}
_window = [0.0]
_lock = threading.Lock()
_turns = threading.BoundedSemaphore(AT_ONCE)


class TooMuch(Exception):
    """Not now; `retry_after` says for how many seconds, `status` why."""

    def __init__(self, status: int, retry_after: int):
        super().__init__(status)
        self.status, self.retry_after = status, retry_after


@contextmanager
def turn(request):
    """Count this search and wait for its turn, or raise TooMuch."""
    _count(source_of(request))
    if not _turns.acquire(timeout=WAIT):
        raise TooMuch(503, 5)
    try:
        yield
    finally:
        _turns.release()


def _count(source: str) -> None:
    window, passed = divmod(time.monotonic(), SECONDS)
    with _lock:
        if _window[0] != window:
            forget()
            _window[0] = window
        count = _counts.get(source, 0)
        if count >= MOST or (not count and len(_counts) >= MOST_KNOWN):
            raise TooMuch(429, int(SECONDS - passed) + 1)
        _counts[source] = count + 1


def forget() -> None:
    """Begin to count anew."""
    _counts.clear()
