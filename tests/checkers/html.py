"""The Nu HTML Checker, fetched once by the lock beside this file and kept in `var/checkers`."""

import json
import os
import subprocess
from pathlib import Path
from shutil import which

import pytest

from bench import npm
from newsroom.console import Refused

HERE = Path(__file__).parent
JAR = "node_modules/vnu-jar/build/dist/vnu.jar"


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
    if not which("java"):
        _not_here("The HTML checker needs Java: install it.")
    try:
        return npm.fetched(HERE, "checkers") / JAR
    except Refused as problem:
        _not_here(str(problem))


def _not_here(sentence: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
