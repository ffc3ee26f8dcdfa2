"""The web server as `make run` starts it: one worker, four threads, until its parent is gone."""

import os
import signal
import threading

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from newsroom.environment import read

THREADS = 4


def main():
    environment = read(os.environ)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    Granian(
        "newsroom.wsgi:application",
        address=environment.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
    ).serve()


def _end_with_parent():
    """The launcher holds the other end of our standard input: when it is gone, so are we."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
