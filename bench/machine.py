"""The machine: its cores, and what a program and all that it started take of them and of memory.

Everything is read from Linux's /proc.
"""

import os
import re
import time
from contextlib import contextmanager, suppress
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
MIB = 1024 * 1024


def cores() -> tuple[int, int]:
    """Return the server's core and the client's; with only one, both are the same."""
    there = sorted(os.sched_getaffinity(0))
    return there[0], there[-1]


@contextmanager
def on(core: int):
    """What is started inside runs on this core alone, for as long as it lives."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """Return what a program took so far, with its children, the ended ones too."""
    stats = _stats()
    used = sum(sum(map(int, stats[each][11:15])) for each in _family(pid, stats))
    return used / TICK


def busy_seconds(core: int) -> float:
    """Return how long a core worked since the machine started, for whomever."""
    times = re.search(rf"^cpu{core} (.*)$", (PROC / "stat").read_text(), re.MULTILINE)[1].split()
    user, nice, system, _idle, _waiting, *interrupts = map(int, times[:8])
    return (user + nice + system + sum(interrupts)) / TICK


def memory(pid: int) -> float:
    """Return the MiB that a program and its children hold; shared ones count once (PSS)."""
    kept = 0
    for each in _family(pid, _stats()):
        text = (PROC / str(each) / "smaps_rollup").read_text()
        kept += int(re.search(r"^Pss:\s+([0-9]+) kB", text, re.MULTILINE)[1])
    return kept * 1024 / MIB


def yardstick() -> float:
    """Return the milliseconds of CPU that a million turns of an empty loop take just now."""
    began = time.process_time()
    for _ in range(1_000_000):
        pass
    return (time.process_time() - began) * 1000


def description() -> str:
    """Return the machine in general words."""
    kinds = re.findall(r"^model name\s*:\s*(.+)$", (PROC / "cpuinfo").read_text(), re.MULTILINE)
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / MIB / 1024
    kind = kinds[0] if kinds else os.uname().machine
    return f"{os.cpu_count()} cores ({kind}), {size:.0f} GiB, Linux {os.uname().release}"


def _stats() -> dict[int, list[str]]:
    """The fields of every process's `stat` after its name: state, parent, …"""
    found = {}
    for path in PROC.glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            found[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    return found


def _family(pid: int, stats: dict[int, list[str]]) -> set[int]:
    found, size = {pid} & stats.keys(), -1
    while size != len(found):
        size = len(found)
        found |= {each for each, fields in stats.items() if int(fields[1]) in found}
    return found
