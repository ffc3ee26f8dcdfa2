"""The long proofs in short, so that they still run and still find nothing."""

import os
import subprocess
import sys

import pytest

from newsroom.environment import PROJECT
from tests.torture.house import OURS


@pytest.mark.crawl
def test_comments_survive_a_short_torture(tmp_path):
    """Issue 3, point 14; THREATS F3, F5, F6."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    shortly = ["--comments", "60", "--readers", "12", "--kills", "1", "--stops", "1"]

    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.comments", *shortly],
        cwd=PROJECT,
        env=clean | {"NEWSROOM_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines()[-1].endswith(" runs, 0 failures"), done.stdout + done.stderr
    assert done.returncode == 0
    assert "PostgreSQL: fsync on, synchronous_commit on, full_page_writes on." in done.stdout
    assert list(tmp_path.iterdir()) == []
