"""The benchmark's own arithmetic: what is counted, and what is compared with what."""

import os
import subprocess
import sys

import pytest

from bench import machine, report
from bench.load import Pressed
from bench.rounds import Course, Turn, take_turns

WORK = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(9_000_000))'])"


def course(*turns: tuple) -> Course:
    """A course with the given rates, CPU seconds and perhaps series, a tuple a turn."""
    return Course("", 0, None, [Turn(rate, cpu, 0, 0, 0, *series) for rate, cpu, *series in turns])


def test_ratio_is_taken_within_a_round():
    """A round in which the machine was slow for both changes no ratio."""
    ours, bare = course((90, 2), (9, 20), (80, 2)), course((100, 1), (10, 10), (100, 1))

    assert ours.rates_to(bare) == [pytest.approx(0.9)]
    assert ours.thrifts_to(bare) == [pytest.approx(0.5)]


def test_ratio_of_each_start_stands_by_itself():
    """One lucky start among three does not pass for the rule."""
    ours = course((90, 1, 0), (80, 1, 0), (90, 1, 0), (50, 1, 1), (120, 1, 2))
    bare = course(*[(100, 1, series) for series in (0, 0, 0, 1, 2)])

    assert ours.rates_to(bare) == [0.9, 0.5, 1.2]
    assert report.pair(ours, bare).startswith("0.90 (0.50–1.20), CPU 1.00")


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
