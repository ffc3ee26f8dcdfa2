"""What the benchmarks' commands have in common: how they begin, end, and say what is wrong."""

from collections.abc import Callable
from contextlib import ExitStack

from newsroom import stopping
from newsroom.console import Refused, complain, say
from newsroom.stopping import Stopped


def run(told: Callable[[ExitStack], str]) -> int:
    """Print what `told` returns; the stack ends what it started. Returns the exit code."""
    stopping.listen()
    try:
        with ExitStack() as stack:
            say(told(stack))
    except Stopped:
        return 1
    except Refused as problem:
        complain(str(problem))
        return 2
    return 0


def size(arguments: list[str], usual: int) -> int:
    """Return how much is to be made, which may be given as the one argument."""
    if not arguments:
        return usual
    if not arguments[0].isdecimal() or not int(arguments[0]):
        raise Refused(f"“{arguments[0]}” is no number of things to make. Give one, such as 2000.")
    return int(arguments[0])
