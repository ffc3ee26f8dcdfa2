"""A paper by hand, for tests of the kept pages: a store that hears, an application that is told."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from newsroom.page_store import Page, Render, Store, clock
from newsroom.pagecache import RENDER, Answers, PageCache

SERVER = "newsroom 1"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PUBLIC = ("Cache-Control", "max-age=0, must-revalidate, public")
HTML = ("Content-Type", "text/html; charset=utf-8")
TEXT = "<p>The ferry left at six. Nobody was on the quay.</p>" * 20


def listening_store(most_bytes: int = 1_000_000, stale_seconds: float = 600) -> Store:
    store = Store(most_bytes, stale_seconds)
    store.hear(clock(), NOON)
    store.listen(SERVER)
    return store


def let_pass(store: Store, **step) -> None:
    """The database says that so much later than noon it is now."""
    store.hear(clock(), NOON + timedelta(**step))


def fall_silent(store: Store, seconds: float) -> None:
    """The database's last word was so long ago; its clock went on."""
    store.hear(clock() - seconds, NOON - timedelta(seconds=seconds))


def begun(store: Store, *keys: str, until: datetime | None = None) -> Render:
    """A render that has asked the database for its time and shows these keys."""
    render = store.begin()
    render.server = SERVER
    render.shows(*keys, until=until)
    return render


def page(text: str = TEXT) -> Page:
    return Page("200 OK", [HTML, PUBLIC], text.encode(), "a tag")


def kept(store, path="/", *keys, until=None, text="A page"):
    made = page(text)
    store.keep(path, made, begun(store, *keys, until=until))
    return made


@dataclass
class Told:
    """What the application answers at an address, and what it does first."""

    body: str = TEXT
    status: str = "200 OK"
    headers: list = field(default_factory=lambda: [HTML, PUBLIC])
    does: object = lambda environ, render: None


class Paper:
    """A WSGI application that answers what it was told, and remembers what it was asked."""

    def __init__(self, **answers: Told):
        self.answers, self.asked, self.closed = answers, [], 0

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        told = self.answers.get(environ["PATH_INFO"], Told())
        render = environ.get(RENDER, Render())
        render.server = SERVER
        told.does(environ, render)
        start_response(told.status, list(told.headers))
        return Body(self, told.body.encode())


class Body(list):
    """A body that must be closed, as WSGI has it."""

    def __init__(self, paper, text):
        super().__init__([text[:10], text[10:]])
        self.paper = paper

    def close(self):
        self.paper.closed += 1


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(cache, path: str = "/", query: str = "", method: str = "GET", **headers):
    """One request of a reader; headers are given as `if_none_match="…"`."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"HTTP_HOST": "news.example", "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    started = []
    body = b"".join(cache(environ, lambda status, headers: started.append((status, headers))))
    status, found = started[-1]
    assert len({name.lower() for name, _ in found}) == len(found), "a header stands there twice"
    return Answer(int(status[:3]), dict(found), body)


def opened(store: Store | None = None, **answers: Told):
    """A cache before a paper, with what it remembers before it; and the paper."""
    answers = {f"/{name}/": told for name, told in answers.items()}
    paper = Paper(**answers)
    store = store or listening_store()
    return Answers(PageCache(paper, store), store), paper
