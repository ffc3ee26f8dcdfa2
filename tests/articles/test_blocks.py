"""Bodies in blocks, laid beside each other: to the letter, and within bounds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import blocks
from newsroom import html
from tests.steps import steps

pieces = st.sampled_from(
    [
        *("<p>One two three four.</p>", "<p>Five six.</p>", "<p></p>", "<h2>Head</h2>", "\n", " "),
        *("bare words ", "<em>bare</em>", "<br>", "<hr>", "<ul><li><p>a</p></li><li>b</li></ul>"),
        *(
            "<blockquote><p>Said.</p></blockquote>",
            "<pre>a\n\n<b>",
            "<a href='/x'><p>y</p></a>",
            "<",
        ),
    ]
)
bodies = st.lists(pieces, max_size=12).map(lambda parts: html.clean("".join(parts)))


@given(bodies)
def test_blocks_joined_are_the_body_to_the_letter(body):
    assert blocks.joined(blocks.split(body)) == body


@given(bodies, bodies)
def test_blocks_joined_are_clean(one, other):
    """DESIGN §4.7: a merged body is made of whole blocks, so that cleaning finds nothing in it."""
    mixed = blocks.joined([*blocks.split(one)[::2], *blocks.split(other)[1::2]])

    assert html.clean(mixed) == mixed


def test_split_takes_the_body_apart_at_its_top():
    body = "<p>a</p>\n<ul><li>b</li></ul>loose <em>words</em><hr><p>c</p>"

    assert blocks.split(body) == [
        "<p>a</p>\n",
        "<ul><li>b</li></ul>",
        "loose <em>words</em>",
        "<hr>",
        "<p>c</p>",
    ]


def test_joined_keeps_loose_words_apart():
    assert blocks.joined(["one", "two", "<p>three</p>", "four"]) == "one<br>two<p>three</p>four"


def is_whole(steps, old, new) -> bool:
    """Whether the steps lead through both texts without a gap."""
    places = [n for step in steps for n in step.old], [n for step in steps for n in step.new]
    return places == (list(range(len(old))), list(range(len(new))))


@given(
    st.lists(st.sampled_from("abcdef"), max_size=30),
    st.lists(st.sampled_from("abcdef"), max_size=30),
)
def test_steps_lead_through_both_texts(old, new):
    steps = blocks.aligned(old, new)

    assert is_whole(steps, old, new)
    assert all(old[s.old[0]] == new[s.new[0]] for s in steps if s.is_same)


def test_block_meets_what_it_became():
    old = ["<p>The ferry left at six.</p>", "<p>Nobody was on the quay.</p>"]
    new = ["<p>A new opening.</p>", "<p>The ferry left at seven.</p>", "<p>Nobody was on it.</p>"]

    steps = [(list(step.old), list(step.new)) for step in blocks.aligned(old, new)]

    assert steps == [([], [0]), ([0], [1]), ([1], [2])]


@pytest.mark.crawl
def test_search_is_bounded_whatever_the_blocks():
    """Two bodies as large as may be, in the shapes that cost most."""
    rng = random.Random(5)
    equal = ["<p></p>"] * 9000
    every_second = [f"<p>{n}</p>" if n % 2 else "<p></p>" for n in range(9000)]
    changed = [f"<p>{n} x</p>" if n % 2 else "<p></p>" for n in range(9000)]
    mixed = [f"<p>{rng.randrange(40)}</p>" for _ in range(9000)]
    shuffled = rng.sample(every_second, 9000)
    pairs = [(equal, every_second), (every_second, changed), (mixed, mixed[::-1])]
    pairs += [(every_second, shuffled), (mixed, mixed[100:] + mixed[:100]), (equal, equal[:-1])]

    for old, new in pairs:
        steps(lambda old=old, new=new: blocks.aligned(old, new), most=20_000_000)


def test_words_of_any_script():
    assert blocks.words("Don’t pay 1,000.50 euros, he said.")[:4] == [
        "Don’t",
        "pay",
        "1,000.50",
        "euros",
    ]
    assert blocks.words("東京タワー") == list("東京タワー")
    assert blocks.words("غادرتِ العبّارة، فارغة.") == ["غادرتِ", "العبّارة", "،", "فارغة", "."]
    assert blocks.words("हिन्दी में") == ["हिन्दी", "में"]
    assert blocks.words("ที่นี่") == ["ที่", "นี่"] or "".join(blocks.words("ที่นี่")) == "ที่นี่"
