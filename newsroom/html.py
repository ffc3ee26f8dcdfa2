"""The one door for HTML: what may be stored, and how what is stored is read and shown.

`clean` is called on every write path. Everything else here takes clean HTML, in which `<` only
ever begins a tag, so that plain linear patterns may read it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape

import nh3
from bleach import html5lib_shim
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsroom import nesting, sentences
from newsroom.slugs import slugify

MAX_BYTES = 300_000
MAX_DEPTH = 32
MAX_TAGS = 20_000
PASSES = 6  # of nh3, which takes a thirtieth of bleach's time
MAX_TAG = 1_000  # characters of one tag without its quoted values: the parser is quadratic there

TAGS = nesting.FORMATTING | nesting.PLAIN | nesting.BLOCKS | nesting.VOID
SCHEMES = {"http", "https", "mailto", "tel"}

_CODE = re.compile(
    r"<(?P<name>script|style)(?=[\s/>])[^>]*+>?(?:.*?)(?P<end></(?P=name)\b[^>]*+(?:>|\Z)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_HUGE_REFERENCE = re.compile(r"&(?=#(?:[0-9]{8}|[xX][0-9a-fA-F]{7}))")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
# Control characters, byte order marks, noncharacters: nobody can type them, a feed forbids most.
_INVISIBLE = re.compile(r"[\x01-\x08\x0e-\x1f\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c]")


class Refused(ValidationError, ValueError):
    """Text that cannot be stored; its message tells the writer what to do."""

    def __str__(self) -> str:
        return str(self.message)


def clean(html: str) -> str:
    """Return `html` with nothing but what a story may contain; the same again when cleaned again.

    Raises Refused, with a sentence for the writer, for what cannot be stored.
    """
    html = _CODE.sub(_without_code, _readable(html))
    _check_nesting(html)
    html = _HUGE_REFERENCE.sub("&amp;", html)
    html = _settled(_bleached(html))
    _check_size(html)
    _check_nesting(html)
    return html


def _settled(html: str) -> str:
    """Run nh3 until nothing changes: a tangle of more than eight links is untied step by step."""
    for _ in range(PASSES):
        before, html = html, _without_empty_figures(_readable(_sanitised(html)))
        if html == before:
            return html
    raise Refused(
        "The text has formatting that overlaps too often to be understood. "
        "Paste it as plain text and format it here."
    )


def _readable(text: str) -> str:
    _check_size(text)
    if "\0" in text:
        raise Refused(
            "The text contains a NUL character, which cannot be stored. "
            "Copy the text again from its source, or type the passage anew."
        )
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise Refused(
            "The text contains half of a character, probably an emoji that was cut in two. "
            f"Delete the broken character near position {error.start + 1} and save again."
        ) from error
    if size > MAX_BYTES:
        raise Refused(
            f"The text has {size / 1000:,.0f} kB; the limit is {MAX_BYTES // 1000} kB. "
            "Shorten it or divide it into two stories."
        )


def _check_nesting(html: str) -> None:
    nest = nesting.Nest()
    for count, (name, closing, attributes) in enumerate(nesting.tags(html), 1):
        if count > MAX_TAGS or len(_QUOTED.sub("", attributes)) > MAX_TAG:
            raise Refused(
                "The text contains too much formatting code. "
                "Paste it as plain text and format it here."
            )
        if name in TAGS:
            nest.feed(name, closing)
        if nest.depth > MAX_DEPTH:
            raise Refused(
                f"The text has formatting nested more than {MAX_DEPTH} levels deep. Close what "
                "was opened, or paste the text as plain text and format it here."
            )


def _without_code(match: re.Match[str]) -> str:
    """Drop a whole script or style; one that is never closed is text that looks like it."""
    return "" if match["end"] else match[0]


def _bleached(html: str) -> str:
    """Run bleach; a cleaner serves one text, since it keeps state and threads share modules."""
    cleaner = Cleaner(tags=TAGS, attributes=_bleach_keeps, protocols=SCHEMES, strip=True)
    return cleaner.clean(_with_pre_newlines(html))


def _sanitised(html: str) -> str:
    return nh3.clean(
        _with_pre_newlines(html),
        tags=TAGS,
        attributes={tag: set(rules) for tag, rules in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        clean_content_tags=set(),
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _with_pre_newlines(html: str) -> str:
    """Double the newline after `<pre>`, since every parser drops one there."""
    return nesting.TAG.sub(_pre_newline, html) if "<pre" in html.lower() else html


def _pre_newline(match: re.Match[str]) -> str:
    opens_pre = match["name"] and match["name"].lower() == "pre" and not match["close"]
    return match[0] + "\n" if opens_pre and match.string[match.end() :][:1] == "\n" else match[0]


# Attributes. Each rule takes the decoded value and returns the one to keep, or None.

_LINK = re.compile(
    r"https?://[^\s/?#\\][^\\]*|mailto:[^\s\\]+@[^\s\\]+|tel:[+0-9][-0-9().%]*|/(?![/\\])[^\\]*",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"/admin/photos/(?P<token>[0-9a-f]{32})/[0-9]{2,4}\.(?:webp|jpg)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"-?[0-9]{1,6}")


def _href(value: str) -> str | None:
    """Keep links to the web, to mail and telephone, and to this site's own paths."""
    value = re.sub(r"[\t\n\r]", "", value).strip(" ").replace(" ", "%20")
    return value if _LINK.fullmatch(value) else None


def _only(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


ATTRIBUTES: dict[str, dict[str, Callable[[str], str | None]]] = {
    "a": {"href": _href, "title": str, "lang": _only(_LANGUAGE)},
    "figure": {"class": _only(re.compile("quote"))},
    "img": {"src": _only(_PHOTO), "alt": str},
    "ol": {"start": _only(_NUMBER)},
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    rule = ATTRIBUTES.get(tag, {}).get(name)
    return rule(value) if rule else None


def _bleach_keeps(tag: str, name: str, value: str) -> bool:
    """Ask the same rules; bleach passes values with their character references undecoded."""
    return _attribute(tag, name, unescape(value)) is not None


# Figures: a picture that is not ours goes, and with it a figure that has nothing else.

_FOREIGN_PICTURE = re.compile(r'<img(?![^>]* src=")[^>]*>')
_EMPTY_FIGURE = re.compile(
    r'<figure(?: class="quote")?>\s*+(?:<figcaption>\s*+</figcaption>\s*+)?</figure>'
)
_LONE_CAPTION = re.compile(
    r'<figure(?: class="quote")?><figcaption>'
    rf"((?:(?!</?(?:{'|'.join(sorted(nesting.BLOCKS))})\b).)*+)</figcaption></figure>",
    re.DOTALL,
)


def _without_empty_figures(html: str) -> str:
    html = _FOREIGN_PICTURE.sub("", html)
    before = ""
    while html != before:
        before = html
        html = _EMPTY_FIGURE.sub("", html)
    return _LONE_CAPTION.sub(r"<p>\1</p>", html)


# What a plain field gives.

_NAMES = "|".join(sorted(html5lib_shim.HTML_TAGS))
_BLOCK_NAMES = "|".join(sorted(html5lib_shim.HTML_TAGS_BLOCK_LEVEL))
_INLINE_NAMES = "|".join(sorted(nesting.FORMATTING | nesting.PLAIN | {"br"}))
_HAS_BLOCK = re.compile(rf"<(?:{_BLOCK_NAMES})(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINE_NAMES})(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_STRAY = re.compile(rf"<(?!/?(?:{_NAMES})(?=[\s/>])[^<>]*+>|!--)", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def from_field(text: str) -> str:
    """Return clean HTML for what a plain field sent: HTML, or paragraphs between blank lines.

    A text with a block tag is HTML. Otherwise a text with tags like `<em>` keeps these, and in a
    text without any tag every character stands for itself. A `<` that begins no tag is text.
    """
    text = _readable(text)
    if not _HAS_BLOCK.search(text):
        text = _typed(text if _INLINE.search(text) else str(escape(text)))
    html = clean(_STRAY.sub("&lt;", text))
    return html if _shows_something(html) else ""


def _typed(text: str) -> str:
    paragraphs = _BLANK_LINES.split(text.strip("\n"))
    return "".join(f"<p>{_INLINE_OR_NEWLINE.sub(_break, part)}</p>" for part in paragraphs)


_INLINE_OR_NEWLINE = re.compile(rf"{_INLINE.pattern}|\n", re.IGNORECASE)


def _break(match: re.Match[str]) -> str:
    return "<br>" if match[0] == "\n" else match[0]


def _shows_something(html: str) -> bool:
    return bool(text(html)) or "<img " in html or "<hr>" in html


# Reading.

_ENDS_LINE = nesting.BLOCKS | {"br", "hr"}
_ASIDE = re.compile(r"<(figure|blockquote)\b.*?(?:</\1>|\Z)", re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)(?:</p>|\Z)", re.DOTALL)
_HEADING = re.compile(r"<h(?P<level>[23])>(?P<inner>.*?)(?P<end></h(?P=level)>|\Z)", re.DOTALL)
_PICTURE = re.compile(r"<img[^<>]*>")
_SRC = re.compile(rf' src="{_PHOTO.pattern}"')
_ALT = re.compile(r' alt="([^"]*)"')
_EXTERNAL = re.compile(r'(?<=<a )(?=[^<>]*\bhref="https?://)', re.IGNORECASE)


def text(html: str) -> str:
    """Return the words without the tags, a block to a line, at most 300 kB of UTF-8."""
    html = nesting.TAG.sub(_as_text, re.sub(r"[ \t\n\r\f]+", " ", html))
    lines = (line.strip() for line in unescape(_HUGE_REFERENCE.sub("&amp;", html)).split("\n"))
    joined = "\n".join(line for line in lines if line)
    return joined.encode(errors="ignore")[:MAX_BYTES].decode(errors="ignore")


def _as_text(match: re.Match[str]) -> str:
    return "\n" if (match["name"] or "").lower() in _ENDS_LINE else ""


def words(html: str) -> int:
    return sentences.words(text(html))


def first_paragraph(html: str) -> str:
    """Return the first paragraph with words in it, as text on one line; quotes come last."""
    for source in (_ASIDE.sub("", html), html):
        for match in _PARAGRAPH.finditer(source):
            if plain := text(match[1]):
                return plain.replace("\n", " ")
    return text(html).partition("\n")[0]


def summary(source: str, limit: int = 200) -> str:
    """Return the first paragraph of HTML or of plain text, ended at a sentence within `limit`."""
    is_html = _HAS_BLOCK.search(source) or _INLINE.search(source)
    paragraph = first_paragraph(source) if is_html else sentences.first_paragraph(source)
    return sentences.shorten(paragraph, limit)


def headings(html: str) -> list[tuple[int, str, str]]:
    """Return (level, anchor, text) of each heading that has words, anchors unique in the text."""
    found, taken = [], Counter()
    for match in _HEADING.finditer(html):
        if plain := text(match["inner"]).replace("\n", " "):
            anchor = _free(f"h-{slugify(plain, 'section')}", taken)
            found.append((int(match["level"]), anchor, plain))
    return found


def _free(anchor: str, taken: Counter[str]) -> str:
    """Return `anchor`, numbered from the second on; the prefix keeps it off the page's own ids."""
    name = anchor
    while name in taken:
        taken[anchor] += 1
        name = f"{anchor}-{taken[anchor]}"
    taken[name] = 1
    return name


def photo_tokens(html: str) -> list[str]:
    """Return the tokens of the pictures a text shows, in its order."""
    return [match["token"] for match in _SRC.finditer(html)]


# Showing. These alone say that a text is safe, and only of what `clean` made.


def with_anchors(html: str) -> SafeString:
    """Give each heading an id, made of its words."""
    anchors = iter(headings(html))

    def with_id(match: re.Match[str]) -> str:
        if not text(match["inner"]):
            return match[0]
        level, anchor, _ = next(anchors)
        return f'<h{level} id="{anchor}">{match["inner"]}{match["end"]}'

    return mark_safe(_HEADING.sub(with_id, html))


def with_pictures(html: str, draw: Callable[[str, str], str]) -> SafeString:
    """Replace each picture by the HTML that `draw(token, alt)` returns."""

    def drawn(match: re.Match[str]) -> str:
        photo, alt = _SRC.search(match[0]), _ALT.search(match[0])
        return draw(photo["token"], unescape(alt[1]) if alt else "") if photo else ""

    return mark_safe(_PICTURE.sub(drawn, html))


def render(html: str, draw: Callable[[str, str], str]) -> SafeString:
    """Return a stored body as readers see it: anchors, drawn pictures, external links marked."""
    html = _EXTERNAL.sub('rel="noopener" ', html)
    return with_pictures(with_anchors(html), draw)


def paragraphs(plain: str) -> SafeString:
    """Return plain text, such as a biography, as paragraphs between blank lines."""
    parts = _BLANK_LINES.split(_LINE_ENDS.sub("\n", plain).strip("\n"))
    drawn = (f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part.strip())
    return mark_safe("".join(drawn))


# A reader's plain text. The pattern reads escaped text; every repetition in it is possessive, so
# that no text takes longer than its length.

_NO_LINK = (
    r"\s<>&()\[\]\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\\^`{|}“”‘’«»、。「」『』【】（）"
)
_ENDS_SENTENCE = r".,;:!?*~…，；：！？"
_SIGN = rf"(?:[^{_NO_LINK}{_ENDS_SENTENCE}]|&amp;)"
_INSIDE = rf"(?:{_SIGN}|[{_ENDS_SENTENCE}])*+"
_WEB_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])https?://[\w-]++(?:\.[\w-]++)++(?::[0-9]{1,5}+)?"
    rf"(?:[/?#](?:{_SIGN}|\({_INSIDE}\)|\[{_INSIDE}\]|[{_ENDS_SENTENCE}]++(?={_SIGN}))*+)?",
    re.IGNORECASE,
)


def plain(text: str) -> SafeString:
    """Return a reader's plain text as paragraphs, with web addresses as links; never raises.

    Only what begins with http:// or https:// and names a host with a dot is an address; its words
    stay as typed. Stops and brackets around it stay outside.
    """
    html = str(escape(_INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))).strip("\n")
    html = "".join(_linked(html)) if "://" in html else html
    parts = (part.replace("\n", "<br>") for part in _BLANK_LINES.split(html) if part.strip())
    return SafeString("".join(f'<p dir="auto">{part}</p>' for part in parts))


def _linked(escaped: str) -> Iterator[str]:
    """Run bleach's search for addresses alone: its parser would take a hundred times as long."""
    tokens = [{"type": "Characters", "data": escaped}]
    for token in LinkifyFilter([], url_re=_WEB_ADDRESS).handle_links(tokens):
        if token["type"] == "StartTag":
            yield f'<a href="{token["data"][None, "href"]}" rel="nofollow ugc noopener">'
        else:
            yield "</a>" if token["type"] == "EndTag" else token["data"]
