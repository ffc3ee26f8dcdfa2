"""What a call costs, counted rather than timed: the same figure on every machine."""

import sys
from collections.abc import Callable


def steps(work: Callable[[], object], most: int) -> int:
    """Return how many lines of Python `work()` runs, in whatever module; what C does is not seen.

    AssertionError, at once, if they are more than `most`.
    """
    count = 0

    def trace(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        assert count <= most, f"it takes more than {most:,} steps"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
