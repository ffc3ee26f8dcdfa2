"""Things that are asked for in turns, and what each turn took."""

import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import machine
from bench.load import Pressed


@dataclass(frozen=True)
class Turn:
    rate: float  # requests a second
    cpu: float  # the server's seconds for a request
    database: float  # PostgreSQL's seconds for a request
    others: float  # the share of the server's core that other programs took
    yardstick: float  # milliseconds, before it
    series: int = 0  # the servers are started anew for each


@dataclass
class Course:
    """One request, made for some seconds at a time."""

    name: str
    pid: int
    press: Callable[[float], Pressed]
    turns: list[Turn] = field(default_factory=list)

    def take(self, seconds: float, core: int, database: int) -> Turn:
        with machine.on(core):
            yardstick = machine.yardstick()
        before = self._used(core, database)
        pressed = self.press(seconds)
        cpu, rows, busy = (
            now - then for now, then in zip(self._used(core, database), before, strict=True)
        )
        others = max(busy - cpu, 0) / pressed.seconds
        requests = pressed.requests
        return Turn(requests / pressed.seconds, cpu / requests, rows / requests, others, yardstick)

    def _used(self, core: int, database: int) -> tuple[float, float, float]:
        return (
            machine.cpu_seconds(self.pid),
            machine.cpu_seconds(database),
            machine.busy_seconds(core),
        )

    def median(self, what: str) -> float:
        return statistics.median(getattr(turn, what) for turn in self.turns)

    def rates_to(self, other: "Course") -> list[float]:
        """Return how many times the other's rate it has, in the middle of each series's rounds."""
        return self._ratios(other, lambda own, its: own.rate / its.rate)

    def thrifts_to(self, other: "Course") -> list[float]:
        """The same by CPU: what one core does when nothing else runs on it."""
        return self._ratios(other, lambda own, its: its.cpu / own.cpu)

    def _ratios(self, other: "Course", ratio: Callable[[Turn, Turn], float]) -> list[float]:
        series = defaultdict(list)
        for own, its in zip(self.turns, other.turns, strict=True):
            series[own.series].append(ratio(own, its))
        return [statistics.median(each) for each in series.values()]


def take_turns(courses: list[Course], rounds: int, seconds: float, core: int, database: int):
    """Let each take its turn in every round; the first round warms up and is forgotten."""
    for course in courses:
        course.take(seconds, core, database)
    for _ in range(rounds):
        for course in courses:
            course.turns.append(course.take(seconds, core, database))
