"""Django's part of a start, done before the web server comes up; `newsroom.launch` runs it.

Migrates, loads the demo the first time, settles who may log in, and collects the static files.
What has nothing to do costs next to nothing. The addresses and logins go into the file it is given,
to be printed once the server answers.
"""

import hashlib
import os
import secrets
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from whitenoise.compress import Compressor

from newsroom.console import say
from newsroom.environment import PROJECT, keep_secret, read

# Letters and digits that nobody takes for another one.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"

TEXTS = {".css", ".js", ".svg"}
LARGE = 100_000  # bytes


def main(note):
    environment = read(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    migrate()
    if environment.wants_demo:
        load_demo(environment)
    call_command("erase_spiked")
    call_command("forget_addresses")
    settle_logins = open_demo_logins if environment.allows_demo_logins else close_demo_logins
    lines = [*settle_logins(environment), *first_run(environment)]
    if not settings.DEBUG:
        collect_static(environment.data)
    Path(note).write_text(announcement(environment, lines))


def migrate():
    """Bring the database up to date; nothing is loaded for it when it is."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Bringing the database up to date ({len(plan)} migrations).")
        call_command("migrate", interactive=False, verbosity=0)


def load_demo(environment):
    """Load the demo newsroom if it is wanted and nobody has an account yet."""
    users = get_user_model().objects
    if not users.exists():
        say("Loading the demo newsroom.")
        call_command("demo", password=demo_password(environment))
    elif environment.demo and not users.filter(is_demo=True).exists():
        say("The demo is not loaded, because this newsroom is in use already.")


def close_demo_logins(environment):
    """Close the demo's logins, with which anybody who reaches this address could come in."""
    if get_user_model().objects.filter(is_demo=True, is_active=True).exists():
        call_command("demo", deactivate_logins=True)
        closed_note(environment).touch()
        say("The demo logins are closed, because this newsroom can be reached from elsewhere.")
    return []


def open_demo_logins(environment):
    """Open what an earlier start closed, see that the password is today's, and tell it."""
    logins = get_user_model().objects.filter(is_demo=True)
    if closed_note(environment).exists():
        logins.update(is_active=True)
        closed_note(environment).unlink()
    logins = list(logins.filter(is_active=True).order_by("pk"))
    if not logins:
        return []
    if password_changed(environment):
        for user in logins:
            user.set_password(demo_password(environment))
            user.save(update_fields=["password"])
    names = ", ".join(user.username for user in logins)
    return [f"Logins  {names}", f"        password: {demo_password(environment)}"]


def closed_note(environment):
    return environment.data / "demo-logins-closed"


def password_changed(environment):
    """Whether the logins need a new password; the file then holds it."""
    path = environment.demo_password_file
    if path.exists() and environment.demo_password in (None, path.read_text().strip()):
        return False
    path.unlink(missing_ok=True)
    demo_password(environment)
    return True


def demo_password(environment):
    """The password in the data folder; at first the given one, else one that is easy to type."""
    made = "".join(secrets.choice(READABLE) for _ in range(12))
    return keep_secret(environment.demo_password_file, lambda: environment.demo_password or made)


def first_run(environment):
    """The address where the first administrator is made, while there is none."""
    from newsroom.first_run import is_needed  # its models are there only after setup()

    token_file = environment.first_run_token_file
    if not is_needed():
        token_file.unlink(missing_ok=True)
        return []
    token = keep_secret(token_file, lambda: secrets.token_urlsafe(16))
    return [
        "Nobody is an administrator yet. Make the first one here:",
        f"        {environment.url}/admin/first-run/{token}/",
    ]


def collect_static(data):
    """Collect the static files under hashed names, if any of them changed since the last time."""
    note = data / "static-fingerprint"
    current = fingerprint()
    collected = Path(settings.STATIC_ROOT, "staticfiles.json").exists()
    if collected and note.exists() and note.read_text() == current:
        return
    say("Collecting the static files.")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    compress(Path(settings.STATIC_ROOT))
    note.write_text(current)


def compress(root):
    """Leave a gzip and a Brotli copy beside each text, for WhiteNoise to choose from.

    Brotli takes eight seconds over the editor alone, so large files go without.
    """
    both, quick = Compressor(quiet=True), Compressor(quiet=True, use_brotli=False)
    for path in root.rglob("*.*"):
        if path.suffix in TEXTS:
            compressor = both if path.stat().st_size < LARGE else quick
            list(compressor.compress(str(path)))  # it works as it is read


def fingerprint():
    """A word that changes when a file to be collected, or how it is collected, does."""
    state = hashlib.sha256(repr(settings.STORAGES).encode())
    state.update(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            stat = os.stat(storage.path(path))
            state.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for source in ("requirements.txt", "newsroom/static_files.py"):
        state.update((PROJECT / source).read_bytes())
    return state.hexdigest()


def announcement(environment, logins):
    lines = [
        "The newsroom is open.",
        f"Readers {environment.url}/",
        f"Desk    {environment.url}/admin/",
        *logins,
        "Stop it with Ctrl-C.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1])
