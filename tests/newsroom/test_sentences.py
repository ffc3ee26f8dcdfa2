"""Plain text cut where a reader would cut it."""

import pytest

from newsroom.sentences import first_paragraph, shorten

FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Short.", 20, "Short."),
        ("One sentence. Another one here.", 20, "One sentence."),
        ("One. Two. Three and more.", 12, "One. Two."),
        ("He left the U.S. in May. Then he came back.", 30, "He left the U.S. in May."),
        ("Mr. Doe and J. Lind met. They talked for long.", 30, "Mr. Doe and J. Lind met."),
        ("It rose by 3.5 percent. Nobody knows why yet.", 30, "It rose by 3.5 percent."),
        ("“Go!” he said. And she went away at once.", 25, "“Go!” he said."),
        ("“It is over.” The rest followed later on.", 25, "“It is over.”"),
        ("Really?! Yes, and there is more to say.", 20, "Really?!"),
        ("她说了。他没有听见她说的话。", 8, "她说了。"),
        ("هل وصلوا؟ نعم وصلوا أمس مساء", 15, "هل وصلوا؟"),
        ("no end of a sentence in sight here", 20, "no end of a…"),
        ("no end of a, sentence in sight", 13, "no end of a…"),
        ("x" * 50, 10, "x" * 9 + "…"),
        (FAMILY * 5, 7, FAMILY + "…"),
        (FAMILY * 5, 8, FAMILY + "…"),
        ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),
        ("e\u0301" * 10, 6, "e\u0301" * 2 + "…"),
        ("👍🏽👍🏽👍🏽", 4, "👍🏽…"),
    ],
)
def test_shorten_ends_at_a_sentence_else_at_a_word_and_never_inside_a_character(text, limit, short):
    assert shorten(text, limit) == short
    assert len(short) <= limit


def test_first_paragraph_joins_the_lines_before_a_blank_one():
    assert first_paragraph("\n a\nb \n \nc") == "a b"
