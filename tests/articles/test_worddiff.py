"""Two texts as one, with what came and what went: words, escaped, in linear time."""

import random
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import worddiff
from newsroom import html
from tests.steps import steps

SAID = re.compile(r'<span class="diff__(?:said|note)">[^<]*</span> ?')
texts = st.text(st.sampled_from("ab c,.\n<&>'東京مَ"), max_size=40)


def read(drawn: str, without: str) -> str:
    """What one reads who skips the marks of one kind."""
    drawn = re.sub(rf"<{without}>.*?</{without}>", "", SAID.sub("", drawn))
    return unescape(re.sub(r"<(?!br)[^>]*>", "", drawn).replace("<br>", "\n"))


def spaced(text: str) -> str:
    """The signs alone: where a kept word has other spaces, the new text's are shown."""
    return "".join(text.split())


def test_changed_words_are_marked_and_said():
    drawn = worddiff.compared_text("The ferry left at six.", "The ferry left at seven.")

    assert drawn == (
        'The ferry left at <del><span class="diff__said">[removed: </span>six'
        '<span class="diff__said">] </span></del><ins><span class="diff__said">[added: </span>'
        'seven<span class="diff__said">] </span></ins>.'
    )


def test_nothing_of_a_text_comes_through_as_markup():
    """THREATS A: what stands in either text is shown, never trusted."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> & “x”"

    drawn = worddiff.compared_text(evil, f"{evil} more") + worddiff.compared(
        "<p>&lt;script&gt;one two three</p>", "<p>&lt;script&gt;one two four</p>"
    )

    assert set(re.findall(r"<(\w+)", drawn)) == {"div", "p", "ins", "del", "span"}


@given(texts, texts)
def test_both_texts_can_be_read_from_the_marks(old, new):
    drawn = worddiff.compared_text(old, new)

    assert spaced(read(drawn, "ins")) == spaced(old)
    assert spaced(read(drawn, "del")) == spaced(new)


@given(texts)
def test_same_text_has_no_marks(text):
    assert "<ins" not in worddiff.compared_text(text, text)
    assert worddiff.compared(text, text) == ""


def test_blocks_are_laid_beside_each_other_before_words():
    old = "<p>The ferry left at six.</p><p>Nobody was on the quay.</p>"
    new = "<p>Entirely other opening words.</p>" + old.replace("six", "seven")

    drawn = worddiff.compared(old, new)

    assert re.findall(r"(?:added|removed): </span>([^<]+)<", drawn) == [
        "Entirely other opening words.",
        "six",
        "seven",
    ]


def test_paragraph_written_anew_is_shown_whole():
    drawn = worddiff.compared("<p>One two three.</p>", "<p>Quite different it is.</p>")

    assert drawn.count("<del>") == drawn.count("<ins>") == 1


def test_change_that_no_word_shows_is_told():
    for old, new in [
        ("<p>One two.</p>", "<p>One <strong>two</strong>.</p>"),
        ('<p><a href="/a">One</a></p>', '<p><a href="/b">One</a></p>'),
    ]:
        assert "[only form, a link or a picture changed:]" in worddiff.compared(old, new)


def test_picture_is_named():
    picture = '<figure><img src="/admin/photos/{}/320.webp" alt="{}"></figure>'
    one, other = picture.format("a" * 32, "A grey <field>"), picture.format("b" * 32, "A hall")

    drawn = worddiff.compared(html.clean(f"<p>x</p>{one}"), html.clean(f"<p>x</p>{other}"))

    assert "[Picture: A grey &lt;field&gt;]" in drawn
    assert "[Picture: A hall]" in drawn


def test_long_unchanged_passages_are_folded():
    same = "".join(f"<p>Paragraph number {n} stays.</p>" for n in range(10))

    drawn = worddiff.compared(f"<p>Old end here.</p>{same}", f"<p>New end here.</p>{same}")

    assert "<summary>8 paragraphs unchanged</summary>" in drawn
    assert worddiff.compared("<p>a b c</p><p>d</p>", "<p>a b x</p><p>d</p>").count("<details") == 0


def test_numbers_and_names_are_not_cut():
    drawn = worddiff.compared_text("It cost 1,000.50 euros", "It cost 1,000.75 euros")

    assert "1,000.50" in drawn
    assert "1,000.75" in drawn


def test_chinese_is_compared_by_signs_and_arabic_by_words():
    chinese = worddiff.runs("渡轮六点离开了", "渡轮七点离开了")
    arabic = worddiff.runs("غادرت العبّارة فارغة", "غادرت العبّارة ممتلئة")

    assert chinese == [("", "渡轮"), ("del", "六"), ("ins", "七"), ("", "点离开了")]
    assert arabic == [("", "غادرت العبّارة "), ("del", "فارغة"), ("ins", "ممتلئة")]


@pytest.mark.crawl
def test_ten_thousand_words_take_few_steps():
    rng = random.Random(3)
    words = [f"word{rng.randrange(900)}" for _ in range(10_000)]
    other = [word if rng.random() < 0.9 else "changed" for word in words]
    paragraphs, changed = (
        "".join(f"<p>{' '.join(text[n : n + 66])}</p>" for n in range(0, 10_000, 66))
        for text in (words, other)
    )
    for old, new in [
        (paragraphs, changed),
        (f"<p>{' '.join(words)}</p>", f"<p>{' '.join(other)}</p>"),
        (f"<p>{' '.join(words)}</p>", f"<p>{' '.join(sorted(words))}</p>"),
    ]:
        steps(lambda old=old, new=new: worddiff.compared(old, new), most=5_000_000)
