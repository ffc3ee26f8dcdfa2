"""The benchmark of the search: its words, and the table that it prints."""

from bench import archive, search


def test_every_word_is_another():
    words = {archive.word(number) for number in range(1, 60_001)}

    assert len(words) == 60_000
    assert {len(word) for word in words} == {8}


def test_table_tells_each_kind_beside_the_goal():
    took = [100.0] * 19 + [300.0]
    each = {"took": took, "own": [10.0] * 20, "found": 20, "offered": 3}

    told = search.told({"frequent": each}, 1_000_000).splitlines()

    assert told[1].startswith("1,000,000 articles")
    row = next(line for line in told if line.startswith("frequent"))
    assert row.split() == ["frequent", "100", "290", "10", "≤", "200", "20", "3"]
