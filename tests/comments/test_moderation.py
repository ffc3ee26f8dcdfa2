"""The rules for comments, one by one, and their order (issue 3, point 6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.models import Verdict
from comments.moderation import RULES, Outcome, Submission, judge
from newsroom import words

FINE = {"name": "Mira Holt", "text": "I took that ferry every morning.", "is_known": True}


def ruling(**facts):
    return judge(Submission(**FINE | facts))


def verdict(**facts) -> tuple[str, str]:
    found = ruling(**facts)
    return str(found.outcome), found.rule


def test_what_no_rule_objects_to_is_approved():
    assert verdict() == ("approve", "clear")
    assert ruling().sentence == "No rule objects."


@pytest.mark.parametrize(
    ("facts", "expected", "sentence"),
    [
        ({"is_closed": True}, ("refuse", "closed"), "The conversation is closed."),
        ({"text": ""}, ("refuse", "length"), "The comment is empty."),
        (
            {"text": "a b " * 1300, "longest": 5000},
            ("refuse", "length"),
            "It has 5,200 characters; the limit is 5,000.",
        ),
        (
            {"refused_words": ("FERRY",)},
            ("refuse", "word"),
            "It contains “ferry”, a listed word that is refused.",
        ),
        (
            {"before": 2},
            ("hold", "repeat"),
            "The writer sent the same words before: 2 times, elsewhere.",
        ),
        (
            {"before": 1, "text": "http://a.example"},
            ("hold", "repeat"),
            "The writer sent the same words before: 1 time, elsewhere.",
        ),
        (
            {"by_others": 1},
            ("hold", "repeat"),
            "The same words came from 1 other writer lately.",
        ),
        (
            {"seconds": 1.25},
            ("hold", "fast"),
            "The form was sent 1.2 seconds after it opened.",
        ),
        (
            {"recent": 4},
            ("hold", "fast"),
            "The writer sent 4 comments in the 5 minutes before.",
        ),
        (
            {"text": "http://a.example www.b.example https://www.c.example"},
            ("hold", "links"),
            "It has 3 links; 2 pass without a look.",
        ),
        ({"held_words": ("ferry",)}, ("hold", "word"), "It contains “ferry”, a listed word."),
        (
            {"text": "WHY DOES NOBODY TELL US ALL when"},
            ("hold", "shouting"),
            "22 of 26 letters are capitals.",
        ),
        (
            {"text": "No" + "o" * 20},
            ("hold", "shouting"),
            "“o” stands 21 times in a row.",
        ),
        (
            {"is_known": False},
            ("hold", "first"),
            "No comment with this e-mail address was approved before.",
        ),
        (
            {"is_premoderated": True},
            ("hold", "premoderated"),
            "Each comment on this article is read first.",
        ),
        ({"may_moderate": True}, ("approve", "staff"), "The writer may decide comments."),
    ],
)
def test_a_rule_decides_and_says_why(facts, expected, sentence):
    assert verdict(**facts) == expected
    assert ruling(**facts).sentence == sentence


@pytest.mark.parametrize(
    "facts",
    [
        {"text": "a b " * 1250},
        {"text": "Thank you.", "before": 3, "by_others": 3},
        {"seconds": 3},
        {"seconds": None},
        {"recent": 3},
        {"text": "See http://www.a.example and https://b.example."},
        {"text": "README.md, example.org and a://b are no links."},
        {"text": "NATO, UNICEF and WHO MET"},
        {"text": "Nooooooooo!!!!!!!!!! It cost 10000000000000 … -----------------"},
        {"held_words": ("ferr", "erry", "fer ry"), "refused_words": ("", "  ", "\u200b")},
        {"text": "中文没有大小写。" * 20},
        {"text": "هذا النص بلا حروف كبيرة" * 9},
        {"text": "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ " * 9},
    ],
)
def test_what_stays_within_bounds_passes(facts):
    assert verdict(**facts) == ("approve", "clear")


def test_refusals_tell_the_reader_what_to_do():
    assert ruling(is_closed=True).told == "Comments are closed."
    assert ruling(text=" \u200b ").told == words.TEXT_MISSING
    assert ruling(text="a b " * 1300).told == (
        "Your comment has 5,200 characters; the limit is 5,000. Please shorten it by 200."
    )
    assert ruling(refused_words=("ferry",)).told == (
        "We do not publish “ferry”, neither in a comment nor in a name. Please put it another way."
    )


EVERYTHING = {
    "text": "FERRY, WHERE ARE YOU? HTTP://A.EXAMPLE " * 200,
    "longest": 100_000,
    "seconds": 0,
    "recent": 99,
    "before": 9,
    "by_others": 9,
    "is_known": False,
    "is_premoderated": True,
    "held_words": ("ferry",),
    "refused_words": ("ferry",),
}


def test_the_first_decisive_rule_wins():
    """The order is policy: each line takes away what the one before found."""
    lines = [
        ({"is_closed": True, "longest": 10, "may_moderate": True}, "closed"),
        ({"longest": 10, "may_moderate": True}, "length"),
        ({"may_moderate": True}, "staff"),
        ({}, "word"),
        ({"refused_words": ()}, "repeat"),
        ({"before": 0}, "repeat"),
        ({"by_others": 0}, "fast"),
        ({"seconds": None}, "fast"),
        ({"recent": 0}, "links"),
        ({"most_links": 999}, "word"),
        ({"held_words": ()}, "shouting"),
        ({"text": "Where?"}, "first"),
        ({"is_known": True}, "premoderated"),
        ({"is_premoderated": False}, "clear"),
    ]
    facts = dict(EVERYTHING)
    for change, rule in lines:
        once = {"is_closed", "may_moderate", "longest"} & set(change)
        facts |= {key: value for key, value in change.items() if key not in once}

        assert verdict(**facts | change)[1] == rule


def test_no_hold_shelters_what_is_refused():
    """A refused word with a hundred links is refused, not queued."""
    outcomes = {rule.__name__: rule(Submission(**FINE | EVERYTHING)) for rule in RULES}
    refusing = [n for n, r in outcomes.items() if r and r.outcome == Outcome.REFUSE]
    order = [rule.__name__ for rule in RULES]

    holding = [n for n, r in outcomes.items() if r and r.outcome == Outcome.HOLD]

    assert refusing == ["refused_word"]
    assert len(holding) == 7
    assert max(order.index(n) for n in refusing) < min(order.index(n) for n in holding)


@pytest.mark.parametrize("facts", [EVERYTHING, {}, {"is_closed": True}, {"text": ""}])
def test_a_ruling_fits_the_verdict_and_only_refusals_are_told(facts):
    rulings = [rule(Submission(**FINE | EVERYTHING | facts)) for rule in RULES]

    for each in filter(None, rulings):
        assert len(each.rule) <= Verdict._meta.get_field("rule").max_length
        assert each.sentence.endswith(".")
        assert bool(each.told) == (each.outcome == Outcome.REFUSE)


def test_a_listed_word_is_found_in_the_name_too():
    assert verdict(name="Casino Max", held_words=("casino",)) == ("hold", "word")
    assert ruling(name="Casino Max", held_words=("casino",)).sentence == (
        "It contains “Casino”, a listed word."
    )
    assert verdict(name="Max", text="Casino", refused_words=("max casino",))[1] == "clear"


@pytest.mark.parametrize("piece", ["a", "a ", "e\u0301", "\u200b", "å", "!", "A", "http://", "\n"])
def test_the_longest_comment_is_judged_in_linear_time(piece):
    """THREATS D6: a square of this length with five hundred words would take minutes."""
    many = tuple(f"{'a' * 40} {number}" for number in range(500))
    text = piece * (20_000 // len(piece))

    outcome, _ = verdict(text=text, longest=20_000, held_words=many, refused_words=many)

    assert outcome in ("approve", "hold", "refuse")


@given(st.text(), st.text(max_size=80), st.text(max_size=60))
def test_any_text_is_judged(text, word, name):
    """THREATS D9, E2."""
    found = ruling(text=text, name=name, held_words=(word,))

    assert found.rule in {"length", "links", "word", "shouting", "clear"}
