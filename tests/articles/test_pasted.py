"""A pasted piece taken apart: each part is an offer, and every block is somewhere."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import blocks, pasted
from articles.pasted import applied, date_of, taken_apart
from newsroom import html

PIECE = """The ferry that came back empty
Nobody at Norrhaven can say where forty passengers went ashore
Published: March 12, 2026
By Mirel Anu
The quay at Tarn, where the ferry lay for nine minutes
The ferry that came back empty
The evening ferry left Tarn with forty people on board, the purser says, and came back with none.
The purser counted twice and wrote the number into the book, as the rules of the line ask him to.
What the pilots saw
Two pilots watched the lights from the tower, and both of them say that the ship never stopped.
“I looked away to pour the tea, and when I looked again it was on its way back,”
one of them told the inspector, and asked not to be named.
For more from the harbour, follow us on the radio.
COMMENTS 0
Author image
About the Author
Mirel Anu
Mirel Anu writes about ships and those who wait for them.
... Read More"""


def body_of(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


def kinds(body: str) -> list[tuple]:
    return [(part.kind, *part.places) for part in taken_apart(body)]


def test_a_whole_piece():
    """Issue 5, point 3: headline, standfirst, date, byline and furniture."""
    assert kinds(body_of(PIECE)) == [
        ("headline", 0),
        ("standfirst", 1),
        ("earlier_date", 2),
        ("bylines", 3),
        ("lead_caption", 4),
        ("furniture", 5),
        ("heading", 8),
        ("joined", 10, 11),
        ("furniture", 12),
        ("furniture", 13),
        ("furniture", 14),
        ("author", 15, 16, 17),
        ("furniture", 18),
    ]


def test_what_is_left_is_the_text():
    body = body_of(PIECE)
    left = applied(body, taken_apart(body))

    assert left.count("<p>") == 4
    assert left.startswith("<p>The evening ferry")
    assert "<h2>What the pilots saw</h2>" in left
    assert "on its way back,” one of them told" in left
    assert "Mirel" not in left


def test_a_plain_piece_keeps_its_first_paragraph():
    """Without a line that says what it is, nothing above the text is a standfirst."""
    lines = PIECE.splitlines()
    piece = "\n".join([lines[0], lines[0], *lines[6:8]])

    assert kinds(body_of(piece)) == [("headline", 0), ("furniture", 1)]


@pytest.mark.parametrize("body", ["", "<p>One.</p>", "<p>It begins. It ends.</p>" * 5])
def test_nothing_to_take_apart(body):
    assert taken_apart(body) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Published: January 29, 2026", date(2026, 1, 29)),
        ("29 January 2026", date(2026, 1, 29)),
        ("Thursday, 29 Jan 2026, 14:05 CET", date(2026, 1, 29)),
        ("Last updated on 2026-01-29", date(2026, 1, 29)),
        ("1st February 2026", date(2026, 2, 1)),
        ("February 30, 2026", None),
        ("29 Smarch 2026", None),
        ("On 29 January 2026 the harbour froze", None),
        ("2026", None),
    ],
)
def test_dates(text, day):
    assert date_of(text) == day


LINES = st.lists(st.sampled_from(PIECE.splitlines()), max_size=14)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LINES)
def test_every_block_is_somewhere(lines):
    """Nothing disappears without being shown: what is not left was offered, word for word."""
    body = body_of("\n".join(lines))
    parts = taken_apart(body)
    places = [place for part in parts for place in part.places]
    left = html.text(applied(body, parts))

    assert len(places) == len(set(places))
    taken = {place for part in parts for place in part.places if part.kind not in STAYS}
    shown = " ".join(part.value for part in parts)
    for place, block in enumerate(blocks.split(body)):
        words = html.text(block).strip()
        if place not in taken:
            assert words in left
        elif not date_of(words) and not words.startswith("By "):
            assert words in shown


STAYS = (pasted.HEADING, pasted.JOINED)


def test_without_a_yes_nothing_changes():
    assert applied(body_of(PIECE), []) == body_of(PIECE)
