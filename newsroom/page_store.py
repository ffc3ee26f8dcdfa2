"""The kept pages of one process: bounded, dropped by key, each with its end in database time.

A page may be kept only if nothing it shows was dropped since its render began; the render finds out
by the drops that were noted meanwhile. While the process does not hear the database, nothing is
served from here; what was kept before then is set aside, for the case that the database is gone.
Readers' threads change nothing but marks on a page: whatever moves is moved under the lock.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

ALL = "*"
MOST_NOWHERE = 10_000  # addresses known to lead nowhere; all of them share one page
LONGEST_NOWHERE = 300  # characters; a longer one is looked up each time
MOST_ANSWERS = 4_000
LONGEST_ASKED = 500  # characters of a request whose answer is remembered
SILENCE = 2.0  # seconds without a word from the database before nothing is served from here
FOR_EVER = float("inf")
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def clock() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps."""
    return time.clock_gettime(CLOCK)


@dataclass(slots=True)
class Page:
    """An answer, ready to be sent."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str = ""
    keys: frozenset[str] = frozenset()
    until: float = FOR_EVER  # in the database's time, as seconds since 1970
    was_asked: bool = False  # since it last could have been pushed out
    ready: dict[str, tuple] = field(default_factory=dict)  # by content coding, what is sent

    @property
    def size(self) -> int:
        """Bytes, roughly, with its body in three codings and the Python objects around them."""
        headers = sum(len(name) + len(value) + 150 for name, value in self.headers)
        return 1000 + 2 * headers + 2 * len(self.body)


@dataclass(eq=False)
class Render:
    """One page being made: what it shows, until when, and what was dropped meanwhile."""

    keys: set[str] = field(default_factory=set)
    until: datetime | None = None
    dropped: set[str] = field(default_factory=set)
    server: str | None = None  # the database that was asked; None until it gave its time
    may_keep: bool = True
    is_nowhere: bool = False  # it says that its address leads nowhere
    database_failed: bool = False

    def shows(self, *keys: str, until: datetime | None = None) -> None:
        """Note what the page depends on, and a moment at which it will look different."""
        self.keys.update(keys)
        if until is not None and (self.until is None or until < self.until):
            self.until = until

    @property
    def end(self) -> float:
        return FOR_EVER if self.until is None else self.until.timestamp()


class Store:
    """What this process keeps, and whether it may be served."""

    def __init__(self, most_bytes: int, stale_seconds: float):
        self.most_bytes, self.stale_seconds = most_bytes, stale_seconds
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.nowhere: OrderedDict[str, float] = OrderedDict()
        self.not_found: Page | None = None
        # What readers were sent, by all that it depends on. Whenever a page goes new ones begin:
        # who still remembers an answer of before writes it where nobody looks any more.
        self.answers: dict[tuple, tuple] = {}
        self.set_aside: dict[str, Page] = {}
        self.heard_at = -FOR_EVER  # all that was committed before then is known
        self.ahead = 0.0  # what makes of our clock the latest that the database's can be
        self.server: str | None = None
        self.is_listening = False
        self.bytes = 0
        self.hits = self.misses = self.drops = 0
        self.renders: set[Render] = set()
        self.lock = Lock()

    @property
    def is_serving(self) -> bool:
        return self.is_listening and clock() - self.heard_at <= SILENCE and self.most_bytes > 0

    def told(self) -> dict:
        """Return what is known of this process's pages, for people."""
        state = "listening" if self.is_serving else "not listening"
        counts = {"hits": self.hits, "misses": self.misses, "drops": self.drops}
        kept = {"pages": len(self.pages), "bytes": self.bytes, "nowhere": len(self.nowhere)}
        return {"state": state, **kept, **counts}

    def get(self, key: str) -> Page | None:
        """Return a page that may be served now. Takes no lock: it is asked for every request."""
        now = clock()
        if not self.is_listening or now - self.heard_at > SILENCE:
            return None
        now += self.ahead
        page = self.pages.get(key)
        if page is None and self.nowhere.get(key, 0) > now:
            page = self.not_found
        if page is None or page.until <= now:
            return None
        page.was_asked = True
        self.hits += 1
        return page

    def may_send(self, page: Page) -> bool:
        """Whether a page that was served from here may be served again."""
        now = clock()
        if not self.is_listening or now - self.heard_at > SILENCE or page.until <= now + self.ahead:
            return False
        page.was_asked = True
        self.hits += 1
        return True

    def remember(self, answers: dict, asked: tuple, key: str, page: Page, answer: tuple) -> None:
        """Note what a page is sent as. `answers` are those from before the page was looked up."""
        is_short = sum(len(part) for part in asked if part) <= LONGEST_ASKED
        if is_short and self.pages.get(key) is page:
            if len(answers) >= MOST_ANSWERS:
                answers.clear()
            answers[asked] = page, *answer

    def begin(self) -> Render:
        """Note that a render begins. From here on, drops spoil it."""
        render = Render()
        with self.lock:
            self.misses += 1
            self.renders.add(render)
        return render

    def end(self, render: Render) -> None:
        with self.lock:
            self.renders.discard(render)

    def keep(self, key: str, page: Page, render: Render) -> bool:
        """Keep a page, unless what it shows changed since its render began.

        Anybody can make up a place in a list: such a page pushes nothing else out.
        """
        page.keys, page.until = frozenset(render.keys), render.end
        if page.size > self.most_bytes // 16:
            return False
        with self.lock:
            is_full = self.bytes + page.size > self.most_bytes
            if not self._is_right(render) or (is_full and "?" in key):
                return False
            self._put(key, page)
        return True

    def keep_nowhere(self, key: str, page: Page, render: Render) -> None:
        """Keep that an address leads nowhere; the page that says so is the same for all."""
        end = render.end
        if len(key) > LONGEST_NOWHERE or self.most_bytes == 0:
            return
        with self.lock:
            if not self._is_right(render):
                return
            if self.not_found is None or self.not_found.until < end:
                page.until = end
                self.not_found = page
            self.nowhere[key] = end
            if len(self.nowhere) > MOST_NOWHERE:
                self.nowhere.popitem(last=False)

    def _is_right(self, render: Render) -> bool:
        """Whether what was drawn is still so, and will be for at least a moment."""
        dropped = render.dropped
        return (
            self.is_listening
            and render.may_keep
            and render.server == self.server
            and not (ALL in dropped or dropped & render.keys)
            and render.end > clock() + self.ahead
        )

    def drop(self, keys: set[str]) -> None:
        """Forget all pages that show any of the keys, and spoil the renders on their way."""
        with self.lock:
            self.drops += 1
            for render in self.renders:
                render.dropped |= keys
            if ALL in keys:
                self._clear()
                return
            for key in [key for key, page in self.pages.items() if page.keys & keys]:
                self.bytes -= self.pages.pop(key).size
            self.answers = {}

    def listen(self, server: str) -> None:
        """Begin to serve what this server shows: every change of it is heard from now on.

        Nothing older is kept.
        """
        self.drop({ALL})
        with self.lock:
            self.set_aside.clear()
            self.server, self.is_listening = server, True

    def hear(self, asked: float, now: datetime) -> None:
        """Note that all that was committed before `asked` is known, and the database's answer."""
        self.heard_at, self.ahead = asked, now.timestamp() - asked

    def lose(self) -> None:
        """Stop serving. What was kept is set aside, in case the database itself is gone."""
        with self.lock:
            if self.is_listening:
                self.is_listening, self.set_aside = False, dict(self.pages)
            for render in self.renders:
                render.dropped.add(ALL)
            self._clear()

    def last_known(self, key: str) -> Page | None:
        """Return what was last known of a page, for when the database cannot be reached.

        A page that was dropped is gone for good, and one that has ended stays ended.
        """
        now = clock()
        page = self.set_aside.get(key) or self.pages.get(key)
        is_recent = now - self.heard_at < self.stale_seconds
        return page if page and is_recent and page.until > now + self.ahead else None

    def outlive(self, key: str) -> None:
        """Note that a page was drawn anew: what was set aside of it is not its last any more."""
        self.set_aside.pop(key, None)

    def _put(self, key: str, page: Page) -> None:
        """Make room, then put the page last. One that readers asked for has another round."""
        if old := self.pages.pop(key, None):
            self.bytes -= old.size
            self.answers = {}
        while self.bytes + page.size > self.most_bytes:
            first, oldest = self.pages.popitem(last=False)
            if oldest.was_asked:
                oldest.was_asked = False
                self.pages[first] = oldest
            else:
                self.bytes -= oldest.size
                self.answers = {}
        self.pages[key] = page
        self.bytes += page.size

    def _clear(self) -> None:
        self.pages.clear()
        self.answers = {}
        self.nowhere.clear()
        self.not_found, self.bytes = None, 0
