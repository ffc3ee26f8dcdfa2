"""`make bench-search`: what a search costs among a million articles.

The archive is made once, in a database of its own, and kept between runs: some 5 GB, and a quarter
of an hour. `python -m bench.search 5000` makes and asks a small one. A search is asked for as a
reader does it, the whole page, one after the other, with the web server's limit on a statement.
"""

import statistics
import sys
from contextlib import ExitStack

from bench import command, machine, servers

ARTICLES = 1_000_000
GOAL = 200  # milliseconds
LINE = "{:<30}{:>8}{:>8}{:>12}{:>10}{:>9}{:>8}"


def main(arguments: list[str]) -> int:
    def asked(stack: ExitStack) -> str:
        articles = command.size(arguments, ARTICLES)
        return told(
            servers.inside(stack, f"bench-search-{articles}", "archive", articles), articles
        )

    return command.run(asked)


def told(figures: dict[str, dict], articles: int) -> str:
    lines = ["", f"{articles:,} articles, {machine.description()}", ""]
    lines += [LINE.format("milliseconds", "median", "p95", "own CPU", "goal", "rows", "meant")]
    for kind, each in figures.items():
        p95 = statistics.quantiles(each["took"], n=20)[-1]
        middle, own = (statistics.median(each[what]) for what in ("took", "own"))
        numbers = f"{middle:.0f}", f"{p95:.0f}", f"{own:.0f}", f"≤ {GOAL}"
        lines.append(LINE.format(kind, *numbers, each["found"], each["offered"]))
    lines += ["", "Own CPU is what the page costs outside PostgreSQL. Rows are those of a page."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
