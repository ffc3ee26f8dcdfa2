"""`make bench-desk`: how soon the desk's pages open among 100,000 stories.

The stories are made once, in a database of their own, and kept between runs: some minutes. `make
bench-desk STORIES=2000` makes and asks a small one. A page is asked for as somebody of the desk
does it, the whole page, one after the other.
"""

import statistics
import sys
from contextlib import ExitStack

from bench import command, machine, servers

STORIES = 100_000
GOAL = 300  # milliseconds
LINE = "{:<14}{:<34}{:>8}{:>8}{:>10}{:>10}"


def main(arguments: list[str]) -> int:
    def asked(stack: ExitStack) -> str:
        stories = command.size(arguments, STORIES)
        return told(servers.inside(stack, f"bench-desk-{stories}", "stories", stories), stories)

    return command.run(asked)


def told(figures: list[dict], stories: int) -> str:
    lines = ["", f"{stories:,} stories, {machine.description()}", ""]
    lines.append(LINE.format("milliseconds", "", "median", "p95", "queries", "goal"))
    for each in figures:
        p95 = statistics.quantiles(each["took"], n=20)[-1]
        numbers = f"{statistics.median(each['took']):.0f}", f"{p95:.0f}", each["queries"]
        lines.append(LINE.format(each["role"], each["page"], *numbers, f"≤ {GOAL}"))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
