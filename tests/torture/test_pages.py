"""A short run of the pages' torture: no page of any process is ever stale (DESIGN §4.5, B6, B7)."""

import os
import subprocess
import sys

import pytest

from newsroom.environment import PROJECT

CHANGES = 15


@pytest.mark.crawl
def test_whatever_is_committed_every_page_shows_it(tmp_path):
    options = [f"--changes={CHANGES}", "--seed=4", "--stories=5"]
    command = [sys.executable, "-m", "tests.torture.pages", *options]
    environment = {**os.environ, "NEWSROOM_DATA": str(tmp_path)}

    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)

    lines = done.stdout.splitlines()
    assert lines[-1:] == [f"{CHANGES} runs, 0 failures"], done.stdout + done.stderr
    assert done.returncode == 0
