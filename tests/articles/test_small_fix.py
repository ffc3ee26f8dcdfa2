"""What a small fix may change, on a corpus of changes written for it (issue 5, point 14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.small_fix import findings, words_of
from tests.steps import steps

SMALL = {
    "nothing": ("The ferry left.", "The ferry left."),
    "a spelling": ("The ferry recieved nobody.", "The ferry received nobody."),
    "a comma": ("When it came back nobody saw it.", "When it came back, nobody saw it."),
    "a doubled word": ("It was on the the quay.", "It was on the quay."),
    "a missing word": ("It was on quay.", "It was on the quay."),
    "a blank": ("It left .", "It left."),
    "quotation marks alone": ("She said “no” to it.", "She said „no” to it."),
    "a comma in a quotation": ("“No one knew” she said.", "“No one knew,” she said."),
    "a dash in a range": ("It is 10-12 metres.", "It is 10–12 metres."),
    "a sentence in two": ("It left, but came back.", "It left. But it came back."),
    "two sentences in one": ("It left. The crew slept.", "It left; the crew slept."),
    "a first word after a figure": ("It left at 6. Nobody saw.", "It left at 6. None saw."),
    "another first word": ("The ferries left.", "All ferries left."),
    "the first person": ("we saw it.", "I saw it. I’m sure."),
    "one, which is an article as often": ("It was one ferry.", "It was a ferry."),
    "twelve words": ("It was.", "It was a b c d e f g h i j k l."),
    "a paragraph in two": ("It left. It came back.", "It left.\nIt came back."),
    "an accent in German, small": ("Das Schiff fahrt ab.", "Das Schiff fährt ab."),
    "a word in Arabic": ("غادرت العبارة الميناء", "غادرت العبّارة الميناء"),
    "a sign in Japanese": ("船は港を出だ。", "船は港を出た。"),
}
NOT_SMALL = {
    "a figure": ("It cost 48 crowns.", "It cost 84 crowns.", "Figures"),
    "a unit": ("It rose by 5 %.", "It rose by 5 €.", "Figures"),
    "a sign": ("It was −5 degrees.", "It was 5 degrees.", "Figures"),
    "a decimal": ("It was 1.5 metres.", "It was 15 metres.", "Figures"),
    "a year": ("It opened in 1998.", "It opened in 1989.", "Figures"),
    "figures that changed places": ("From 3 to 4.", "From 4 to 3.", "Figures"),
    "a number word": ("It killed three people.", "It killed five people.", "Figures"),
    "a number word with a hyphen": ("About twenty-five.", "About thirty-five.", "Figures"),
    "a number word in German": ("Es waren drei Boote.", "Es waren vier Boote.", "Figures"),
    "a figure in Arabic": ("وصل ٥ ركاب", "وصل ٦ ركاب", "Figures"),
    "a name": ("They asked Falk about it.", "They asked Falck about it.", "Names"),
    "a name that comes": ("They asked about it.", "They asked Falk about it.", "Names"),
    "a name at the beginning": (
        "Falk said no. They asked Falk.",
        "Berg said no. They asked Falk.",
        "Names",
    ),
    "a name after a title": ("Dr. Falk said no.", "Dr. Berg said no.", "Names"),
    "a name of capitals at the beginning": ("NATO said no.", "NASA said no.", "Names"),
    "a month": ("It ends in March.", "It ends in May.", "Names"),
    "names that changed places": ("He told Falk and Berg.", "He told Berg and Falk.", "Names"),
    "a name in Cyrillic": ("Он видел Фалька.", "Он видел Берга.", "Names"),
    "a quotation": ("“It left,” she said.", "“It sank,” she said.", "Quotations"),
    "a quotation that is none any more": ("She said “no”.", "She said no.", "Quotations"),
    "a German quotation": ("„Es fuhr ab“, sagt sie.", "„Es sank“, sagt sie.", "Quotations"),
    "a French quotation": ("« Il part », dit-elle.", "« Il coule », dit-elle.", "Quotations"),
    "a quotation without an end": ("“It left.\nNo.", "“It sank.\nNo.", "Quotations"),
    "thirteen words": ("It was.", "It was a b c d e f g h i j k l m.", "13 words"),
    "thirteen words less": ("It was a b c d e f g h i j k l m.", "It was.", "13 words"),
}


def seen(before: str, after: str) -> list[str]:
    return [str(each) for each in findings({"body": before}, {"body": after})]


@pytest.mark.parametrize(("before", "after"), SMALL.values(), ids=SMALL)
def test_small_fix_is_found_small(before, after):
    assert seen(before, after) == []


@pytest.mark.parametrize(("before", "after", "what"), NOT_SMALL.values(), ids=NOT_SMALL)
def test_change_that_is_not_small_is_found(before, after, what):
    found = seen(before, after)

    assert [sentence.startswith(what) for sentence in found] == [True]


def test_what_changed_is_shown():
    assert seen("It cost 48 crowns.", "It cost 84 crowns.") == [
        "Figures change: “48” becomes “84”."
    ]
    assert seen("They asked.", "They asked Falk.") == ["Names change: “Falk” comes in."]
    assert seen("They asked Falk.", "They asked.") == ["Names change: “Falk” goes."]


def test_many_changes_are_shown_in_part():
    before, after = (" ".join(f"is {n}" for n in range(k, 40, 2)) for k in (0, 1))

    assert seen(before, after)[0].endswith("; and 15 more.")


def test_words_are_counted_over_all_texts():
    before = {"headline": "it was", "standfirst": "it was", "body": "it was"}
    after = {key: f"{text} a b c d e" for key, text in before.items()}

    assert [str(each)[:8] for each in findings(before, after)] == ["15 words"]


def test_name_is_known_from_another_text():
    before = {"headline": "Falk goes", "body": "They asked Falk."}

    assert findings(before, before | {"headline": "Berg goes"})


@pytest.mark.parametrize(
    "after",
    [
        "<blockquote><p>It sank.</p></blockquote>",
        "<p>It left.</p>",
    ],
)
def test_quotation_in_a_block_of_its_own_is_one(after):
    before = "<blockquote><p>It left.</p></blockquote>"

    assert any(each.startswith("Quotations") for each in seen(words_of(before), words_of(after)))


def test_tags_are_no_words():
    assert seen(words_of("<p>It <em>left</em>.</p>"), words_of("<p>It left.</p>")) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_looked_at(before, after):
    assert seen(before, before) == []
    assert all(sentence for sentence in seen(before, after))


@pytest.mark.crawl
def test_long_texts_take_few_steps():
    """Ten thousand words, shuffled: the worst there is."""
    words = [f"w{n % 900}" for n in range(10_000)]
    before = "\n".join(" ".join(words[n : n + 60]) for n in range(0, 10_000, 60))
    after = "\n".join(reversed(before.split("\n")))

    found = []
    steps(lambda: found.extend(seen(before, after)), most=5_000_000)

    assert found
