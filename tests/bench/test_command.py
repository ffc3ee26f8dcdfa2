"""What the benchmarks' commands have in common."""

import pytest

from bench import command
from newsroom.console import Refused


def test_size_is_the_usual_one_or_the_given():
    assert command.size([], 100) == 100
    assert command.size(["2000"], 100) == 2000


@pytest.mark.parametrize("given", ["many", "0", "-5", "1.5", ""])
def test_other_size_is_refused_with_a_sentence(given):
    with pytest.raises(Refused, match="no number of things"):
        command.size([given], 100)
