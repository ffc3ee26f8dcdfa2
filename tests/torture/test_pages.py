"""A short run of the pages' torture: no page of any process is ever stale (DESIGN §4.5, B6, B7)."""

import os
import subprocess
import sys

import pytest

from articles.models.transitions import TRANSITIONS
from newsroom.environment import PROJECT
from tests.torture import pages_changes  # noqa: F401 (what can happen)
from tests.torture.pages_verbs import ALONE, ARGUMENTS, NOT_HERE
from tests.torture.pages_world import CHANGES as KINDS
from tests.torture.pages_world import World

CHANGES = 10


def test_every_verb_is_known_to_the_torture():
    """A verb that is new either happens to its pages, or is said to concern none."""
    assert ALONE | set(ARGUMENTS) | NOT_HERE == set(TRANSITIONS)


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_every_kind_of_change_can_happen(live_server, clock):
    """A kind that the torture cannot do would end a long run in its middle."""
    world = World(4, int(live_server.url.rpartition(":")[2]), stories=5)

    for _, kind in KINDS * 3:
        world.happen(kind)


@pytest.mark.crawl
def test_whatever_is_committed_every_page_shows_it(tmp_path):
    options = [f"--changes={CHANGES}", "--seed=4", "--stories=5"]
    command = [sys.executable, "-m", "tests.torture.pages", *options]
    environment = {**os.environ, "NEWSROOM_DATA": str(tmp_path)}

    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)

    lines = done.stdout.splitlines()
    assert lines[-1:] == [f"{CHANGES} runs, 0 failures"], done.stdout + done.stderr
    assert done.returncode == 0
