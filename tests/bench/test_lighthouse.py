"""The benchmark with Lighthouse: what it reads from a report, and the table that it prints."""

import json
from pathlib import Path

import pytest

from bench import lighthouse, npm
from newsroom.console import Refused

LOCK = Path(lighthouse.__file__).with_name("package-lock.json")


def report(performance=1.0, lcp=1200.0) -> dict:
    sent = {"Document": 9_000, "Stylesheet": 8_000, "Image": 60_000, "Font": 19_000}
    items = [
        {"url": f"http://h/{kind}", "resourceType": kind, "transferSize": size}
        for kind, size in sent.items()
    ]
    items += [{"url": "http://h/further-down", "resourceType": "Image", "transferSize": 6_000}]
    items += [{"url": "data:image/png,", "resourceType": "Image", "transferSize": 0}]
    times = {"first-contentful-paint": 900.0, "largest-contentful-paint": lcp}
    audits = {name: {"numericValue": value} for name, value in times.items()}
    audits["cumulative-layout-shift"] = {"numericValue": 0}
    audits["network-requests"] = {"details": {"items": items}}
    scores = {key: {"score": 1.0} for key in lighthouse.SCORES}
    return {"audits": audits, "categories": scores | {"performance": {"score": performance}}}


def test_figures_are_what_went_over_the_wire():
    found = lighthouse.figures(report(performance=0.99))

    assert (found["performance"], found["seo"], found["LCP"]) == (99, 100, 1200)
    assert (found["first view"], found["all"], found["requests"]) == (96_000, 102_000, 5)
    assert (found["HTML"], found["CSS"], found["JavaScript"], found["fonts"]) == (
        *(9_000, 8_000, 0, 19_000),
    )


def test_median_of_the_runs_is_told_beside_the_goal_and_a_miss_is_marked():
    runs = [lighthouse.figures(report(lcp=lcp)) for lcp in (1_250, 1_400, 9_000)]

    told = lighthouse.told({page: lighthouse.medians(runs) for page in ("front", "article")})

    row = next(line for line in told.splitlines() if line.startswith("LCP"))
    assert row.split() == ["LCP,", "s", "1.40!", "≤", "1.3", "1.40", "≤", "1.5"]
    assert lighthouse.misses("front", "performance", 98)
    assert not lighthouse.misses("front", "pictures", 98)


def test_page_that_could_not_be_measured_is_said():
    with pytest.raises(Refused, match="no paint"):
        lighthouse.figures({"runtimeError": {"message": "There was no paint."}})


def test_lock_says_no_address_and_checks_every_program():
    """DESIGN §5 and §6: npm's own registry, whichever it is here; hashes, no addresses."""
    packages = json.loads(LOCK.read_text())["packages"]
    named = {name: each for name, each in packages.items() if name}

    assert not [name for name, each in named.items() if "resolved" in each]
    assert [name for name, each in named.items() if "integrity" not in each] == []


def test_who_has_no_npm_is_told_so(monkeypatch, tmp_path):
    for file in npm.LOCK:
        (tmp_path / file).write_text("{}")
    monkeypatch.setattr("bench.npm.PROJECT", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refused, match="npm, which fetches checkers, is not here"):
        npm.fetched(tmp_path, "checkers")


def test_what_npm_could_not_fetch_leaves_nothing_behind(monkeypatch, tmp_path):
    for file in npm.LOCK:
        (tmp_path / file).write_text("{}")
    (tmp_path / "npm").write_text("#!/bin/sh\necho 'no way' >&2\nexit 1\n")
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setattr("bench.npm.PROJECT", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(Refused, match="npm could not fetch checkers: no way"):
        npm.fetched(tmp_path, "checkers")

    assert list((tmp_path / "var" / "checkers").iterdir()) == []
