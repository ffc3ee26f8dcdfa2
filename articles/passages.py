"""A text as passages that can be shared one by one: its blocks, and what stands around them.

Works on what a revision holds. A passage is called by its name (`headline`) or by its block's
number, which means something in one version only.
"""

import hashlib
import json

from newsroom import html, nesting

HEADLINE, STANDFIRST, LEAD = "headline", "standfirst", "lead"
# What a shared page shows of a revision.
SHOWN = (
    *("headline", "standfirst", "body", "place", "kind", "language"),
    *("section_id", "lead_photo_id", "lead_caption", "byline_choice", "bylines"),
)
CLEARED = tuple(field for field in SHOWN if field != "section_id")
EMPTY = {"place": "", "kind": "news", "section_id": None, "byline_choice": "newsroom"}
LEFT_OUT = "<p>[…]</p>"
INLINE = nesting.FORMATTING | nesting.PLAIN | nesting.VOID
LABEL = 110  # characters of a passage by which a person knows it


def blocks(body: str) -> list[str]:
    """Return a clean body's outermost elements; text between them is a block of its own."""
    found, depth, begin = [], 0, 0
    for match in nesting.TAG.finditer(body):
        if not match["name"] or match["name"].lower() in INLINE:
            continue
        if not depth:
            found.append(body[begin : match.start()])
            begin = match.start()
        depth += -1 if match["close"] else 1
        if not depth:
            found.append(body[begin : match.end()])
            begin = match.end()
    found.append(body[begin:])
    return [block.strip() for block in found if block.strip()]


def offered(content: dict) -> list[tuple[str, str]]:
    """Return (name, label) of each passage of a text."""
    named = [
        (HEADLINE, content.get("headline") and f"Headline: {content['headline']}"),
        (STANDFIRST, content.get("standfirst") and f"Standfirst: {content['standfirst']}"),
        (LEAD, content.get("lead_photo_id") and "Lead picture, with its caption"),
    ]
    found = [(name, label) for name, label in named if label]
    found += [(str(n), _label(block)) for n, block in enumerate(blocks(content["body"]), 1)]
    return [(name, f"{label[:LABEL]}…" if len(label) > LABEL else label) for name, label in found]


def chosen(content: dict, names: list[str]) -> dict:
    """Return what is shown of a text: all of it, or the named passages and nothing else."""
    shown = {field: content.get(field) for field in SHOWN}
    if not names:
        return shown
    shown |= EMPTY | {"bylines": [], "body": _some(content["body"], names)}
    if HEADLINE not in names:
        shown["headline"] = ""
    if STANDFIRST not in names:
        shown["standfirst"] = ""
    if LEAD not in names:
        shown |= {"lead_photo_id": None, "lead_caption": ""}
    return shown


def fingerprint(shown: dict) -> str:
    """Return a name for exactly these words: who answers says by it what was read."""
    read = {field: shown.get(field) for field in CLEARED}
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


def differ(kept: dict, present: dict, names: list[str]) -> bool:
    """Whether what was read of `kept` is no longer there as it was."""
    if not names:
        return any(kept.get(field) != present.get(field) for field in CLEARED)
    fields = {HEADLINE: "headline", STANDFIRST: "standfirst", LEAD: "lead_photo_id"}
    if any(kept.get(fields[n]) != present.get(fields[n]) for n in names if n in fields):
        return True
    if LEAD in names and kept.get("lead_caption") != present.get("lead_caption"):
        return True
    there = set(blocks(present["body"]))
    return any(block not in there for _, block in _numbered(kept["body"], names))


def _some(body: str, names: list[str]) -> str:
    """Join the chosen blocks, with a mark wherever others were left out between two of them."""
    joined, last = [], None
    for number, block in _numbered(body, names):
        joined += [LEFT_OUT, block] if last and number > last + 1 else [block]
        last = number
    return "".join(joined)


def _numbered(body: str, names: list[str]) -> list[tuple[int, str]]:
    return [(n, block) for n, block in enumerate(blocks(body), 1) if str(n) in names]


def _label(block: str) -> str:
    words = html.text(block).replace("\n", " ")
    return words or ("A picture" if "<img" in block else "A line")
