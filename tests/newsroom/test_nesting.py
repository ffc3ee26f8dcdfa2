"""The scan for depth against the tree that the parser really builds."""

import pytest
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
    assert 0 <= deepest(html) <= html.count("<") - html.count("</")
