"""The scan for depth against the tree that the parser really builds."""

import random

import pytest
from bleach._vendor import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import nesting


def deepest(html: str) -> int:
    nest, depth = nesting.Nest(), 0
    for name, closing, _ in nesting.tags(html):
        nest.feed(name, closing)
        depth = max(depth, nest.depth)
    return depth


@pytest.mark.parametrize(
    ("html", "depth"),
    [
        ("", 0),
        ("<p>a</p><p>b</p>", 1),
        ("<p>a<p>b<p>c", 1),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", 4),
        ("<em><p>a<p>b", 2),
        ("<p><em>a<p><em>b", 3),
        ("<a><a><a>", 1),
        ("<br><hr><img>", 0),
        ("<ul><li><ul></li><li>", 4),
        ("<cite><blockquote></cite><cite>", 3),
        ("<!-- <em> --><!--><em><!--><em>--!><em>", 3),
        ("<p title='<em><em>'><em a=\"><em>", 2),
        ("<p \"><em \"><em>", 3),
        ("</ <em>><? <em>><em>", 1),
        ("<em", 1),
        ("<table><tr><td>a<td>b<tr><td>c</table><p>d", 5),
        ("<table><td><table><td>", 8),
        ("<blockquote><table><td></blockquote>" * 2, 10),
        ("<p><em><table><td></em></table>", 5),
        ("<td><em></td><td><em>", 3),
        ("<em><em><em><em><blockquote></em></em></em></em><em>", 6),
    ],
)  # fmt: skip
def test_nest_counts_what_stays_open(html, depth):
    assert deepest(html) == depth


tags = st.sampled_from(
    [f"<{c}{n}>" for n in sorted(nesting.BLOCKS | nesting.FORMATTING) for c in ("", "/")]
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(tags, max_size=200).map("".join))
def test_nest_never_holds_less_than_nothing_nor_more_than_was_opened(html):
    opened = html.count("<") - html.count("</") + 2 * html.count("<table>")

    assert 0 <= deepest(html) <= opened


def built(html: str) -> int:
    """How deep the tree is that the parser really builds."""
    deep, waiting = 0, [(html5lib.parseFragment(html, namespaceHTMLElements=False), 0)]
    while waiting:
        element, depth = waiting.pop()
        deep = max(deep, depth)
        waiting += [(child, depth + (child.tag not in nesting.VOID)) for child in element]
    return deep


@pytest.mark.crawl
def test_nest_counts_as_deep_as_the_parser_builds():
    """But for a few that an end tag makes from nothing: no repetition adds to them."""
    dice = random.Random(20261122)
    names = sorted(nesting.BLOCKS | nesting.FORMATTING | nesting.PLAIN)
    pieces = [f"<{close}{name}>" for name in names for close in ("", "/")]

    for _ in range(2_000):
        kinds = dice.choices(pieces, k=dice.randint(2, 8))
        html = "".join(dice.choices(kinds, k=dice.randint(2, 120)))
        assert built(html) <= deepest(html) + 4, html
