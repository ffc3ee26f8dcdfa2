"""How deep a piece of HTML nests, told by one linear scan that never builds a tree.

Building the tree is what costs: bleach needs seconds for a nest of a few kilobytes. The scan
follows the rules a browser follows for the elements we allow, and where it must guess it
counts too much, never too little.
"""

import re
from collections.abc import Iterator

FORMATTING = {"a", "code", "em", "s", "strong"}  # reopened by the parser until they are closed
PLAIN = {"cite", "span", "sub", "sup"}
TABLE = {"caption", "table", "tbody", "td", "th", "tr"}
BLOCKS = {
    *("blockquote", "figcaption", "figure", "h2", "h3", "li", "ol", "p", "pre", "ul"),
    *TABLE,
}
VOID = {"br", "hr", "img"}
LISTS = {"ol", "ul"}
SCOPE = {"caption", "table", "td", "th"}  # nothing outside is closed from within these
CELLS = {"caption", "td", "th"}

# An attribute as the standard reads it: a quote counts only after the equals sign.
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES = rf"(?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+{_VALUE}?+)?+|=)*+"
TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|</(?![a-zA-Z])[^>]*+(?:>|\Z)"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})(?:>|\Z)",
    re.DOTALL,
)


def tags(html: str) -> Iterator[tuple[str, bool, str]]:
    """Yield (name, closing, attributes) for each tag, in one pass over the text."""
    for match in TAG.finditer(html):
        if match["name"]:
            yield match["name"].lower(), bool(match["close"]), match["attributes"]


class Nest:
    """The elements open at a point of the text, as a browser's parser would hold them."""

    def __init__(self) -> None:
        self.open: list[str] = []

    @property
    def depth(self) -> int:
        """How many are open; a table may have a body and a row that nobody wrote."""
        return len(self.open) + 2 * self.open.count("table")

    def feed(self, name: str, closing: bool) -> None:
        if closing:
            self._close(name)
        else:
            self._start(name)

    def _start(self, name: str) -> None:
        if name in TABLE - {"table"}:
            self._start_part(name)
        elif name in BLOCKS or name == "hr":
            self._end_block("p", barrier=SCOPE)
        if name == "li":
            self._end_block("li", barrier=BLOCKS - {"p", "li"})
        if name == "a":
            self._end_formatting("a")
        if name not in VOID:
            self.open.append(name)

    def _start_part(self, name: str) -> None:
        """A cell ends the one before it, a row too; without a table they are nothing."""
        if "table" not in self.open:
            return
        for open_cell in CELLS:
            self._end_block(open_cell, barrier={"table"})
        if name not in CELLS:
            self._end_block("tr", barrier={"table"})
        if name == "tbody":
            self._end_block("tbody", barrier={"table"})

    def _close(self, name: str) -> None:
        if name in FORMATTING:
            self._end_formatting(name)
        elif name == "table":
            self._end_block(name, barrier=set())
        elif name in TABLE:
            self._end_part(name)
        elif name in BLOCKS:
            self._end_block(name, barrier=SCOPE | LISTS if name == "li" else SCOPE)
        else:
            self._end_plain(name)

    def _end_part(self, name: str) -> None:
        if "table" in self.open:
            self._end_block(name, barrier={"table"})
        elif name in self.open:
            self.open.remove(name)  # it was nothing, and closes nothing

    def _end_block(self, name: str, barrier: set[str]) -> None:
        """Close the innermost `name`; formatting inside it stays, to be reopened after it."""
        at = self._last(name, barrier - {name})
        if at is not None:
            self.open[at:] = [inner for inner in self.open[at + 1 :] if inner in FORMATTING]

    def _end_formatting(self, name: str) -> None:
        """Close one `name`. Past three of a kind the parser forgets some: then none is closed."""
        at = self._last(name, SCOPE if self.open.count(name) <= 3 else BLOCKS)
        if at is not None:
            del self.open[at]

    def _end_plain(self, name: str) -> None:
        at = self._last(name, BLOCKS)
        if at is not None:
            self.open[at:] = [inner for inner in self.open[at + 1 :] if inner in FORMATTING]

    def _last(self, name: str, barrier: set[str]) -> int | None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at] == name:
                return at
            if self.open[at] in barrier:
                return None
        return None
