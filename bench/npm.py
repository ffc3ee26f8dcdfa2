"""Programs from npm: fetched once, by a lock of ours, and kept in the data folder."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from newsroom.console import Refused
from newsroom.environment import PROJECT

LOCK = ("package.json", "package-lock.json")
# What runs while something is installed would fetch more from elsewhere: it stays undone.
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def fetched(lock: Path, name: str) -> Path:
    """Return the folder with what the lock in `lock` names, fetched into `var/<name>` if needed."""
    content = b"".join((lock / file).read_bytes() for file in LOCK)
    home = PROJECT / "var" / name / hashlib.sha256(content).hexdigest()[:12]
    if not home.exists():
        if not shutil.which("npm"):
            raise Refused(f"Node’s npm, which fetches {name}, is not here: install it.")
        _fetch(lock, name, home)
    return home


def _fetch(lock: Path, name: str, home: Path) -> None:
    """Whole or not at all: another process may fetch it at the same time."""
    making = home.with_name(f".{home.name}-{os.getpid()}")
    making.mkdir(parents=True)
    try:
        for file in LOCK:
            shutil.copy(lock / file, making)
        done = subprocess.run(INSTALL, cwd=making, capture_output=True, text=True)
        if done.returncode:
            raise Refused(f"npm could not fetch {name}: {done.stderr[-300:]}")
        try:
            making.rename(home)
        except OSError:
            if not home.exists():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
