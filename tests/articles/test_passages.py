"""A text as passages: what is chosen is shown, and nothing else (THREATS B1)."""

import pytest

from articles import passages
from newsroom import html

BODY = html.clean(
    "<p>One <em>quiet</em> morning.</p><h2>The quay</h2><ul><li><p>a</p></li><li>b</li></ul>"
    '<figure class="quote"><blockquote><p>Said.</p></blockquote></figure><hr><p>Last.</p>'
)
CONTENT = {
    "headline": "The ferry",
    "standfirst": "It came back empty.",
    "body": BODY,
    "place": "Harbour",
    "kind": "news",
    "language": "en",
    "section_id": 3,
    "lead_photo_id": 7,
    "lead_caption": "A quay",
    "byline_choice": "named",
    "bylines": [{"author_id": 1, "role": "text", "order": 0}],
    "working_title": "FERRY/2",
    "tags": ["harbour"],
}


def test_blocks_are_the_outermost_elements_and_all_of_the_text():
    found = passages.blocks(BODY)

    assert "".join(found) == BODY
    assert [block[: block.index(">") + 1] for block in found] == [
        "<p>",
        "<h2>",
        "<ul>",
        '<figure class="quote">',
        "<hr>",
        "<p>",
    ]


@pytest.mark.parametrize("body", ["", "loose <em>words</em>", "<hr>", "a<p>b</p>c<hr><p>d</p>"])
def test_no_character_of_a_body_is_outside_all_blocks(body):
    assert "".join(passages.blocks(body)) == body


def test_offered_names_each_passage_by_its_first_words():
    assert passages.offered(CONTENT) == [
        ("headline", "Headline: The ferry"),
        ("standfirst", "Standfirst: It came back empty."),
        ("lead", "Lead picture, with its caption"),
        ("1", "One quiet morning."),
        ("2", "The quay"),
        ("3", "a b"),
        ("4", "Said."),
        ("5", "A line"),
        ("6", "Last."),
    ]


def test_chosen_shows_the_whole_text_and_no_word_of_the_desk():
    shown = passages.chosen(CONTENT, [])

    assert shown == {field: CONTENT[field] for field in passages.SHOWN}
    assert "FERRY/2" not in str(shown)


def test_chosen_passages_come_alone_with_a_mark_between_them():
    shown = passages.chosen(CONTENT, ["2", "6"])

    assert shown["body"] == "<h2>The quay</h2><p>[…]</p><p>Last.</p>"
    hidden = ("headline", "standfirst", "place", "lead_photo_id", "lead_caption", "bylines")
    assert not any(shown[field] for field in hidden)


def test_chosen_neighbours_have_no_mark_between_them():
    assert passages.chosen(CONTENT, ["1", "2"])["body"].count("[…]") == 0


def test_chosen_headline_and_picture_bring_nothing_else():
    shown = passages.chosen(CONTENT, ["headline", "lead"])

    assert (shown["headline"], shown["lead_photo_id"], shown["lead_caption"]) == (
        "The ferry",
        7,
        "A quay",
    )
    assert (shown["standfirst"], shown["body"]) == ("", "")


@pytest.mark.parametrize(
    ("field", "value"), [("headline", "Other"), ("lead_caption", "x"), ("bylines", [])]
)
def test_fingerprint_is_another_for_other_words(field, value):
    shown = passages.chosen(CONTENT, [])

    assert passages.fingerprint(shown) != passages.fingerprint(shown | {field: value})
    assert passages.fingerprint(shown) == passages.fingerprint(shown | {"section_id": 4})


def test_passages_differ_only_by_what_was_chosen():
    elsewhere = CONTENT | {"headline": "Other", "body": BODY.replace("Last", "First")}
    moved = CONTENT | {"body": "<p>New.</p>" + BODY}
    here = CONTENT | {"body": BODY.replace("The quay", "The key")}

    changed = [passages.differ(CONTENT, now, ["2", "4"]) for now in (elsewhere, moved, here)]

    assert changed == [False, False, True]
    assert passages.differ(CONTENT, elsewhere, []) is True
    assert passages.differ(CONTENT, CONTENT | {"lead_caption": "x"}, ["lead"]) is True
