"""The worker as `make run` starts it beside the web server: does what is due, one job at a time.

Hides how it waits and ends. More than one may run, on as many machines as there are.
"""

import logging
import os
import signal
import threading
import time

import django

PAUSE = 1.0  # seconds between looks when there is nothing to do
HOUR = 3600

logger = logging.getLogger("newsroom.worker")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    work(stopped)


def work(stopped: threading.Event) -> None:
    """Do jobs until told to stop; the one in hand is finished. An outage is waited out."""
    from newsroom import jobs  # its model is there only after setup()
    from newsroom.database import DATABASE_FAILS

    swept, done_at = -HOUR, {}
    while not stopped.is_set():
        try:
            if time.monotonic() - swept > HOUR:
                jobs.Job.objects.forget()
                swept = time.monotonic()
            is_idle = not jobs.do_next()
            if is_idle:
                jobs.do_chores(done_at)
        except DATABASE_FAILS as problem:
            logger.warning("The worker waits for the database: %s", problem)
            is_idle = True
        if is_idle:
            stopped.wait(PAUSE)


def _end_with_parent():
    """The launcher holds the other end of our standard input: when it is gone, so are we."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
