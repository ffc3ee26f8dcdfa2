"""The Nu HTML Checker, fetched once by the lock beside this file and kept in `var/checkers`."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from shutil import which

import pytest

HERE = Path(__file__).parent
LOCK = ("package.json", "package-lock.json")
KEPT = HERE.parent.parent / "var" / "checkers"
JAR = "node_modules/vnu-jar/build/dist/vnu.jar"
NEEDED = ("java", "npm")


def errors(pages: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """Return what the checker calls an error, by the page's name; warnings are left out."""
    for number, page in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(page)
    files = sorted(str(file) for file in folder.glob("*.html"))
    command = ["java", "-jar", str(_jar()), "--errors-only", "--exit-zero-always"]
    answer = subprocess.run(
        [*command, "--format", "json", *files], capture_output=True, text=True, check=True
    )
    names, found = list(pages), {}
    for message in json.loads(answer.stderr)["messages"]:
        name = names[int(Path(message["url"]).stem)]
        text = f"{message.get('lastLine')}: {message['message']}"
        found.setdefault(name, []).append(text)
    return found


def _jar() -> Path:
    """Return the checker, fetched if it is not there; skip where a person cannot have it."""
    lock = b"".join((HERE / name).read_bytes() for name in LOCK)
    home = KEPT / hashlib.sha256(lock).hexdigest()[:12]
    is_there = (home / JAR).exists()
    if missing := [name for name in NEEDED if not which(name) and (name == "java" or not is_there)]:
        _not_here(f"The HTML checker needs {' and '.join(missing)}: install it.")
    if not is_there:
        _fetch(home)
    return home / JAR


def _fetch(home: Path) -> None:
    """Whole or not at all: another process may fetch it at the same time."""
    making = home.with_name(f".{home.name}-{os.getpid()}")
    making.mkdir(parents=True)
    for name in LOCK:
        shutil.copy(HERE / name, making)
    # Its own script would fetch a Java from elsewhere; the one of this machine is used.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=making, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(making)
        _not_here(f"The HTML checker could not be fetched: {done.stderr[-300:]}")
    try:
        making.rename(home)
    except OSError:
        shutil.rmtree(making)


def _not_here(sentence: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
