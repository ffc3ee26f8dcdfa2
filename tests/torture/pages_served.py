"""The newsroom's own application, served by some processes that say which of them answers.

python -m tests.torture.pages_served PORT WORKERS
"""

import os
import signal
import sys
import threading

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

PROCESS = "X-Process"
FIGURES = "X-Figures"  # renders, hits
THREADS = 4


def application(environ, start_response):
    from newsroom.wsgi import application as newsroom
    from newsroom.wsgi import store

    def start(status, headers, *exc_info):
        figures = f"{store.misses} {store.hits}"
        own = [(PROCESS, str(os.getpid())), (FIGURES, figures)]
        return start_response(status, [*headers, *own], *exc_info)

    return newsroom(environ, start)


def main(port: int, workers: int) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    Granian(
        "tests.torture.pages_served:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
