"""What every browser test needs: Chromium, and a plain word where there is none."""

import os
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")


def pytest_runtest_setup(item):
    """Skip where a person has no Chromium; fail where the tests are the gate."""
    if CHROMIUM.exists() or item.get_closest_marker("browser") is None:
        return
    sentence = f"There is no Chromium at {CHROMIUM}; install it to run the browser tests."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}
