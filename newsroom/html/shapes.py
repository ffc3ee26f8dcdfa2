"""The shapes that a parser does not keep: tables as plain grids of words, notes as words alone.

One walk over what nh3 gives, in which every tag is closed. In a cell, a caption and a note blocks
become breaks between their words, so a table never holds another. Rows get as many cells as the
widest; several captions become one, several bodies too. A note moves out of the link it stands in.
"""

from dataclasses import dataclass, field

from newsroom import nesting
from newsroom.html.rules import Refused

MAX_EMPTY = 5_000  # cells added to a table to make it square
_NOTE = '<span class="note">'
_NO_WORDS = nesting.BLOCKS | {"hr", "img"}  # what may not stand in a cell
_BREAKS = nesting.BLOCKS | {"br", "hr"}


def settled(html: str) -> str:
    if "<table" not in html and "<span" not in html:
        return html
    walk = _Walk()
    at = 0
    for match in nesting.TAG.finditer(html):
        walk.words(html[at : match.start()])
        at = match.end()
        name, attributes = match["name"] or "", match["attributes"] or ""
        if match["close"]:
            walk.end(name)
        else:
            walk.start(name, attributes, match[0])
    walk.words(html[at:])
    return "".join(walk.out)


@dataclass
class _Table:
    at: int
    captions: list[str] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)  # cells, and where the row ends
    body_end: int | None = None


@dataclass
class _Walk:
    out: list[str] = field(default_factory=list)
    open: list[tuple[str, str | None]] = field(default_factory=list)  # name, what ends it
    table: _Table | None = None
    words_from: int | None = None  # where the cell or caption begins that is being read
    note_from: int | None = None
    held: str = ""  # notes that wait for the end of a link
    filled: bool = False
    gap: bool = False

    def words(self, text: str) -> None:
        if text.strip():
            self._fill()
            self.filled = True
        if text:
            self.out.append(text)

    def start(self, name: str, attributes: str, tag: str) -> None:
        if self._is_out_of_place(name, attributes):
            self.gap |= self.filled and name in _BREAKS
            if name not in nesting.VOID:
                self.open.append((name, None))
            return
        self._fill()
        if name in nesting.VOID:
            self.out.append(tag)
        elif name == "span" and 'class="note"' in attributes:
            self._start_words(name, _NOTE)
        elif name in nesting.TABLE:
            self._start_part(name, tag)
        else:
            self._open(name, tag)

    def end(self, name: str) -> None:
        _, ending = self.open.pop()
        if ending is None:
            self.gap |= self.filled and name in _BREAKS
        elif name == "span" and self.note_from is not None:
            self._end_note()
        elif name in nesting.TABLE:
            self._end_part(name)
        else:
            self.out.append(ending)
            if name == "a":
                self.out.append(self.held)
                self.held = ""

    def _is_out_of_place(self, name: str, attributes: str) -> bool:
        if self.note_from is not None:
            return True
        if name == "span" and not attributes.strip():
            return True
        return self.words_from is not None and name in _NO_WORDS

    def _open(self, name: str, tag: str) -> None:
        self.open.append((name, f"</{name}>"))
        self.out.append(tag)

    def _fill(self) -> None:
        """Put what parts words where a block was between them."""
        if self.gap:
            self.out.append("<br>" if self.note_from is None else " ")
        self.gap = False

    def _start_words(self, name: str, tag: str) -> None:
        at = len(self.out)
        if name == "span":
            self.note_from = at
        else:
            self.words_from = at
        self._open(name, tag)
        self.filled = self.gap = False

    def _end_note(self) -> None:
        self.out.append("</span>")
        if any(name == "a" for name, _ in self.open):
            self.held += "".join(self.out[self.note_from :])
            del self.out[self.note_from :]
        self.note_from, self.filled, self.gap = None, True, False

    def _start_part(self, name: str, tag: str) -> None:
        if name == "table":
            self.table = _Table(len(self.out))
        if name in ("td", "th", "caption"):
            self._start_words(name, tag)
        elif name == "tbody" and self.table.body_end is not None:
            self.out[self.table.body_end] = ""
            self.open.append((name, "</tbody>"))
        else:
            self._open(name, tag)
        if name == "tr":
            self.table.rows.append([0, 0])
        elif name in ("td", "th"):
            self.table.rows[-1][0] += 1

    def _end_part(self, name: str) -> None:
        if name == "caption":
            self.table.captions.append("".join(self.out[self.words_from + 1 :]))
            del self.out[self.words_from :]
        elif name == "tbody":
            self.table.body_end = len(self.out)
        elif name == "tr":
            self.table.rows[-1][1] = len(self.out)
        if name in ("td", "th", "caption"):
            self.words_from, self.filled, self.gap = None, False, False
        if name == "table":
            self._end_table(self.table)
        elif name != "caption":
            self.out.append(f"</{name}>")

    def _end_table(self, table: _Table) -> None:
        self.table = None
        captions = [caption for caption in table.captions if caption.strip()]
        width = max((cells for cells, _ in table.rows), default=0)
        if not width:
            self.out[table.at :] = [f"<p>{caption}</p>" for caption in captions]
            return
        if sum(width - cells for cells, _ in table.rows) > MAX_EMPTY:
            raise Refused(
                "The rows of a table have very different lengths. Give each row as many cells as "
                "it has columns, or write the table as a list."
            )
        for cells, end in table.rows:
            self.out[end] = "<td></td>" * (width - cells) + "</tr>"
        if table.captions:
            self.out[table.at] += f"<caption>{'<br>'.join(captions)}</caption>"
        self.out.append("</table>")
