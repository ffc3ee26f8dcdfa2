"""One table of what was measured, with the goals beside it."""

import statistics
import time
from dataclasses import dataclass

from bench import load, machine
from bench.rounds import Course
from bench.servers import Running

BARE = "bare program"
KEPT = "cached article"
NGINX = "nginx from disk"
KNOWN = "cached article, 304"
ANEW = "article drawn anew"
BUSY = "with 200 comments"
POSTS = "comment sent"

HEAD = ("", "requests/s", "CPU µs", "DB CPU µs", "× bare", "by CPU")
LINE = "{:<22}{:>12}{:>10}{:>12}{:>9}{:>9}"
FIGURE = "{:<36}{:>42}   {}"
NOISY = 0.05  # share of the core


@dataclass(frozen=True)
class Figures:
    courses: dict[str, Course]
    busy_size: int  # bytes of HTML
    memory: float  # MiB
    starts: list[Running]
    is_alone: bool  # the server's core is the client's, too


def told(figures: Figures) -> str:
    lines = ["", f"{time.strftime('%Y-%m-%d %H:%M')}, {machine.description()}", ""]
    lines += [LINE.format(*HEAD), *(row(each, figures) for each in figures.courses.values())]
    lines += ["", FIGURE.format("", "measured", "goal"), *goals(figures), "", *remarks(figures)]
    return "\n".join(lines)


def row(course: Course, figures: Figures) -> str:
    bare = figures.courses[BARE]
    is_beside = len(course.turns) == len(bare.turns)
    return LINE.format(
        course.name,
        f"{course.median('rate'):,.0f}",
        f"{course.median('cpu') * 1e6:,.0f}",
        f"{course.median('database') * 1e6:,.0f}",
        f"{statistics.median(course.rates_to(bare)):.2f}" if is_beside else "",
        f"{statistics.median(course.thrifts_to(bare)):.2f}" if is_beside else "",
    )


def goals(figures: Figures):
    courses = figures.courses
    kept, bare = courses[KEPT], courses[BARE]
    yield figure("cached article to bare program", pair(kept, bare), "≥ 0.85")
    if NGINX in courses:
        yield figure("cached article to nginx", pair(kept, courses[NGINX]), "0.7")
    yield figure("article drawn anew, CPU", milliseconds(courses[ANEW]), "≤ 8 ms, better 4")
    if BUSY in courses:
        yield figure("the same with 200 comments, CPU", milliseconds(courses[BUSY]), "≤ 20 ms")
        yield figure("its HTML", f"{figures.busy_size / 1000:.0f} kB", "≤ 150 kB")
    yield figure("memory with 2,000 pages kept (PSS)", f"{figures.memory:.0f} MiB", "≤ 200 MiB")
    wall, cpu = (
        statistics.median(getattr(each, of) for each in figures.starts) for of in ("seconds", "cpu")
    )
    yield figure("start to first page", f"{wall:.2f} s, CPU {cpu:.2f}", "≤ 1.5 s")


def figure(name: str, value: str, goal: str) -> str:
    return FIGURE.format(name, value, goal)


def pair(one: Course, other: Course) -> str:
    """Return the middle of all series, and their least and most."""
    rates, thrifts = one.rates_to(other), one.thrifts_to(other)
    return f"{spread(rates)}, CPU {spread(thrifts)}"


def spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def milliseconds(course: Course) -> str:
    return f"{course.median('cpu') * 1000:.1f} ms"


def remarks(figures: Figures):
    """Say what is missing and what makes the figures doubtful."""
    if not load.has_wrk():
        yield "wrk is not installed (Debian: wrk). A loop in Python asked: only CPU counts here."
    if NGINX not in figures.courses:
        yield "nginx is not installed (Debian: nginx-light)."
    if BUSY not in figures.courses:
        yield "Comments are not shown yet."
    if POSTS not in figures.courses:
        yield "There is no form for comments yet."
    if figures.is_alone:
        yield "There is one core only: the client takes its share of every figure."
    courses = figures.courses.values()
    yardstick = statistics.median(course.median("yardstick") for course in courses)
    yield f"A million turns of an empty loop took {yardstick:.0f} ms of CPU meanwhile."
    others = max(course.median("others") for course in courses)
    if others > NOISY:
        yield (
            f"Other programs took up to {others:.0%} of the server's core: requests a second say "
            "little here, the CPU more. Repeat it on a quiet machine."
        )
