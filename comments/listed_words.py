"""How a listed word or phrase is found in what a reader wrote, in any script, in linear time.

Hides what makes two spellings the same word: case, accents, spaces, and signs that nobody sees.
"""

import re
import unicodedata
from functools import lru_cache

from comments.skeleton import FILLERS

# Scripts that put no spaces between words: Thai and Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)


def find(phrases: tuple[str, ...], *texts: str) -> str:
    """Return the first listed word or phrase found in a text, as it is written there; else "".

    It is found as a whole word whatever its case, accents and spaces, also when invisible signs
    stand inside it. In scripts that put no spaces between words it is found anywhere.
    """
    for text in texts:
        folded, places = _folded_with_places(text)
        for phrase in phrases:
            found = _place(fold(phrase), folded)
            if found:
                return _shown(text[places[found[0]] : places[found[1]]])
    return ""


def _shown(written: str) -> str:
    """Return a match on one line, without what could turn the sentence that quotes it around."""
    return " ".join("".join(s for s in written if unicodedata.category(s) != "Cf").split())


def _place(phrase: str, text: str) -> tuple[int, int] | None:
    start = text.find(phrase) if phrase else -1
    while start >= 0:
        end = start + len(phrase)
        begins = start == 0 or not _is_one_word(text[start - 1], text[start])
        ends = end == len(text) or not _is_one_word(text[end - 1], text[end])
        if begins and ends:
            return start, end
        start = text.find(phrase, start + 1)
    return None


def _is_one_word(left: str, right: str) -> bool:
    """Whether two neighbours belong to the same word."""
    if _UNSPACED.match(left) or _UNSPACED.match(right):
        return False
    return _is_of_word(left) and _is_of_word(right)


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


@lru_cache(maxsize=4096)
def fold(phrase: str) -> str:
    """Return a word or phrase as it is compared; "" if nothing is left, which is never found."""
    return _folded_with_places(phrase)[0].strip()


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text as words are compared, and where each of its signs, and its end, come from."""
    signs, places = [], []
    for place, sign in enumerate(text):
        folded = _folded_sign(sign)
        if folded == " " and signs[-1:] == [" "]:
            continue
        signs.extend(folded)
        places.extend([place] * len(folded))
    return "".join(signs), [*places, len(text)]


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in "’ʼ":
        return "'"
    parts = unicodedata.normalize("NFKD", sign).casefold()
    return "".join(part for part in parts if not _is_unseen(part))


def _is_unseen(sign: str) -> bool:
    """Whether a sign is an accent or shows nothing; the vowels of Indic scripts are neither."""
    accent = unicodedata.combining(sign)
    return (
        accent >= 200
        or 10 <= accent <= 35  # the points of Hebrew, the vowel signs of Arabic
        or unicodedata.category(sign) in ("Cf", "Cc")
        or "\ufe00" <= sign <= "\ufe0f"
        or sign == "\u034f"
        or sign in FILLERS
    )
