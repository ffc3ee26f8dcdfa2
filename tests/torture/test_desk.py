"""A short run of the desk's torture: no character is lost (DESIGN §4.4, §4.14; THREATS F1–F6)."""

import os
import subprocess
import sys

import pytest

from newsroom.environment import PROJECT
from tests.torture.chromium import PROGRAM
from tests.torture.house import OURS

RUNS = 2


@pytest.mark.crawl
@pytest.mark.skipif(
    not os.path.exists(PROGRAM) and os.environ.get("CI") != "true",
    reason=f"There is no Chromium at {PROGRAM}; install it to run this.",
)
def test_no_word_is_lost_whatever_happens_to_browsers_and_newsroom(tmp_path):
    options = [f"--runs={RUNS}", "--seed=1"]
    clean = {name: value for name, value in os.environ.items() if name not in OURS}

    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.desk", *options],
        cwd=PROJECT,
        env=clean | {"NEWSROOM_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    lines = done.stdout.splitlines()
    assert lines[-1:] == [f"{RUNS} runs, 0 failures"], done.stdout + done.stderr
    assert done.returncode == 0
    assert " 0 words lost." in done.stdout
    assert list(tmp_path.iterdir()) == []
