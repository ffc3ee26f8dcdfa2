"""`make torture-pages`: what is committed, every public page shows at once, in every process.

Random changes are committed to a small newsroom that several processes serve and readers read.
After each, every public page of every process is compared, byte for byte, with one drawn anew. A
page that is wrong when it was asked for more than a second after the commit is a failure.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from statistics import quantiles

from newsroom.console import say
from newsroom.environment import KNOWN, PROJECT

LIMIT = 1.0  # seconds from a commit to the last page that shows it
SHOWN = 20  # failures that are told in full
SLOWEST = 12  # changes that are told
MOST = 8  # of each kind of address that grows
FEEDS = ("rss", "atom", "json")


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped, too
    data = Path(os.environ.get("NEWSROOM_DATA") or PROJECT / "var/torture-pages").absolute()
    _settle(data)
    from newsroom.postgres import Server

    database = Server(data, durable=False)
    database.start()
    try:
        return _with_django(options, data)
    finally:
        database.stop()


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.torture.pages")
    parser.add_argument("--changes", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--stories", type=int, default=14)
    parser.add_argument("--readers", type=int, default=3)
    return parser.parse_args(arguments)


def _settle(data: Path) -> None:
    """Only what is said here counts, for us and for the servers."""
    for name in {*KNOWN, "PORT", "HOST", "DEBUG", "ALLOWED_HOSTS", "DATABASE_URL"}:
        os.environ.pop(name, None)
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {"NEWSROOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}


def _with_django(options, data: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from newsroom import prepare

    with connection.cursor() as cursor:  # what an earlier run left
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    prepare.collect_static(data)
    return run(options)


def run(options) -> int:
    from tests.torture import pages_changes, pages_verbs  # noqa: F401 (what can happen)
    from tests.torture.pages_readers import Crowd, readers, server
    from tests.torture.pages_world import World

    say(f"{options.changes} changes, seed {options.seed}")
    began = time.monotonic()
    with ExitStack() as stack:
        ports = {stack.enter_context(server(workers)): workers for workers in (2, 1)}
        found = readers(ports)
        world = World(options.seed, next(iter(ports)), options.stories)
        crowd = stack.enter_context(Crowd(list(ports), options.readers, options.seed))
        torture = Torture(world, found, crowd)
        try:
            for number in range(options.changes):
                torture.step()
                if number % 50 == 49:
                    say(f"{number + 1} changes, {len(torture.failures)} failures")
        finally:  # also of a run that is ended before its time
            torture.report(time.monotonic() - began)
    say(f"{options.changes} runs, {len(torture.failures)} failures")
    return 1 if torture.failures else 0


class Torture:
    """One change after another, and what every process shows after it."""

    def __init__(self, world, readers, crowd):
        self.world, self.readers, self.crowd = world, readers, crowd
        self.pool = ThreadPoolExecutor(len(readers))
        self.names = Counter()
        self.failures: list[str] = []
        self.paths, self.right = ["/"], {}
        self.delays: list[float] = []  # commit → visible, a change and a process
        self.clock_delays: list[float] = []
        self.slowest: list[tuple[float, str, str]] = []  # seconds, change, the last page to show it
        self.compared = 0

    def step(self) -> None:
        name = self.world.happen()
        committed = time.monotonic()
        # The first look is only noted: what is right is drawn after it, not to slow it down.
        known, first = self.paths, self._look(self.paths)
        self.names[name] += 1
        self.paths = self.crowd.paths = paths = addresses()
        right = {path: drawn(path) for path in {*known, *paths}}
        changed = any(right[path] != self.right.get(path) for path in known)
        if changed and not came_or_went(time.monotonic() - committed):
            self._measure(name, committed, first, {path: right[path] for path in known})
        self.right = right
        for reader, seen in zip(self.readers, self._look(paths), strict=True):
            for path, page in zip(paths, seen, strict=True):
                self.compared += 1
                if page.said != right[path]:
                    self._insist(name, committed, reader, path)

    def _look(self, paths: list[str]) -> list[list]:
        return list(self.pool.map(lambda each: [each.read(path) for path in paths], self.readers))

    def _measure(self, name: str, committed: float, first, right: dict[str, tuple]) -> None:
        """Note when each process no longer showed anything old."""
        for seen in first:
            last_wrong, last = 0.0, ""
            for page, (path, said) in zip(seen, right.items(), strict=True):
                if page.said != said:
                    last_wrong, last = page.asked_at, path
            later = [page.asked_at for page in seen if page.asked_at > last_wrong]
            delay = (min(later) if later else time.monotonic()) - committed
            (self.clock_delays if name == "clock" else self.delays).append(delay)
            self.slowest = sorted([*self.slowest, (delay, name, last)])[-SLOWEST:]

    def _insist(self, name: str, committed: float, reader, path: str) -> None:
        """A page looked wrong: is it still, or did its time come meanwhile?"""
        while True:
            before, page = drawn(path), reader.read(path)
            if page.said in (before, drawn(path)):
                return
            if page.asked_at - committed > LIMIT:
                break
        self.failures.append(name)
        if len(self.failures) <= SHOWN:
            say(f"STALE after {name}: {path} of process {reader.process}")
            say(difference(before, page.said))

    def report(self, seconds: float) -> None:
        renders, hits = (sum(r.figures[n] for r in self.readers) for n in (0, 1))
        say(f"Changes: {', '.join(f'{name} {n}' for name, n in sorted(self.names.items()))}")
        say(f"Commit → visible in a process: {milliseconds(self.delays)}")
        for delay, name, path in reversed(self.slowest):
            say(f"  {delay * 1000:.1f} ms: {name}, last on {path}")
        say(f"The clock set → visible: {milliseconds(self.clock_delays)}")
        say(f"{self.compared} pages compared, {len(self.failures)} stale ones seen")
        say(f"{renders} renders, {hits} hits, {self.crowd.count} pages read by the crowd")
        say(f"{seconds:.0f} s in all")


def addresses() -> list[str]:
    """Every public address there is; of the kinds that grow, the newest."""
    from django.urls import NoReverseMatch, reverse

    from articles.models import Address, Article, Section, SectionAddress, Story, Tag
    from authors.models import Author
    from newsroom.standing import StandingPage

    articles = [story.article for story in Story.objects.filter(article__isnull=False)]
    days = sorted({article.day for article in articles}, reverse=True)[:3]
    found = ["/", "/authors/", "/nowhere/", "/authors/nobody/", "/tags/nothing/"]
    found += [row.get_absolute_url() for row in (*Section.objects.all(), *Tag.objects.all())]
    found += [row.get_absolute_url() for row in Author.objects.order_by("pk")[:MOST]]
    found += [article.get_absolute_url() for article in articles]
    found += Address.objects.order_by("-pk").values_list("path", flat=True)[:MOST]
    old = SectionAddress.objects.order_by("-pk").values_list("slug", flat=True)[:MOST]
    found += [f"/{slug}/{page}" for slug in old for page in ("", "feed/", "?before=1-1")]
    found += [page.get_absolute_url() for page in StandingPage.all_objects.all()]
    found += [f"/{day:{form}}/" for day in days for form in ("%Y/%m/%d", "%Y/%m", "%Y")]
    found += [f"/world/?before={Article.all_objects.count()}-1"]
    for name in ("sitemap", "sitemap_pages", "news_sitemap", "robots"):
        try:
            found.append(reverse(f"articles:{name}"))
            found += [reverse("articles:feed", kwargs={"form": form}) for form in FEEDS]
        except NoReverseMatch:
            continue
    return list(dict.fromkeys(found))


def came_or_went(seconds: float) -> bool:
    """Whether the time of something shown came or ended meanwhile: what was right is not now."""
    from datetime import timedelta

    from django.db.models import Q

    from articles.models import Article, Banner, FrontPin
    from newsroom.database import Now

    span = (Now() - timedelta(seconds=seconds), Now())
    published = Q(published_at__range=span) | Q(expires_at__range=span)
    placed = Q(begins_at__range=span) | Q(ends_at__range=span)
    timed = [Article.all_objects.filter(published)]
    timed += [model.all_objects.filter(placed) for model in (Banner, FrontPin)]
    return any(rows.exists() for rows in timed)


def drawn(path: str) -> tuple:
    """Return a page as it is now: status, target, body; drawn by Django without any cache."""
    from newsroom.page_store import Render
    from newsroom.pagecache import draw

    bare, _, query = path.partition("?")
    environ = {"PATH_INFO": bare, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1"}
    server = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
    page = draw(_django(), environ | server | {"wsgi.errors": sys.stderr}, Render())
    headers = dict(page.headers)
    return int(page.status[:3]), headers.get("Location", ""), page.body


@cache
def _django():
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def difference(right: tuple, shown: tuple) -> str:
    """Return where two answers part, with what stands around it."""
    if right[:2] != shown[:2]:
        return f"  should be {right[:2]}, is {shown[:2]}"
    one, other = right[2], shown[2]
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    part = slice(max(0, at - 60), at + 60)
    return f"  should be {one[part]!r}\n  is        {other[part]!r}"


def milliseconds(delays: list[float]) -> str:
    if len(delays) < 2:
        return "too few"
    cuts = quantiles(delays, n=100, method="inclusive")
    values = {"p50": cuts[49], "p99": cuts[98], "max": max(delays)}
    return ", ".join(f"{name} {value * 1000:.1f} ms" for name, value in values.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
