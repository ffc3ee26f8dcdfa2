"""A signal never comes between starting a process and knowing it."""

import os
import signal

import pytest

from newsroom import stopping
from newsroom.stopping import Stopped

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _signals():
    before = {number: signal.getsignal(number) for number in NUMBERS}
    stopping.listen()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_signal_is_told_at_once():
    with pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGTERM)


def test_signal_waits_while_it_is_held():
    known = []

    def start():
        with stopping.held():
            os.kill(os.getpid(), signal.SIGINT)
            known.append("the process")

    with pytest.raises(Stopped):
        start()
    assert known == ["the process"]


def test_second_signal_is_not_heard():
    with pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGTERM)

    os.kill(os.getpid(), signal.SIGTERM)
