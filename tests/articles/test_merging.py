"""Three-way merges, by properties: nothing that anybody wrote is dropped (DESIGN §4.4).

THREATS F1.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import blocks, merging
from articles.merging import Conflict, merge
from tests.steps import steps

WORDS = ["one two three four", "one two three five", "six seven", "eight", ""]
block = st.sampled_from(
    [f"<p>{words}</p>" for words in WORDS] + ["<hr>", "<h2>Head</h2>", "loose "]
)
space = st.sampled_from(["", "\n", "\n\n"])
bodies = st.lists(st.tuples(block, space).map("".join), max_size=7).map(blocks.joined)
fields = st.fixed_dictionaries(
    {
        "headline": st.sampled_from(["", "A", "B", "C"]),
        "standfirst": st.sampled_from(["", "X", "Y"]),
        "body": bodies,
        "section_id": st.sampled_from([None, 1, 2]),
        "earlier_date": st.sampled_from([None, "2026-01-01", "2026-01-02"]),
        "earlier_time": st.sampled_from([None, "10:00:00"]),
        "tags": st.lists(st.sampled_from(["Sea", "sea", "Air"]), unique_by=str.casefold),
        "bylines": st.lists(
            st.sampled_from([{"author_id": 1, "role": "text"}, {"author_id": 2, "role": "text"}]),
            max_size=2,
        ),
    }
)
MANY = settings(max_examples=150, deadline=None)


def content(**changes) -> dict:
    return {"headline": "", "body": "", "tags": [], "bylines": []} | changes


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def bare(body: str) -> list[str]:
    return [part.strip() for part in blocks.split(body)]


def everything(merged) -> list[str]:
    """Every block that the merge shows anybody: in the text or in a conflict."""
    shown = []
    for piece in merged.pieces:
        shown += piece.mine + piece.theirs if isinstance(piece, Conflict) else [piece]
    return [part.strip() for part in shown]


@pytest.mark.crawl
@MANY
@given(bodies, bodies, bodies)
def test_every_block_that_a_side_wrote_is_there(base, mine, theirs):
    merged = merge(*(content(body=body) for body in (base, mine, theirs)))

    was, shown = bare(base), everything(merged)
    for side in (mine, theirs):
        for part in bare(side):
            assert part in shown or part in was
            written = bare(side).count(part) - was.count(part)
            assert shown.count(part) >= written


@MANY
@given(bodies, bodies, bodies)
def test_nothing_comes_from_the_base_alone(base, mine, theirs):
    """A forged base cannot bring anything into a text."""
    merged = merge(*(content(body=body) for body in (base, mine, theirs)))

    assert set(everything(merged)) <= set(bare(mine) + bare(theirs))


@MANY
@given(fields, fields)
def test_one_sides_change_alone_is_taken_as_it_is(base, changed):
    for sides in ((changed, base), (base, changed)):
        merged = merge(base, *sides)

        assert merged.conflicts == []
        assert merged.content() == changed | {"tags": merged.content()["tags"]}
        assert merging.is_same("tags", merged.content()["tags"], changed["tags"])


@pytest.mark.crawl
@MANY
@given(fields, fields)
def test_same_change_on_both_sides_is_taken_once(base, changed):
    merged = merge(base, changed, changed)

    assert merged.conflicts == []
    assert merged.content() == changed


@pytest.mark.crawl
@MANY
@given(fields, fields, fields)
def test_it_does_not_matter_who_was_first(base, one, other):
    there, back = merge(base, one, other), merge(base, other, one)

    found = sorted((c.keys, c.base, c.mine, c.theirs) for c in there.conflicts if c.is_body)
    assert found == sorted((c.keys, c.base, c.theirs, c.mine) for c in back.conflicts if c.is_body)
    assert {c.keys for c in there.conflicts} == {c.keys for c in back.conflicts}
    assert (there.mine, there.theirs) == (back.theirs, back.mine)
    first, second = there.content(), back.content()
    if not there.conflicts:
        assert first | {"tags": 0} == second | {"tags": 0}
    assert merging.is_same("tags", first["tags"], second["tags"])


@pytest.mark.crawl
@MANY
@given(fields, fields, fields)
def test_settled_fields_are_one_sides(base, mine, theirs):
    merged = merge(base, mine, theirs)

    for side in ("mine", "theirs"):
        settled = merged.content({each.name: side for each in merged.conflicts})
        assert settled.keys() == mine.keys()
        for key in ("headline", "section_id", "earlier_date", "bylines"):
            assert settled[key] in (mine[key], theirs[key])
        assert (settled["earlier_date"], settled["earlier_time"]) in [
            (side["earlier_date"], side["earlier_time"]) for side in (mine, theirs)
        ]


def test_neighbours_are_no_conflict():
    base = content(body=paragraphs("The ferry left at six.", "Nobody was there.", "It came back."))
    mine = base | {"body": base["body"].replace("six", "seven")}
    theirs = base | {"body": base["body"].replace("Nobody", "Somebody"), "headline": "Theirs"}

    merged = merge(base, mine, theirs)

    assert merged.conflicts == []
    assert merged.content()["body"] == paragraphs(
        "The ferry left at seven.", "Somebody was there.", "It came back."
    )
    assert (merged.mine, merged.theirs) == ({"body": 1}, {"headline": 1, "body": 1})


def test_same_paragraph_is_a_conflict_with_both():
    base = content(body=paragraphs("a", "The ferry left at six.", "c"))
    mine = base | {"body": base["body"].replace("six", "seven")}
    theirs = base | {"body": base["body"].replace("six", "eight")}

    [conflict] = (merged := merge(base, mine, theirs)).conflicts

    assert conflict.base == ["<p>The ferry left at six.</p>"]
    assert conflict.mine == ["<p>The ferry left at seven.</p>"]
    assert conflict.theirs == ["<p>The ferry left at eight.</p>"]
    ways = {side: merged.content({conflict.name: side})["body"] for side in merging.SIDES}
    assert ways["mine"] == mine["body"]
    assert ways["theirs"] == theirs["body"]
    assert ways["both"] == paragraphs(
        "a", "The ferry left at seven.", "The ferry left at eight.", "c"
    )
    assert merged.open({conflict.name: "nonsense"}) == [conflict]
    assert merged.as_json()["conflicts"][0]["name"] == conflict.name


def test_one_of_two_changed_paragraphs_is_the_conflict():
    """Whoever changes two paragraphs has not changed one piece."""
    base = content(body=paragraphs("The ferry left at six.", "Nobody was on the quay."))
    mine = base | {"body": base["body"].replace("six", "seven").replace("quay", "pier")}
    theirs = base | {"body": base["body"].replace("quay", "boat")}

    merged = merge(base, mine, theirs)

    assert [piece.base for piece in merged.conflicts] == [["<p>Nobody was on the quay.</p>"]]
    assert merged.pieces[0] == "<p>The ferry left at seven.</p>"


def test_paragraph_taken_out_here_and_changed_there_is_a_conflict():
    base = content(body=paragraphs("a", "The ferry left at six.", "c"))
    mine = base | {"body": paragraphs("a", "c")}
    theirs = base | {"body": base["body"].replace("six", "eight")}

    [conflict] = merge(base, mine, theirs).conflicts

    assert (conflict.mine, conflict.theirs) == ([], ["<p>The ferry left at eight.</p>"])


def test_two_who_add_at_the_end_are_asked_and_the_same_is_added_once():
    base = content(body=paragraphs("a"))
    mine = base | {"body": paragraphs("a", "Same.", "Mine.")}
    theirs = base | {"body": paragraphs("a", "Same.", "Theirs.")}

    merged = merge(base, mine, theirs)

    assert merged.pieces[:2] == ["<p>a</p>", "<p>Same.</p>"]
    assert (merged.conflicts[0].mine, merged.conflicts[0].theirs) == (
        ["<p>Mine.</p>"],
        ["<p>Theirs.</p>"],
    )
    more = merge(base, base | {"body": paragraphs("a", "Same.")}, theirs)
    assert (more.conflicts, more.content()["body"]) == ([], theirs["body"])


def test_tags_merge_as_sets_and_bylines_as_a_whole():
    credit = [{"author_id": n, "role": "text", "order": n} for n in (1, 2, 3)]
    base = content(tags=["Sea", "Air"], bylines=credit[:1])
    mine = base | {"tags": ["sea", "Fire"], "bylines": credit[:2]}
    theirs = base | {"tags": ["Sea", "Air", "Earth"], "bylines": [credit[0], credit[2]]}

    merged = merge(base, mine, theirs)

    assert merged.content()["tags"] == ["Sea", "Earth", "Fire"]
    assert [each.keys for each in merged.conflicts] == [("bylines",)]
    assert not merged.conflicts[0].can_take_both()


def test_both_headlines_can_stand_beside_each_other():
    [conflict] = merge(content(), content(headline="A"), content(headline="B")).conflicts

    assert conflict.taken("both") == ["A / B"]


@pytest.mark.crawl
def test_largest_bodies_merge_in_few_steps():
    rng = random.Random(1)
    many = [f"<p>{n} {rng.randrange(9)}</p>" for n in range(9000)]
    long = [f"<p>{' '.join(str(rng.randrange(900)) for _ in range(66))}</p>" for _ in range(1100)]
    for base in (many, long, ["<p></p>"] * 9900):
        mine = ["<p>mine</p>" if rng.random() < 0.3 else part for part in base]
        theirs = ["<p>theirs</p>" if rng.random() < 0.3 else part for part in base[::-1][::-1]]
        sides = [content(body="".join(side)) for side in (base, mine, theirs)]
        steps(lambda sides=sides: merge(*sides), most=5_000_000)
