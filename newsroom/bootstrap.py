"""Makes .venv from the hashed locks; the Makefile runs this with whatever python3 is there.

Written so that an old Python can read it far enough to be told that it is too old: no f-strings, no
annotations, nothing outside the standard library. Run with -I: this folder's names are not modules.
"""

# ruff: noqa: UP031, RUF005
import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
VENV = ".venv"
PYTHON = os.path.join(VENV, "bin", "python")
LOCKS = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}
STRICT = ["--require-hashes", "--only-binary", ":all:"]


def main(kind):
    refuse_old_python()
    wanted = fingerprint(kind)
    if stamped(kind) == wanted and works():
        return
    use_uv = shutil.which("uv") is not None and not pip_has_an_index()
    if not works():
        say("Making .venv.")
        make_venv(use_uv)
    say("Installing the packages.")
    install(LOCKS[kind], use_uv)
    for stamp in LOCKS if kind == "dev" else ["run"]:
        with open(stamp_path(stamp), "w") as file:
            file.write(fingerprint(stamp))


def refuse_old_python(version=sys.version_info):
    if version[:2] < OLDEST:
        stop(
            "Newsroom needs Python 3.11 or newer, and python3 here is %d.%d. Install a newer one, "
            "or name it: make run PYTHON=python3.12" % tuple(version[:2])
        )


def fingerprint(kind):
    """What the environment holds once it is complete: these locks, for this Python."""
    state = hashlib.sha256()
    for name in LOCKS[kind]:
        with open(name, "rb") as file:
            state.update(file.read())
    return "%s %d.%d" % ((state.hexdigest(),) + sys.version_info[:2])


def stamp_path(kind):
    return os.path.join(VENV, "newsroom-%s.stamp" % kind)


def stamped(kind):
    try:
        with open(stamp_path(kind)) as file:
            return file.read()
    except OSError:
        return None


def works():
    """Whether .venv runs the same Python as we are: an upgrade of the machine leaves a shell."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        shown = subprocess.run([PYTHON, "-c", code], stdout=subprocess.PIPE, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return shown.decode().strip() == "%d.%d" % sys.version_info[:2]


def make_venv(use_uv):
    if use_uv and quietly(["uv", "venv", "--clear", "--python", sys.executable, VENV]):
        return
    try:
        import ensurepip  # noqa: F401  (Debian keeps it and venv in a package of their own)
        import venv  # noqa: F401
    except ImportError:
        stop(
            "This Python lacks its venv module. On Debian or Ubuntu: apt install python3-venv. "
            "Then start again."
        )
    done = run([sys.executable, "-m", "venv", "--clear", VENV])
    if done.returncode:
        stop(".venv could not be made: %s" % tail(done))


def install(locks, use_uv):
    """Install by uv where it is at hand and knows the way, else by pip with its own settings.

    No cache is kept: nothing is written outside this folder.
    """
    files = [part for name in locks for part in ("-r", name)]
    if use_uv and quietly(
        ["uv", "pip", "install", "--no-cache", "--python", PYTHON] + STRICT + files
    ):
        return
    if not quietly([PYTHON, "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip"])  # uv makes environments without pip
    quiet = ["--disable-pip-version-check", "--no-cache-dir", "--no-input", "--quiet"]
    done = run([PYTHON, "-m", "pip", "install"] + quiet + STRICT + files)
    if done.returncode:
        stop(
            "The packages could not be installed. Check the network and pip’s settings, then start "
            "again. pip said: %s" % tail(done)
        )


def pip_has_an_index():
    """Whether this machine takes packages from somewhere only pip was told about."""
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX")):
        return False
    if any(name in os.environ for name in ("PIP_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS")):
        return True
    shown = run([sys.executable, "-m", "pip", "config", "list"]).stdout
    return b"index" in shown or b"find-links" in shown


def quietly(command):
    try:
        return run(command).returncode == 0
    except OSError:
        return False


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def tail(done):
    return "\n".join(done.stdout.decode(errors="replace").strip().splitlines()[-5:])


def say(sentence):
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1])
