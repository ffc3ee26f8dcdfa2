"""How places are given and told: rules without a database."""

from datetime import UTC, datetime

import pytest

from articles.arranging import Slot, current, moved, of_rows, rows_of, told, without

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def slots(**places) -> dict[int, Slot]:
    """`slots(p0=7)`: article 7 stands in place 0."""
    return {int(name[1:]): Slot(article, ends_at=NOON) for name, article in places.items()}


def articles(arranged) -> dict[int, int]:
    return {place: slot.article for place, slot in arranged.items()}


@pytest.mark.parametrize(
    ("before", "article", "to", "seen_at", "after"),
    [
        ({}, 9, 0, None, {0: 9}),
        ({0: 1}, 9, 0, None, {0: 9, 1: 1}),  # room is made downwards
        ({0: 1, 1: 2, 3: 3}, 9, 0, None, {0: 9, 1: 1, 2: 2, 3: 3}),  # to the first free place
        ({0: 1, 1: 2}, 2, 0, None, {0: 2, 1: 1}),  # up: the two change places
        ({0: 1, 1: 2}, 1, 1, None, {0: 2, 1: 1}),  # and down
        ({0: 1, 1: 2, 2: 3}, 1, 2, None, {0: 2, 1: 3, 2: 1}),
        ({2: 3}, 9, 2, 1, {1: 3, 2: 9}),  # 9 filled place 1 by itself
        ({5: 6}, 9, 5, None, {5: 9}),  # off the end: it fills itself in again by its date
    ],
)
def test_moving_makes_room(before, article, to, seen_at, after):
    start = {place: Slot(pk) for place, pk in before.items()}

    found = moved(start, Slot(article), to, 6, seen_at)

    assert articles(found) == after
    assert articles(start) == before


def test_moving_keeps_what_a_place_says():
    start = {2: Slot(1, headline="Other words", crop="top")}

    assert moved(start, start[2], 0, 6)[0] == start[2]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, {}, ""),
        (slots(p0=1), slots(p0=1), ""),
        ({}, slots(p0=1), "lead changed"),
        (slots(p0=1), {}, "lead changed"),
        (slots(p0=1, p1=2), slots(p0=2, p1=1), "lead changed, 1 moved"),
        (slots(p1=1, p2=2), slots(p1=2, p2=1), "2 moved"),
        (slots(p1=1), slots(p1=2, p2=3), "2 pinned, 1 no longer pinned"),
        (slots(p0=1), {0: Slot(1, headline="x", ends_at=NOON)}, "1 headline"),
        (slots(p0=1), {0: Slot(1, hours=6)}, "1 end"),
        (
            slots(p0=1, p1=2, p2=3),
            {0: Slot(4, "Why"), 1: Slot(3, "How", "Live", ends_at=NOON), 2: Slot(2, ends_at=NOON)},
            "lead changed, 2 moved, 2 headlines, 1 kicker",
        ),
    ],
)
def test_difference_is_told_in_words(before, after, words):
    assert told(before, after) == words


def test_what_is_stored_comes_back():
    arranged = {0: Slot(1, "x", "y", "top", 6), 3: Slot(2, ends_at=NOON)}

    assert of_rows(rows_of(arranged)) == arranged


def test_ends_and_taking_off():
    arranged = {0: Slot(1, ends_at=NOON), 1: Slot(2)}

    assert current(arranged, NOON) == {1: Slot(2)}
    assert without(arranged, 2) == {0: Slot(1, ends_at=NOON)}
