"""How often each check is right on our own passages, which it was also made with.

`python -m tests.articles.checks.precision` tells.
"""

import os
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

HEADLINE = "The ferry that came back empty"
DAY = date(2026, 11, 22)
PASSAGES = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text("utf-8"))["passage"]


def measured() -> dict[str, tuple[int, int, int]]:
    """Return {check: (rightly found, wrongly found, overlooked)}."""
    from articles.checks import found

    right, wrong, missed = Counter(), Counter(), Counter()
    for passage in PASSAGES:
        names = {check.name for check in found(HEADLINE, passage["text"], "en", DAY)}
        wanted = {passage["finds"]} - {""}
        right.update(names & wanted)
        wrong.update(names - wanted)
        missed.update(wanted - names)
    return {
        name: (right[name], wrong[name], missed[name]) for name in sorted(right | wrong | missed)
    }


def told() -> str:
    lines = [f"{len(PASSAGES)} passages"]
    for name, (right, wrong, missed) in measured().items():
        share = right / (right + wrong)
        lines.append(f"{name:18} precision {share:.2f}  ({wrong} wrong, {missed} overlooked)")
    return "\n".join(lines)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    print(told())  # noqa: T201
