"""What a reader's eye sees of a name: its words, in one shape for all signs that look alike.

A skeleton is for comparing with another skeleton, never for showing. It is coarse on purpose: it
is only asked whether a whole name, or a role in it, looks like one of ours.
"""

import re
import unicodedata
from functools import lru_cache

CACHED = 20_000  # names; more than a paper has authors
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a symbol that show nothing
NARROW = "\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"  # spaces too thin to be seen as such

# Each Latin letter with what passes for it: Cyrillic, Greek, Armenian, Cherokee, Lisu, Latin's own
# odd letters, digits and signs. Capitals stand beside small letters, since they look different:
# Greek Ν is an N, ν is a v. What NFKD undoes (full width, bold, circled, accents) is not here.
_LOOK_ALIKE = {
    "a": "ɑаαᴀАΑᎪꓮաⱥ4@🅐🅰",
    "b": "ʙвВΒьЬᏴꓐƀ8ßβ🅑🅱",
    "c": "ᴄсСᏟꓚςƈ🅒🅲",
    "d": "ᴅԁԀᎠᏧꓓđɗðժ🅓🅳",
    "e": "ᴇеЕєЄΕεᎬꓰɘəɛ3€🅔🅴",
    "f": "ꜰϝϜꓝƒքֆ🅕🅵",
    "g": "ɢɡɠցԌᏀꓖᏳ🅖🅶",
    "h": "ʜһҺнНΗհħᎻᏂꓧ🅗🅷",
    "j": "ᴊјЈյᎫꓙɉ🅙🅹",
    "k": "ᴋкКκΚᏦꓗƙ🅚🅺",
    "l": "iIʟɩιΙіІӏӀıլԼᏞꓡꓲᎥłɪ1|ǀו🅛🅸🅻",
    "m": "ᴍмМΜᎷꓟ🅜🅼",
    "n": "ɴпηΝոռꓠŋ🅝🅽",
    "o": "ᴏоОοΟօՕσøסɵөΘθꓳ0๐໐౦೦൦०০੦૦௦〇🅞🅾",
    "p": "ᴘрРρΡᏢꓑþ🅟🅿",
    "q": "զԛԚɋ🅠🆀",
    "r": "ʀгᎡᏒꓣɾ🅡🆁",
    "s": "ꜱѕЅՏᏕᏚꓢʂ5$🅢🆂",
    "t": "ᴛтТτΤᎢꓔŧ7🅣🆃",
    "u": "ᴜυսՍʋꓴմ🅤🆄",
    "v": "ᴠνѵѴᏙꓦ🅥🆅",
    "w": "ᴡшωѡԝԜᎳᏔꓪɯ🅦🆆",
    "x": "хХχΧꓫ🅧🆇",
    "y": "ʏуУүҮγΥᎩᎽꓬɏ🅨🆈",
    "z": "ᴢΖᏃꓜƶ🅩🆉",
    # Letters that one keyboard has and another spells otherwise.
    "ي": "یىے",
    "ك": "کڪ",
    "ه": "ھہەة",
}
_SHAPE = str.maketrans({sign: look for look, signs in _LOOK_ALIKE.items() for sign in signs})
_SHAPE |= {ord(sign): None for sign in FILLERS}
_WITHOUT_NARROW = str.maketrans(dict.fromkeys(NARROW))
_BARS = re.compile(r"[|ǀ](?!\w)")  # one that ends a word stands for itself
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=CACHED)
def skeleton(name: str) -> tuple[str, ...]:
    """Return the words of a name in the shape in which look-alikes are equal.

    `name` is short: at most a few hundred characters.
    """
    text = unicodedata.normalize("NFKD", name.translate(_WITHOUT_NARROW))
    text = "".join(sign for sign in text if not _shows_nothing(sign))
    text = _BARS.sub(" ", text).translate(_SHAPE).casefold().translate(_SHAPE)
    return tuple(word.replace("rn", "m").replace("vv", "w") for word in _WORD.findall(text))


def _shows_nothing(sign: str) -> bool:
    """Whether it is a mark, a format character or another control."""
    return unicodedata.category(sign)[0] in "MC"
