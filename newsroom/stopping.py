"""Ctrl-C and SIGTERM, told apart from everything else: they arrive as `Stopped`.

Hides that a signal may come between starting a process and knowing it, which would leave the
process running: inside `held` it waits.
"""

import contextlib
import signal


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked the process to end."""


class _State:
    is_held = False
    is_waiting = False


def listen():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup
        signal.signal(signal.SIGHUP, _stop)


def ignore():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def held():
    """Let a signal wait until the end of the block; `Stopped` is then raised there."""
    _State.is_held = True
    try:
        yield
    finally:
        _State.is_held = False
    if _State.is_waiting:
        _State.is_waiting = False
        raise Stopped


def _stop(number, frame):
    ignore()
    if _State.is_held:
        _State.is_waiting = True
    else:
        raise Stopped
