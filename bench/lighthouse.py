"""`make bench-lighthouse`: four pages as Lighthouse’s phone loads them, beside our goals.

A newsroom of its own with the demo stands in `var/bench-lighthouse`, served as `make run` does it.
Lighthouse comes from npm, by the lock beside this file; Chromium is the system’s. The pages take
turns, and the median of five is shown. The phone is simulated: a line of 1.6 Mbit/s with 150 ms
there and back, and a slow processor. Where a goal is missed, the command ends with 1.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from bench import load, machine, npm, servers
from newsroom import stopping
from newsroom.console import Refused, complain, say
from newsroom.stopping import Stopped

RUNS = 5
# The shell around Debian's engine has no windows and starts sooner.
CHROMIUM = ("chromium-headless-shell", "chromium", "google-chrome")
ARTICLE = re.compile(r'href="(/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^"/]+/)"')
SECTION = re.compile(r'class="masthead-sections".*?href="([^"]+)"', re.DOTALL)
SEARCH = "/search/?q=harbour"
# Whose results are not for search engines on purpose, which is not to cost the page its score.
LEFT_OUT = {"search": "is-crawlable"}

SCORES = ("performance", "accessibility", "best-practices", "seo")
AUDITS = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "CLS": "cumulative-layout-shift",
}
KINDS = {
    "HTML": "Document",
    "CSS": "Stylesheet",
    "JavaScript": "Script",
    "pictures": "Image",
    "fonts": "Font",
}
GOALS = {
    **{"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100},
    **{"FCP": 950, "LCP": 1500, "CLS": 0, "first view": 150_000, "requests": 12},
    **{"HTML": 20_000, "CSS": 12_000, "JavaScript": 15_000, "fonts": 40_000},
}
NARROWER = {("front", "LCP"): 1300, ("article", "HTML"): 10_000}
UNITS = {"FCP": (1000, "{:.2f}"), "LCP": (1000, "{:.2f}"), "CLS": (1, "{:.3f}")}
UNITS |= dict.fromkeys(("first view", "all", *KINDS), (1000, "{:.1f}"))
LABELS = {"FCP": "FCP, s", "LCP": "LCP, s", "first view": "first view, kB", "all": "all, kB"}
LABELS |= {"HTML": "HTML, kB", "CSS": "CSS, kB"}
LABELS |= {"JavaScript": "script, kB", "pictures": "pictures, kB", "fonts": "fonts, kB"}
NAME, CELLS = "{:<16}", "{:>10}{:>9}"
NOTES = """
! misses its goal. Bytes are those on the wire, with headers. The first view is the page with its
lead picture; Chromium also fetches pictures from up to 3,000 px below the screen. The results of
the search are kept from search engines on purpose: the audit that would have them found is left
out there.
"""


def main() -> int:
    stopping.listen()
    try:
        with ExitStack() as stack:
            found = measured(stack)
    except Stopped:
        return 1
    except Refused as problem:
        complain(str(problem))
        return 2
    say(told(found))
    values = ((page, name, value) for page in found for name, value in found[page].items())
    return int(any(misses(*each) for each in values))


def measured(stack: ExitStack) -> dict[str, dict[str, float]]:
    """Return by page the medians of what was measured, in the order in which they are told."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium or not shutil.which("node"):
        raise Refused("Lighthouse needs Chromium and Node: install both, from Debian for example.")
    program = npm.fetched(Path(__file__).parent, "lighthouse")
    data = servers.prepared(stack, "bench-lighthouse")
    url = stack.enter_context(servers.newsroom(data)).url
    paths = pages(url)
    runs = {page: [] for page in paths}
    for number in range(1, RUNS + 1):
        say(f"Turn {number} of {RUNS}.")
        for page, path in paths.items():
            runs[page].append(figures(asked(program, chromium, url + path, LEFT_OUT.get(page))))
    return {page: medians(found) for page, found in runs.items()}


def pages(url: str) -> dict[str, str]:
    """Return where each page is, the article one with a lead picture; all are drawn once."""
    front = text(url, "/")
    leads = (path for path in ARTICLE.findall(front) if 'class="article-lead"' in text(url, path))
    article, section = next(leads, None), SECTION.search(front)
    if not article or not section or 'class="rows"' not in text(url, SEARCH):
        raise Refused(
            "The demo’s pages are not what this benchmark expects: see bench/lighthouse.py."
        )
    paths = {"front": "/", "article": article, "section": section[1], "search": SEARCH}
    for path in paths.values():
        load.get(url, path)
    return paths


def text(url: str, path: str) -> str:
    return load.get(url, path, **load.PLAIN).body.decode()


def asked(program: Path, chromium: str, url: str, without: str | None) -> dict:
    """Return what Lighthouse reports of one load, as a phone with nothing kept."""
    command = ["node", str(program / "node_modules/lighthouse/cli/index.js"), url, "--quiet"]
    command += ["--output=json", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(SCORES)}", "--chrome-flags=--headless --no-sandbox"]
    command += [f"--skip-audits={without}"] if without else []
    environment = os.environ | {"CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode or not done.stdout.startswith("{"):
        raise Refused(f"Lighthouse could not measure {url}: {done.stderr[-500:]}")
    return json.loads(done.stdout)


def figures(report: dict) -> dict[str, float]:
    """Return by name what we hold ourselves to."""
    if problem := report.get("runtimeError"):
        raise Refused(f"Lighthouse could not measure: {problem['message']}")
    audits = report["audits"]
    found = {name: round(report["categories"][name]["score"] * 100) for name in SCORES}
    found |= {name: audits[audit]["numericValue"] for name, audit in AUDITS.items()}
    items = audits["network-requests"]["details"]["items"]
    sent = [(each.get("resourceType"), each["transferSize"]) for each in items if is_sent(each)]
    sizes = {name: [size for its, size in sent if its == kind] for name, kind in KINDS.items()}
    whole = sum(size for _, size in sent)
    # The first picture asked for is the lead; Chromium fetches others from far below the screen.
    first = whole - sum(sizes["pictures"][1:])
    found |= {"first view": first, "all": whole, "requests": len(sent)}
    return found | {name: sum(each) for name, each in sizes.items()}


def is_sent(request: dict) -> bool:
    return request["url"].startswith("http")


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def goal_of(page: str, name: str) -> float | None:
    return NARROWER.get((page, name), GOALS.get(name))


def misses(page: str, name: str, value: float) -> bool:
    goal = goal_of(page, name)
    if goal is None:
        return False
    return value < goal if name in SCORES else value > goal


def told(found: dict[str, dict[str, float]]) -> str:
    heads = (cell for page in found for cell in (page, "goal"))
    lines = ["", f"Medians of {RUNS}, {machine.description()}", "", line("", *heads)]
    for name in next(iter(found.values())):
        cells = (cell for page in found for cell in cells_of(page, name, found[page][name]))
        lines.append(line(LABELS.get(name, name), *cells))
    return "\n".join(lines) + "\n" + NOTES.rstrip()


def line(name: str, *cells: str) -> str:
    return NAME.format(name) + (CELLS * (len(cells) // 2)).format(*cells)


def cells_of(page: str, name: str, value: float) -> tuple[str, str]:
    by, form = UNITS.get(name, (1, "{:.0f}"))
    goal, sign = goal_of(page, name), "≥" if name in SCORES else "≤"
    mark = "!" if misses(page, name, value) else " "
    return form.format(value / by) + mark, "" if goal is None else f"{sign} {goal / by:g}"


if __name__ == "__main__":
    sys.exit(main())
