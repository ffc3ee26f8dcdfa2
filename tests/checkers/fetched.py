"""Programs that are not ours: what npm's lock beside this file brings, and what Debian has."""

import os
from pathlib import Path
from shutil import which
from typing import NoReturn

import pytest

from bench import npm
from newsroom.console import Refused

HERE = Path(__file__).parent


def package(path: str) -> Path:
    """Return a file of the packages, which are fetched if they are not there."""
    try:
        return npm.fetched(HERE, "checkers") / "node_modules" / path
    except Refused as problem:
        not_here(str(problem))


def needs(program: str) -> None:
    if not which(program):
        not_here(f"The checkers need {program}: install it.")


def not_here(sentence: str) -> NoReturn:
    """Skip where a person may do without it; where the whole suite must run, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
