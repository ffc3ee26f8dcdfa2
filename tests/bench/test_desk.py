"""The benchmark of the desk: the table that it prints."""

from bench import desk


def test_table_tells_each_page_beside_the_goal():
    took = [100.0] * 19 + [300.0]
    each = {"role": "editor", "page": "home", "took": took, "queries": 12}

    told = desk.told([each], 100_000).splitlines()

    assert told[1].startswith("100,000 stories")
    row = next(line for line in told if line.startswith("editor"))
    assert row.split() == ["editor", "home", "100", "290", "12", "≤", "300"]
