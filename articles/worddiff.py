"""What changed between two texts, word by word, as HTML that may be shown.

Blocks are laid beside each other first, then the words of those that changed. Every sign of both
texts is escaped here; no markup of theirs comes through.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from articles import blocks
from newsroom import html

SHOWN = 1  # unchanged blocks that stay in sight beside a change
FEWEST_FOLDED = 3
SAID = {"ins": "added", "del": "removed"}
HEADS, QUOTES, LISTS = ("h2", "h3"), ("blockquote", "figure"), ("ul", "ol")

Run = tuple[str, str]  # ("", "ins" or "del"; its words)


def compared(old_html: str, new_html: str) -> SafeString:
    """Return two clean bodies as one text, with <ins> and <del>; nothing if they are the same.

    Long unchanged passages are folded away; the page's style is css/diff.css.
    """
    old, new = blocks.split(old_html), blocks.split(new_html)
    steps = blocks.aligned(old, new)
    if all(step.is_same for step in steps):
        return SafeString("")
    parts = []
    for is_same, group in groupby(steps, lambda step: step.is_same):
        drawn = [part for step in group for part in _drawn(step, old, new)]
        parts += _folded(drawn, bool(parts)) if is_same else drawn
    return format_html('<div class="diff">{}</div>', _together(parts))


def compared_text(old: str, new: str) -> SafeString:
    """Return two plain texts as one, with <ins> and <del>."""
    return _marked(runs(old, new))


def compared_block(old: str, new: str) -> SafeString:
    """Return two blocks of clean bodies as one; either may be empty."""
    return _block(old, new)


def plain(block: str) -> str:
    """Return a block's words, a line for each of its parts, its pictures named."""
    named = html.with_pictures(block, lambda _, alt: f" [Picture: {escape(alt or 'decorative')}] ")
    return html.text(named)


def runs(old: str, new: str) -> list[Run]:
    """Return the words of two plain texts, in order: kept, gone (del) or come (ins)."""
    before, after = _tokens(old), _tokens(new)
    pairs = blocks.matched([_key(token) for token in before], [_key(token) for token in after])
    found, a, b = [], 0, 0
    for i, j in [*pairs, (len(before), len(after))]:
        found += [("del", token) for token in before[a:i]]
        found += [("ins", token) for token in after[b:j]]
        found += [("", token) for token in after[j : j + 1]]
        a, b = i + 1, j + 1
    return _without_crumbs(_summed(found))


def _tokens(text: str) -> list[str]:
    """Return a text's words, each with the space after it."""
    starts = [match.start() for match in blocks.WORD.finditer(text)]
    if not starts:
        return []
    starts[0] = 0
    return [text[s:e] for s, e in zip(starts, [*starts[1:], len(text)], strict=True)]


def _key(token: str) -> str:
    """A line's end counts; how many spaces stand between two words does not."""
    return token.rstrip() + ("\n" if "\n" in token else "")


def _summed(found: Sequence[Run]) -> list[Run]:
    return [(kind, "".join(text for _, text in group)) for kind, group in groupby(found, _kind)]


def _kind(run: Run) -> str:
    return run[0]


def _without_crumbs(found: list[Run]) -> list[Run]:
    """A comma that stayed between two changes is read with them: fewer, longer marks."""
    merged: list[Run] = []
    for n, (kind, text) in enumerate(found):
        is_between = 0 < n < len(found) - 1 and not any(sign.isalnum() for sign in text)
        if kind or not is_between:
            merged.append((kind, text))
        else:
            merged += [("del", text), ("ins", text)]
    return list(_gathered(merged))


def _gathered(found: list[Run]) -> Iterator[Run]:
    """Within one change, first all that went, then all that came."""
    for is_change, group in groupby(found, lambda run: bool(run[0])):
        members = list(group)
        if not is_change:
            yield from members
            continue
        for kind in ("del", "ins"):
            if text := "".join(text for each, text in members if each == kind):
                yield kind, text


def _marked(found: Sequence[Run]) -> SafeString:
    return format_html_join("", "{}", ((_run(kind, text),) for kind, text in found))


def _run(kind: str, text: str) -> SafeString:
    lines = SafeString("<br>".join(escape(line) for line in text.split("\n")))
    if not kind:
        return lines
    mark = '<{0}><span class="diff__said">[{1}: </span>{2}<span class="diff__said">] </span></{0}>'
    return format_html(mark, SafeString(kind), SAID[kind], lines)


def _drawn(step: blocks.Step, old: list[str], new: list[str]) -> list[SafeString]:
    if step.is_same:
        return [_paragraph(new[step.new.start], escape(plain(new[step.new.start])))]
    gone, come = [old[n] for n in step.old], [new[n] for n in step.new]
    if len(gone) == len(come) == 1:
        return [_block(gone[0], come[0])]
    return [*(_block(block, "") for block in gone), *(_block("", block) for block in come)]


def _block(old: str, new: str) -> SafeString:
    before, after = plain(old), plain(new)
    if before == after:
        note = '<span class="diff__note">[only form, a link or a picture changed:]</span> {}'
        return _paragraph(new, format_html(note, after))
    if before and after and not blocks.are_alike(old, new):
        return _together([_block(old, ""), _block("", new)])
    return _paragraph(new or old, compared_text(before, after))


def _paragraph(block: str, drawn) -> SafeString:
    drawn = SafeString(drawn.replace("\n", "<br>"))
    return format_html('<p class="diff__{}" dir="auto">{}</p>', _look(block), drawn)


def _look(block: str) -> str:
    name = block.lstrip().removeprefix("<").partition(">")[0].partition(" ")[0]
    looks = {HEADS: "head", QUOTES: "quote", LISTS: "list"}
    return next((look for names, look in looks.items() if name in names), "text")


def _folded(drawn: list[SafeString], is_after_change: bool) -> list[SafeString]:
    """Leave what stands beside a change in sight; the rest opens on request."""
    head = SHOWN if is_after_change else 0
    hidden = drawn[head : len(drawn) - SHOWN]
    if len(hidden) < FEWEST_FOLDED:
        return drawn
    summary = f"{len(hidden)} paragraphs unchanged"
    fold = format_html(
        '<details class="diff__fold"><summary>{}</summary>{}</details>', summary, _together(hidden)
    )
    return [*drawn[:head], fold, *drawn[len(drawn) - SHOWN :]]


def _together(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
