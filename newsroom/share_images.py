"""The picture that stands beside a shared link: 1200 × 630, a JPEG without metadata.

A lead picture is cut to that shape and the paper's name set small into its corner. Without one the
headline is set in the house's face, if that has all its letters; if not, the paper's name alone.
Like an upload it is drawn in a process of its own: this file is both sides of it.
"""

import io
import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = (1200, 630)
CENTRE = (0.5, 0.4)  # faces and horizons stand above the middle
PAPER, INK, INK_2, LINE = "#fdfcf8", "#17140f", "#5c554a", "#d9d2c3"
FACE = Path(__file__).resolve().parent.parent / "static/fonts/newsreader-headline.woff2"
MARGIN = 72
HEADLINE_SIZES = (92, 80, 70, 60, 52)
MOST_LINES = 4
NAME_SIZE = 34
NO_LETTER = "\U0010ffff"  # what the face draws for what it does not have


def draw(name: str, headline: str = "", picture: bytes = b"", focus=None) -> bytes:
    """Return the JPEG. `picture` is a rendition of ours; with it the headline is not drawn.

    `focus` is the point of it that stays in sight, in percent of its sides.
    """
    if picture:
        source = Image.open(io.BytesIO(picture)).convert("RGB")
        centre = (focus[0] / 100, focus[1] / 100) if focus else CENTRE
        card = ImageOps.fit(source, SIZE, centering=centre)
        _mark(card, name)
    else:
        card = Image.new("RGB", SIZE, PAPER)
        _words(card, name, headline)
    out = io.BytesIO()
    card.save(out, "JPEG", quality=85, progressive=True, optimize=True)
    return out.getvalue()


def _mark(card: Image.Image, name: str) -> None:
    """The name on a slip of paper in the lower corner."""
    face = _face(NAME_SIZE)
    if not has_letters(face, name):
        return
    name = _shortened(face, name, SIZE[0] // 2)
    width, top = face.getlength(name) + 44, SIZE[1] - 64
    paper = ImageDraw.Draw(card)
    paper.rectangle((0, top, width, SIZE[1]), fill=PAPER)
    paper.text((22, top + 32), name, INK, face, anchor="lm")


def _words(card: Image.Image, name: str, headline: str) -> None:
    paper = ImageDraw.Draw(card)
    right, foot = SIZE[0] - MARGIN, SIZE[1] - 96
    paper.rectangle((MARGIN, 64, right, 71), fill=INK)
    paper.rectangle((MARGIN, foot, right, foot), fill=LINE)
    if has_letters(_face(NAME_SIZE), headline):
        size, lines = _set(headline)
        for number, line in enumerate(lines):
            paper.text((MARGIN, 104 + number * size * 1.12), line, INK, _face(size))
        small = _face(NAME_SIZE)
        if has_letters(small, name):
            line = _shortened(small, name, right - MARGIN)
            paper.text((MARGIN, foot + 46), line, INK_2, small, anchor="lm")
    elif has_letters(large := _face(80), name):
        line = _shortened(large, name, right - MARGIN)
        paper.text((SIZE[0] / 2, (71 + foot) / 2), line, INK, large, anchor="mm")


def _set(headline: str) -> tuple[int, list[str]]:
    """Return the largest size in which the headline fits, and its lines."""
    for size in HEADLINE_SIZES:
        face = _face(size)
        lines = _lines(face, headline.split(), SIZE[0] - 2 * MARGIN)
        is_narrow = all(face.getlength(line) <= SIZE[0] - 2 * MARGIN for line in lines)
        if is_narrow and len(lines) <= MOST_LINES:
            return size, lines
    lines = (
        lines[:MOST_LINES]
        if len(lines) <= MOST_LINES
        else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    )
    return size, [_shortened(face, line, SIZE[0] - 2 * MARGIN) for line in lines]


def _lines(face, words: list[str], width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and face.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shortened(face, line: str, width: float) -> str:
    if face.getlength(line) <= width:
        return line
    while line and face.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip(' …')}…"


def has_letters(face, text: str) -> bool:
    """Whether the face has a letter of its own for each of the text's."""
    empty = bytes(face.getmask(NO_LETTER))
    letters = {letter for letter in text if not letter.isspace()}
    return bool(letters) and all(
        letter.isprintable() and bytes(face.getmask(letter)) != empty for letter in letters
    )


def _face(size: int):
    return ImageFont.truetype(FACE, size)


def main() -> None:
    """Standard input is a line of JSON and the picture behind it; standard output the JPEG."""
    line, _, picture = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(draw(**json.loads(line), picture=picture))


if __name__ == "__main__":
    main()
