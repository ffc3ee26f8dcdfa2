"""`make bench`: what a page costs, beside a bare program and nginx that send the same bytes.

All servers share one core; the client and PostgreSQL have another. A machine's speed changes from
second to second, above all with other programs on it: so everything takes turns in short rounds,
and a ratio is taken within a round.
"""

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench import command, load, machine, report, servers
from bench.load import PLAIN, Answer
from bench.report import Figures
from bench.rounds import Course, take_turns
from bench.servers import Running
from newsroom import serve
from newsroom.console import Refused, say
from newsroom.environment import PROJECT
from newsroom.occupancy import hold_folder, ready_folder
from newsroom.postgres import Server

# Rounds, and the seconds of a turn: quick answers need many turns, slow ones longer turns.
QUICK, SLOW = (5, 1), (4, 2)
# How quick a server is differs from start to start by more than what is compared.
SERIES = 6
STARTS = 3
ADD = "from bench import data; data.main()"


def main() -> int:
    return command.run(lambda stack: report.told(measured(stack)))


def measured(stack: ExitStack) -> Figures:
    data = Path(os.environ.get("NEWSROOM_DATA") or PROJECT / "var").absolute() / "bench"
    ready_folder(data)
    stack.enter_context(hold_folder(data))
    core, clients_core = machine.cores()
    with machine.on(clients_core):
        database = start_database(stack, data)
    say("Preparing the benchmark’s newsroom.")
    servers.run("newsroom.prepare", data / "announcement", data=data)
    places = json.loads(servers.run("manage", "shell", "--no-imports", "-c", ADD, data=data))
    os.sched_setaffinity(0, {clients_core})
    house = House(data, core, database, places)
    quick = measured_quick(house)
    with machine.on(core):
        anew = stack.enter_context(servers.newsroom(data, NEWSROOM_CACHE_MB="0"))
    slow = slow_courses(anew, places)
    say(f"Measuring {', '.join(each.name for each in slow)}.")
    take_turns(slow, *SLOW, core, database)
    return Figures(
        courses={each.name: each for each in [*quick, *slow]},
        busy_size=len(load.get(anew.url, places["busy"], **PLAIN).body),
        memory=memory(house),
        starts=starts(data, core),
        is_alone=core == clients_core,
    )


@dataclass(frozen=True)
class House:
    """The benchmark's newsroom: its folder, its servers' core, PostgreSQL, what it shows."""

    data: Path
    core: int
    database: int
    places: dict


def measured_quick(house: House) -> list[Course]:
    """Measure the servers of the same bytes, all started anew for each series."""
    found: dict[str, Course] = {}
    for series in range(SERIES):
        say(f"Measuring what is kept, series {series + 1} of {SERIES}.")
        with ExitStack() as stack:
            with machine.on(house.core):
                courses = quick_courses(stack, house.data, house.places["article"])
            take_turns(courses, *QUICK, house.core, house.database)
        for course in courses:
            turns = [replace(turn, series=series) for turn in course.turns]
            found.setdefault(course.name, replace(course, turns=[])).turns.extend(turns)
    return list(found.values())


def start_database(stack: ExitStack, data: Path) -> int:
    server = Server(data)
    stack.callback(server.stop)
    server.start()
    return server.process.pid


def quick_courses(stack: ExitStack, data: Path, path: str) -> list[Course]:
    """Return the cached article, and what sends the same bytes: a bare program and nginx."""
    kept = stack.enter_context(servers.newsroom(data))
    load.get(kept.url, path)
    page = load.get(kept.url, path)
    folder = folder_of(stack, page)
    bare = stack.enter_context(servers.bare(data, folder))
    nginx = stack.enter_context(servers.nginx(data, folder))
    courses = [
        Course(report.BARE, bare.pid, partial(load.press, bare.url, path)),
        Course(report.KEPT, kept.pid, partial(load.press, kept.url, path)),
    ]
    if nginx:
        courses.append(Course(report.NGINX, nginx.pid, partial(load.press, nginx.url, path)))
    for other in filter(None, (bare, nginx)):
        refuse_difference(page, load.get(other.url, path))
    known = {"If-None-Match": page.headers["etag"]}
    if load.get(kept.url, path, **known).status != 304:
        raise Refused("The cached article is sent again to a reader who has it.")
    press = partial(load.press, kept.url, path, **known)
    return [*courses, Course(report.KNOWN, kept.pid, press)]


def folder_of(stack: ExitStack, page: Answer) -> Path:
    """Return a folder with the page's bytes and headers, which nginx may read."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    folder.chmod(0o755)
    (folder / "page").write_bytes(page.body)
    (folder / "headers.json").write_text(json.dumps(list(page.headers.items())))
    return folder


def refuse_difference(page: Answer, other: Answer) -> None:
    lacking = page.headers.keys() - other.headers.keys()
    if page.body != other.body or lacking:
        raise Refused(f"Not the same is sent: {lacking or 'the bytes differ'}.")


def slow_courses(anew: Running, places: dict) -> list[Course]:
    """Return what is drawn anew for each request."""
    press = partial(load.press, anew.url, places["article"], connections=serve.THREADS)
    courses = [Course(report.ANEW, anew.pid, press)]
    if places["words"] in load.get(anew.url, places["busy"], **PLAIN).body.decode():
        press = partial(load.press, anew.url, places["busy"], connections=serve.THREADS)
        courses.append(Course(report.BUSY, anew.pid, press))
    commenter = load.Commenter(anew.url, places["id"])
    if commenter.is_there:
        courses.append(Course(report.POSTS, anew.pid, commenter.press))
    return courses


def memory(house: House) -> float:
    """Return the MiB of all the newsroom's processes with the pages kept, each asked for once."""
    with machine.on(house.core), servers.newsroom(house.data) as kept:
        for path in house.places["others"]:
            load.get(kept.url, path)
        return machine.memory(kept.pid)


def starts(data: Path, core: int) -> list[Running]:
    """Start the server a few times, with the database up."""
    started = []
    for _ in range(STARTS):
        with machine.on(core), servers.newsroom(data) as running:
            started.append(running)
    return started


if __name__ == "__main__":
    sys.exit(main())
