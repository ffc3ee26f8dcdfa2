"""The benchmark's own arithmetic: what is counted, and what is compared with what."""

import os
import subprocess
import sys

import pytest

from bench import machine
from bench.load import Pressed
from bench.rounds import Course, Turn, take_turns

WORK = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(9_000_000))'])"


def course(*turns: tuple[float, float]) -> Course:
    """A course with the given rates and CPU seconds, a pair a turn."""
    return Course("", 0, None, [Turn(rate, cpu, 0, 0, 0) for rate, cpu in turns])


def test_ratio_is_taken_within_a_round():
    """A round in which the machine was slow for both changes no ratio."""
    ours, bare = course((90, 2), (9, 20), (80, 2)), course((100, 1), (10, 10), (100, 1))

    assert ours.rate_to(bare) == pytest.approx(0.9)
    assert ours.thrift_to(bare) == pytest.approx(0.5)


def test_first_round_is_forgotten():
    asked = []
    each = Course("", os.getpid(), lambda seconds: asked.append(seconds) or Pressed(10, 1.0))

    take_turns([each], rounds=2, seconds=1, core=machine.cores()[0], database=os.getpid())

    assert asked == [1, 1, 1]
    assert len(each.turns) == 2


def test_what_a_child_used_counts_when_it_has_ended():
    before = machine.cpu_seconds(os.getpid())

    subprocess.run([sys.executable, "-c", WORK], check=True)

    assert machine.cpu_seconds(os.getpid()) - before > 0.05


def test_core_is_given_back():
    before = os.sched_getaffinity(0)

    with machine.on(machine.cores()[0]):
        during = os.sched_getaffinity(0)

    assert during == {machine.cores()[0]}
    assert os.sched_getaffinity(0) == before
