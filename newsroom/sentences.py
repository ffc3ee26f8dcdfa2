"""Plain text cut where a reader would cut it: at a paragraph, a sentence, a word, never inside a
character that is made of several code points.
"""

import re
import unicodedata

ABBREVIATIONS = {
    *("Adm", "Apr", "Aug", "Bros", "Capt", "Co", "Col", "Dec", "Dr", "Feb", "Gen", "Gov", "Inc"),
    *("Jan", "Jr", "Jul", "Jun", "Lt", "Ltd", "Mr", "Mrs", "Ms", "Mt", "No", "Nov", "Oct", "Prof"),
    *("Rep", "Rev", "Sen", "Sept", "Sep", "Sgt", "Sr", "St", "cf", "e.g", "i.e", "vs"),
}
_END = re.compile(
    r"(?:(?P<stop>\.)|(?:[!?…؟۔।]|\.{2,}|[!?]+))"
    r"[\"'”’»›)\]]*(?=\s|\Z)"
    r"|[。！？｡][」』”’）]*"
)
# Each sign of Chinese or Japanese by itself; else from a letter or digit to the end of the run.
_WORD = re.compile(
    r"(?=[^\W_])[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|(?=[^\W_])[^\s\u3040-\u30ff\u3400-\u9fff]+"
)
_JOINER = "\u200d"


def words(text: str) -> int:
    """Count words: runs with a letter or digit in them, and each sign of Chinese or Japanese."""
    return len(_WORD.findall(text))


def first_paragraph(text: str) -> str:
    """Return the first lines up to a blank one, on one line."""
    return " ".join(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0].split())


def shorten(text: str, limit: int) -> str:
    """Return `text` ended at its last sentence within `limit`, else at a word with an ellipsis."""
    if len(text) <= limit:
        return text
    ends = [end for end in _sentence_ends(text[: limit + 1]) if end <= limit]
    if ends:
        return text[: ends[-1]]
    room = _whole_character(text, limit - 1)
    head = text[:room]
    if not text[room : room + 1].isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:–—-") + "…"


def _sentence_ends(text: str) -> list[int]:
    return [m.end() for m in _END.finditer(text) if not _goes_on(text, m)]


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Tell the full stop of "U.S." or "Mr." and the mark in “Go!” he said from an end."""
    if text[match.end() :].lstrip()[:1].islower():
        return True
    if not match["stop"]:
        return False
    word = re.split(r"[\s(\[“‘«\"']", text[max(0, match.start() - 20) : match.start()])[-1]
    return word in ABBREVIATIONS or re.search(r"(?:^|\.)[^\W\d_]$", word) is not None


def _whole_character(text: str, at: int) -> int:
    """Return the last place up to `at` that is not inside a character."""
    while 0 < at < len(text) and _belongs_to_previous(text, at):
        at -= 1
    return at


def _belongs_to_previous(text: str, at: int) -> bool:
    sign = text[at]
    return (
        unicodedata.category(sign).startswith("M")
        or sign == _JOINER
        or text[at - 1] == _JOINER
        or "\U0001f3fb" <= sign <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= sign <= "\U000e007f"  # the letters of a region's flag
        or "\u1160" <= sign <= "\u11ff"  # the later parts of a Korean syllable
        or (_is_flag(sign) and _flags_before(text, at) % 2 == 1)
    )


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    return next((n for n in range(at) if not _is_flag(text[at - 1 - n])), at)
