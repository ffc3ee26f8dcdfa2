"""Two people's changes to one text, made one: a three-way merge of contents in a revision's shape.

The body merges by its blocks, a field as a whole, tags as a set. What only one side changed is
taken; where both changed the same place differently there is a conflict that holds both. Only what
a side took out on purpose, and the other left alone, is gone. Nothing is ever taken from the base.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from articles import blocks

# One without the other would say something that nobody wrote.
TOGETHER = (("earlier_date", "earlier_time"), ("lead_photo_id", "lead_caption"))
LINES = ("headline", "short_headline", "share_title", "place", "working_title")
SIDES = ("mine", "theirs", "both")
_NOTHING = object()


@dataclass(frozen=True)
class Conflict:
    """One place that both changed: for a body lists of blocks, else the values of `keys`."""

    keys: tuple[str, ...]
    base: list
    mine: list
    theirs: list

    @property
    def name(self) -> str:
        """The same for the same two texts, so that a choice made once stays good."""
        text = json.dumps([self.keys, self.mine, self.theirs])
        return sha256(text.encode()).hexdigest()[:16]

    @property
    def is_body(self) -> bool:
        return self.keys == ("body",)

    def taken(self, side: str) -> list:
        """Return what stands there if `side` is chosen; of a choice from a list it can be one."""
        if side in ("mine", "theirs"):
            return getattr(self, side)
        if self.is_body:
            return self.mine + self.theirs
        return self._joined() or self.mine

    def can_take_both(self) -> bool:
        return self.is_body or self._joined() is not None

    def _joined(self) -> list | None:
        """Return the two texts of a field as one; None if either is empty or no text."""
        if self.keys[0] not in (*LINES, "standfirst") or not (self.mine[0] and self.theirs[0]):
            return None
        return [(" / " if self.keys[0] in LINES else "\n").join([self.mine[0], self.theirs[0]])]


@dataclass(frozen=True)
class Merge:
    """What came of it: fields and the body's pieces, conflicts among them, and whose is what."""

    fields: dict
    pieces: list
    conflicts: list[Conflict]
    mine: dict  # {key: how many changes}, conflicts apart
    theirs: dict

    def open(self, choices: dict) -> list[Conflict]:
        """Return the conflicts that no choice settles."""
        return [each for each in self.conflicts if choices.get(each.name) not in SIDES]

    def content(self, choices: dict | None = None) -> dict:
        """Return the merged content; where nothing was chosen, both texts as far as can be."""
        choices = choices or {}
        chosen = {each.name: choices.get(each.name, "both") for each in self.conflicts}
        content = dict(self.fields)
        for each in self.conflicts:
            if not each.is_body:
                content |= zip(each.keys, each.taken(chosen[each.name]), strict=True)
        content["body"] = blocks.joined(
            [block for piece in self.pieces for block in _taken(piece, chosen)]
        )
        return content

    def as_json(self) -> dict:
        """Return what a program needs to show the conflicts and to answer them by name."""
        shown = ("name", "keys", "base", "mine", "theirs")
        rows = [{key: getattr(each, key) for key in shown} for each in self.conflicts]
        return {"mine": self.mine, "theirs": self.theirs, "conflicts": rows}


class Hunk(NamedTuple):
    """What one side put in place of the base's blocks from `start` to before `end`."""

    start: int
    end: int
    side: int
    blocks: list[str]


def merge(base: dict, mine: dict, theirs: dict) -> Merge:
    """Merge two contents that began as `base`; all three have a revision's keys."""
    fields, conflicts, counts = {}, [], ({}, {})
    for keys in _groups(mine):
        was, own, other = (
            [side.get(key, _NOTHING) for key in keys] for side in (base, mine, theirs)
        )
        is_own = [not is_same(key, a, b) for key, a, b in zip(keys, was, own, strict=True)]
        is_other = [not is_same(key, a, b) for key, a, b in zip(keys, was, other, strict=True)]
        if keys == ("tags",):
            fields["tags"] = merged_tags(was[0], own[0], other[0])
        elif any(is_own) and any(is_other) and not _all_same(keys, own, other):
            conflicts.append(Conflict(keys, _plain(was), own, other))
            continue
        else:
            fields |= zip(keys, own if any(is_own) else other, strict=True)
        _count(counts, keys, is_own, is_other)
    pieces = _bodies(base["body"], mine["body"], theirs["body"], counts)
    conflicts += [piece for piece in pieces if isinstance(piece, Conflict)]
    return Merge(fields, pieces, conflicts, *counts)


def merged_tags(base: list, mine: list, theirs: list) -> list:
    """Return what either added and neither took out; a tag is the same in any case."""
    was, own, other = ({tag.casefold() for tag in side} for side in (base, mine, theirs))
    if own == other or was == other:
        return mine
    kept = [tag for tag in theirs if tag.casefold() in own or tag.casefold() not in was]
    return kept + [tag for tag in mine if tag.casefold() not in was | other]


def is_same(key: str, one, other) -> bool:
    """Whether two values of a field say the same."""
    if _NOTHING in (one, other):
        return one is other
    if key == "tags":
        return sorted(map(str.casefold, one)) == sorted(map(str.casefold, other))
    if key == "bylines":
        return _credits(one) == _credits(other)
    return one == other


def _credits(rows: list[dict]) -> list[tuple]:
    """The order's numbers do not matter, only the order."""
    return [(row["author_id"], row["role"]) for row in rows]


def _groups(content: dict) -> Iterator[tuple[str, ...]]:
    grouped = {key: keys for keys in TOGETHER for key in keys if set(keys) <= content.keys()}
    for key in content:
        keys = grouped.get(key, (key,))
        if key != "body" and key == keys[0]:
            yield keys


def _all_same(keys, own, other) -> bool:
    return all(is_same(*each) for each in zip(keys, own, other, strict=True))


def _plain(values: list) -> list:
    return [None if value is _NOTHING else value for value in values]


def _count(counts, keys, is_own, is_other) -> None:
    for count, changed in zip(counts, (is_own, is_other), strict=True):
        count |= {key: 1 for key, is_changed in zip(keys, changed, strict=True) if is_changed}


# Bodies


def _bodies(base: str, mine: str, theirs: str, counts) -> list:
    """Return blocks and conflicts in their order."""
    was, own, other = (blocks.split(body) for body in (base, mine, theirs))
    hunks, kept = _hunks(was, own, other)
    pieces, at = [], 0
    for group in _overlapping(hunks):
        start, end = group[0].start, max(hunk.end for hunk in group)
        pieces += [_unchanged(was[n], *kept[n]) for n in range(at, start)]
        sides = [_text(group, side, start, end, kept) for side in (0, 1)]
        found = _settled(group, was[start:end], *sides)
        _count_blocks(counts, group, found)
        pieces += found
        at = max(at, end)
    return pieces + [_unchanged(was[n], *kept[n]) for n in range(at, len(was))]


def _hunks(was, own, other) -> tuple[list[Hunk], list]:
    """Return both sides' changes in the base's order, and each side's copy of what it kept."""
    kept = [[None, None] for _ in was]
    hunks = []
    for side, text in enumerate((own, other)):
        for step in blocks.aligned(was, text):
            if step.is_same:
                kept[step.old.start][side] = text[step.new.start]
            else:
                new = [text[n] for n in step.new]
                hunks.append(Hunk(step.old.start, step.old.stop, side, new))
    return sorted(hunks), kept


def _overlapping(hunks: list[Hunk]) -> list[list[Hunk]]:
    """Return the hunks in groups that touch the same blocks; neighbours do not overlap."""
    groups: list[list[Hunk]] = []
    start = end = -1
    for hunk in hunks:
        is_insertion = hunk.start == hunk.end
        is_same_place = start == end == hunk.start and is_insertion
        is_inside = start < hunk.start < end if is_insertion else hunk.start < end
        if groups and (is_same_place or is_inside):
            groups[-1].append(hunk)
            end = max(end, hunk.end)
        else:
            groups.append([hunk])
            start, end = hunk.start, hunk.end
    return groups


def _text(group, side: int, start: int, end: int, kept) -> list[str]:
    """Return what a side has in place of the base's blocks from `start` to before `end`."""
    found, at = [], start
    for hunk in (hunk for hunk in group if hunk.side == side):
        found += [kept[n][side] for n in range(at, hunk.start)]
        found += hunk.blocks
        at = hunk.end
    return found + [kept[n][side] for n in range(at, end)]


def _settled(group, base: list[str], mine: list[str], theirs: list[str]) -> list:
    """Return what the group comes to: one side's text, both the same once, or a conflict."""
    sides = {hunk.side for hunk in group}
    if len(sides) == 1:
        return mine if 0 in sides else theirs
    head = _common(mine, theirs)
    tail = _common(mine[head:][::-1], theirs[head:][::-1])
    same = [min(pair) for pair in zip(mine, theirs, strict=False)]
    ends = [min(pair) for pair in zip(mine[::-1], theirs[::-1], strict=False)][:tail][::-1]
    own, other = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    if not base and not (own and other):
        between = own or other  # one side put the same there, and the other more
    else:
        between = [Conflict(("body",), base, own, other)] if own or other else []
    return [*same[:head], *between, *ends]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many blocks are the same at the head of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a.strip() != b.strip()), min(len(one), len(other)))


def _unchanged(was: str, own: str, other: str) -> str:
    """Of the space around a block, too, what one side changed is taken."""
    if own == was or other == was:
        return other if own == was else own
    return min(own, other)


def _count_blocks(counts, group: list[Hunk], found: list) -> None:
    if any(isinstance(piece, Conflict) for piece in found):
        return
    for hunk in group:
        size = max(hunk.end - hunk.start, len(hunk.blocks))
        counts[hunk.side]["body"] = counts[hunk.side].get("body", 0) + size


def _taken(piece, chosen: dict) -> list[str]:
    return piece.taken(chosen[piece.name]) if isinstance(piece, Conflict) else [piece]
