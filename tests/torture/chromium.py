"""A browser of its own process and profile, which can be killed and started again as it was."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

# The whole browser, which writes what it would restore after a crash; not its wrapper, which may
# lead to a lighter one.
PROGRAMS = ("/usr/lib/chromium/chromium", "/usr/bin/chromium")
PROGRAM = next(filter(os.path.exists, PROGRAMS), PROGRAMS[-1])
PATIENCE = 60  # seconds until a browser that does not start is given up
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--password-store=basic",
    "--remote-debugging-port=0",
)
# The clock of the device: every page of it is wrong by as much, and it may be set while one writes.
CLOCK = """{
  const Right = Date
  let wrong = %d
  globalThis.setClock = (milliseconds) => { wrong = milliseconds }
  globalThis.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + wrong) }
    static now() { return Right.now() + wrong }
  }
}"""


class Chromium:
    def __init__(self, playwright, folder: Path):
        self.playwright, self.folder = playwright, folder
        self.process = self.context = None

    async def start(self, wrong_by: int = 0) -> None:
        """Start it with its profile; its clock is wrong by so many milliseconds."""
        address = await asyncio.to_thread(self.launch)
        browser = await self.playwright.chromium.connect_over_cdp(address)
        self.context = browser.contexts[0]
        self.context.set_default_timeout(PATIENCE * 1000)
        await self.context.add_init_script(CLOCK % wrong_by)

    def launch(self) -> str:
        """Start the process, and return the address by which it is led."""
        self.folder.mkdir(parents=True, exist_ok=True)
        port = self.folder / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        command = [PROGRAM, *FLAGS, f"--user-data-dir={self.folder}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, start_new_session=True, **quiet)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if port.exists() and (lines := port.read_text().splitlines()):
                return f"http://127.0.0.1:{lines[0]}"
            time.sleep(0.05)
        raise AssertionError("Chromium did not start.")

    def kill(self) -> None:
        """End it with all its processes, in the middle of whatever it does."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
        self.process = self.context = None

    def readable(self, words: list[str]) -> list[str]:
        """Return which of the words can be read in the profile's files."""
        found = set()
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                held = path.read_bytes()
                found |= {word for word in words if _is_in(word, held)}
        return sorted(found)


def _is_in(word: str, held: bytes) -> bool:
    return word.encode() in held or word.encode("utf-16-le") in held
