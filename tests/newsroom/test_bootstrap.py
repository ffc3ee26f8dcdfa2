"""The very first step: on any Python, with a sentence when it is the wrong one."""

import ast
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from newsroom import bootstrap
from newsroom.environment import PROJECT

SOURCE = PROJECT / "newsroom" / "bootstrap.py"

WITHOUT_VENV = """
import importlib.abc, runpy, sys
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in ("venv", "ensurepip"):
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
sys.argv = ["bootstrap.py", "run"]
runpy.run_path("newsroom/bootstrap.py", run_name="__main__")
"""


@pytest.fixture
def project(tmp_path):
    """A fresh copy of what the first step needs."""
    (tmp_path / "newsroom").mkdir()
    shutil.copy(SOURCE, tmp_path / "newsroom")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("")
    return tmp_path


def run(project, *arguments, **environment):
    """The first step on a machine without uv."""
    return subprocess.run(
        [sys.executable, "-I", *arguments],
        cwd=project,
        env=os.environ | {"PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
    )


def test_bootstrap_can_be_read_by_an_old_python():
    ast.parse(SOURCE.read_text(), feature_version=(3, 4))


def test_refuse_old_python_says_what_to_do(capsys):
    with pytest.raises(SystemExit) as stopped:
        bootstrap.refuse_old_python((3, 10, 12))

    assert stopped.value.code == 2
    assert capsys.readouterr().err == (
        "Newsroom needs Python 3.11 or newer, and python3 here is 3.10. Install a newer one, or "
        "name it: make run PYTHON=python3.12\n"
    )


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_refuse_old_python_takes_a_newer_one(version):
    bootstrap.refuse_old_python(version)


def test_bootstrap_says_that_the_venv_module_is_missing(project):
    done = run(project, "-c", WITHOUT_VENV)

    assert done.returncode == 2
    assert done.stderr == (
        "This Python lacks its venv module. On Debian or Ubuntu: apt install python3-venv. Then "
        "start again.\n"
    )


@pytest.mark.crawl
def test_bootstrap_does_only_what_is_to_be_done(project):
    made = run(project, "newsroom/bootstrap.py", "dev")
    again = run(project, "newsroom/bootstrap.py", "dev")
    plain = run(project, "newsroom/bootstrap.py", "run")
    (project / "requirements.txt").write_text("# changed\n")
    changed = run(project, "newsroom/bootstrap.py", "run")

    assert made.stdout == "Making .venv.\nInstalling the packages.\n"
    assert [again.stdout, plain.stdout] == ["", ""]
    assert changed.stdout == "Installing the packages.\n"
    assert {done.returncode for done in (made, again, plain, changed)} == {0}


@pytest.mark.crawl
def test_bootstrap_replaces_an_environment_whose_python_is_gone(project):
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/nowhere/python3")

    done = run(project, "newsroom/bootstrap.py", "run")

    assert done.stdout == "Making .venv.\nInstalling the packages.\n"
    assert python.resolve().exists()


@pytest.mark.crawl
def test_bootstrap_refuses_a_package_whose_hash_is_not_in_the_lock(project):
    with zipfile.ZipFile(project / "stray-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("stray-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: stray\n")
    (project / "requirements.txt").write_text(f"stray==1.0 --hash=sha256:{'0' * 64}\n")

    done = run(
        project, "newsroom/bootstrap.py", "run", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(project)
    )

    assert done.returncode == 2
    assert done.stderr.startswith(
        "The packages could not be installed. Check the network and pip’s settings, then start"
    )
    assert "DO NOT MATCH THE HASHES" in done.stderr
