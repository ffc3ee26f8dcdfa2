"""Programs that are not ours: what npm's lock beside this file brings, and what Debian has.

npm's packages are fetched once, when a test first wants one, and kept in `var/checkers`.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from shutil import which
from typing import NoReturn

import pytest

HERE = Path(__file__).parent
LOCK = ("package.json", "package-lock.json")
KEPT = HERE.parent.parent / "var" / "checkers"


def package(path: str) -> Path:
    """Return a file of the packages, which are fetched if they are not there."""
    lock = b"".join((HERE / name).read_bytes() for name in LOCK)
    home = KEPT / hashlib.sha256(lock).hexdigest()[:12]
    if not (home / "node_modules" / path).exists():
        needs("npm")
        _fetch(home)
    return home / "node_modules" / path


def needs(program: str) -> None:
    if not which(program):
        not_here(f"The checkers need {program}: install it.")


def not_here(sentence: str) -> NoReturn:
    """Skip where a person may do without it; where the whole suite must run, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def _fetch(home: Path) -> None:
    """Whole or not at all: another process may fetch it at the same time."""
    making = home.with_name(f".{home.name}-{os.getpid()}")
    making.mkdir(parents=True)
    for name in LOCK:
        shutil.copy(HERE / name, making)
    # Their own scripts would fetch more from elsewhere; what this machine has is used.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=making, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(making)
        not_here(f"The checkers could not be fetched: {done.stderr[-300:]}")
    try:
        making.rename(home)
    except OSError:
        shutil.rmtree(making)
