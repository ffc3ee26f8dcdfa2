"""Two texts laid beside each other: which blocks and words are the same, which became which.

A block is a paragraph, a heading, a list: what stands at the top of a clean body. Hides the search
for the same, whose cost is bounded: where looking on would cost too much, more counts as changed.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from newsroom import html, nesting

BUDGET = 2_000_000  # steps of one search: a fraction of a second
MOST_PAIRS = 40_000  # two hundred changed blocks against two hundred
ALIKE = 0.4  # from this share of common words on, one block became the other

_INLINE = nesting.FORMATTING | nesting.PLAIN | {"br", "span", "q"}
_VOID = nesting.VOID | {"col", "wbr"}
# Signs that are no part of a word; joiners are, so that Persian and Indian words stay whole.
_PAUSE = r"\s!-/:-@\[-`{-~¡«»¿…،؛؟۔।‐-‧‰-⁞、。〈-】〔-〟！-／：-＠［-｀｛-･"
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # a sign is a word
_CLUSTERED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # no spaces: a sign with its marks
_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
_LETTER = rf"[^{_PAUSE}{_ALONE}{_CLUSTERED}]"
WORD = re.compile(
    rf"{_LETTER}+(?:['’‑-]{_LETTER}+|(?<=\d)[.,:](?=\d){_LETTER}+)*"
    rf"|[{_ALONE}]|[{_CLUSTERED}][{_MARKS}]*|\S"
)


class Step(NamedTuple):
    """What stands at the old text's places `old` stands, or its like, at the new one's `new`."""

    is_same: bool
    old: range
    new: range


def split(body: str) -> list[str]:
    """Return a clean body's blocks; joined, they are the body again, to the letter."""
    cuts, depth, is_inside = [0], 0, False
    for match in nesting.TAG.finditer(body):
        name = (match["name"] or "br").lower()
        if not depth and not match["close"] and name not in _INLINE:
            cuts.append(match.start())
            is_inside = True
        if name not in _VOID:
            depth += -1 if match["close"] else 1
        if is_inside and not depth:
            cuts.append(match.end())
            is_inside = False
    parts = (body[start:end] for start, end in zip(cuts, [*cuts[1:], len(body)], strict=True))
    return _without_blanks(part for part in parts if part)


def joined(blocks: Sequence[str]) -> str:
    """Return one body; words without a block of their own do not run into each other."""
    body, was_bare = [], False
    for block in blocks:
        is_bare = _is_bare(block)
        body += ["<br>", block] if was_bare and is_bare else [block]
        was_bare = is_bare
    return "".join(body)


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Return the steps that lead through both texts: the same block, one that became another
    (one place each), or what went and what came (any number of places).

    The white space around a block says nothing.
    """
    pairs = matched([block.strip() for block in old], [block.strip() for block in new])
    steps, a, b = [], 0, 0
    for i, j in [*pairs, (len(old), len(new))]:
        steps += _changed(old, new, range(a, i), range(b, j))
        if i < len(old):
            steps.append(Step(True, range(i, i + 1), range(j, j + 1)))
        a, b = i + 1, j + 1
    return steps


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of places that hold the same, in order.

    What stands once in both is found first, then what lies between, each gap in the same way;
    difflib searches where nothing stands once. Alone it would take minutes for a body of
    thousands of equal blocks.
    """
    pairs, gaps, left = [], [(0, len(old), 0, len(new))], BUDGET
    while gaps:
        a1, a2, b1, b2 = _trimmed(old, new, *gaps.pop(), pairs)
        if a1 == a2 or b1 == b2 or left < 0:
            continue
        left -= a2 - a1 + b2 - b1
        found = _once_in_both(old, new, a1, a2, b1, b2)
        if found:
            gaps += _between(found, a1, a2, b1, b2)
        elif (a2 - a1) * (b2 - b1) <= left:
            left -= (a2 - a1) * (b2 - b1)
            blocks = SequenceMatcher(None, old[a1:a2], new[b1:b2], False).get_matching_blocks()
            found = [(a1 + i + n, b1 + j + n) for i, j, size in blocks for n in range(size)]
        pairs += found
    return sorted(pairs)


def words(text: str) -> list[str]:
    return WORD.findall(text)


def are_alike(one: str, other: str) -> bool:
    """Whether two blocks have so many words in common that one reads as a change of the other."""
    return _likeness(_vocabulary(one), _vocabulary(other)) > 0


def _without_blanks(parts: Iterator[str]) -> list[str]:
    """Let the space between two blocks belong to the first of them."""
    found: list[str] = []
    for part in parts:
        if found and (not part.strip() or not found[-1].strip()):
            found[-1] += part
        else:
            found.append(part)
    return found


def _is_bare(block: str) -> bool:
    match = nesting.TAG.match(block.strip())
    return match is None or (match["name"] or "br").lower() in _INLINE


def _trimmed(old, new, a1, a2, b1, b2, pairs) -> tuple[int, int, int, int]:
    """Add the same head and tail of a gap to `pairs`; return what lies between them."""
    while a1 < a2 and b1 < b2 and old[a1] == new[b1]:
        pairs.append((a1, b1))
        a1, b1 = a1 + 1, b1 + 1
    while a1 < a2 and b1 < b2 and old[a2 - 1] == new[b2 - 1]:
        a2, b2 = a2 - 1, b2 - 1
        pairs.append((a2, b2))
    return a1, a2, b1, b2


def _once_in_both(old, new, a1, a2, b1, b2) -> list[tuple[int, int]]:
    there = _once(new, b1, b2)
    here = _once(old, a1, a2).items()
    return _rising([(i, there[key]) for key, i in here if key in there])


def _once(sequence, start: int, end: int) -> dict[str, int]:
    counted = Counter(sequence[start:end])
    return {sequence[i]: i for i in range(start, end) if counted[sequence[i]] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part in which the second numbers rise, too."""
    ends: list[int] = []  # the smallest second number that ends a part of each length
    last: list[int] = []  # and which pair that is
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [n]
    found, n = [], last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _between(found, a1, a2, b1, b2) -> list[tuple[int, int, int, int]]:
    starts = [(a1, b1), *((i + 1, j + 1) for i, j in found)]
    ends = [*found, (a2, b2)]
    return [(s[0], e[0], s[1], e[1]) for s, e in zip(starts, ends, strict=True)]


def _changed(old, new, gone: range, come: range) -> list[Step]:
    """Tell which of the changed blocks became which; what stands between them went or came."""
    steps, a, b = [], gone.start, come.start
    for i, j in [*_alike(old, new, gone, come), (gone.stop, come.stop)]:
        if a < i or b < j:
            steps.append(Step(False, range(a, i), range(b, j)))
        if i < gone.stop:
            steps.append(Step(False, range(i, i + 1), range(j, j + 1)))
        a, b = i + 1, j + 1
    return steps


def _alike(old, new, gone: range, come: range) -> list[tuple[int, int]]:
    """Return the pairs of blocks that are most alike by their words, in order."""
    if not gone or not come or len(gone) * len(come) > MOST_PAIRS:
        return []
    if len(gone) == len(come) == 1:
        return [(gone.start, come.start)]
    before, after = [_vocabulary(old[n]) for n in gone], [_vocabulary(new[n]) for n in come]
    best = _best(before, after)
    pairs, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((gone.start + i, come.start + j))
            i, j = i + 1, j + 1
    return pairs


def _best(before: list[set], after: list[set]) -> list[list[float]]:
    """Return, for each pair of places, the most likeness that can be had from there on."""
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(after) - 1, -1, -1):
            paired = below[j + 1] + _likeness(before[i], after[j])
            row[j] = max(paired, below[j], row[j + 1])
    return best


def _likeness(one: set, other: set) -> float:
    """Return the share of words in common, none below the least that counts."""
    share = 2 * len(one & other) / (len(one) + len(other) or 1)
    return share if share >= ALIKE else 0.0


def _vocabulary(block: str) -> set[str]:
    return set(words(html.text(block).casefold()))
