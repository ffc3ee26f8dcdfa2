"""A stored text as readers see it. These alone say that a text is safe, and only of what `clean`
made.
"""

import re
from collections.abc import Callable
from html import unescape
from itertools import count

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from newsroom import choices, words
from newsroom.html import reading, typed
from newsroom.html.figures import CARD, PULL
from newsroom.html.rules import PHOTO

Draw = Callable[[str, str], str]

_PICTURE = re.compile(r"<img[^<>]*>")
_SRC = re.compile(rf' src="{PHOTO.pattern}"')
_ALT = re.compile(r' alt="([^"]*)"')
_EXTERNAL = re.compile(r'(?<=<a )(?=[^<>]*\bhref="https?://)', re.IGNORECASE)
_LANGUAGE = re.compile(r'<(?P<tag>blockquote|h2|h3|p|span)(?P<lang> lang="(?P<code>[a-z-]+)")')
# Each stops at the next of its kind, so that no text takes longer than its length.
_TABLE = re.compile(r"<table>(?P<inner>(?:(?!</?table>).)*+)</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption>(?P<words>(?:(?!</?caption>).)*+)</caption>", re.DOTALL)
_ROW = re.compile(r"<tr>((?:(?!</?tr>).)*+)</tr>", re.DOTALL)
_CELL = re.compile(
    r'<(?P<tag>t[dh])(?: scope="(?P<scope>col|row)")?>(?P<words>(?:(?!</?t[dh]\b).)*+)</t[dh]>',
    re.DOTALL,
)
# Pictures that follow each other, with nothing between them, are one block.
_PICTURE_FIGURE = r"<figure>\s*+<img[^<>]*+>(?:(?!</?figure\b).)*+</figure>"
_GALLERY = re.compile(rf"{_PICTURE_FIGURE}(?:\s*+{_PICTURE_FIGURE})++", re.DOTALL)
_HOST = re.compile(r"https://(?:[^/?#@]*+@)?(?P<host>[^/?#:]*+)")


def with_anchors(html: str) -> SafeString:
    """Give each heading an id, made of its words."""
    anchors = iter(reading.headings(html))

    def with_id(match: re.Match[str]) -> str:
        if not reading.heading_words(match["inner"]):
            return match[0]
        level, anchor, _ = next(anchors)
        lang = match["lang"] or ""
        return f'<h{level}{lang} id="{anchor}">{match["inner"]}{match["end"]}'

    return mark_safe(reading.HEADING.sub(with_id, html))


def with_pictures(html: str, draw: Draw) -> SafeString:
    """Replace each picture by the HTML that `draw(token, alt)` returns."""

    def drawn(match: re.Match[str]) -> str:
        photo, alt = _SRC.search(match[0]), _ALT.search(match[0])
        return draw(photo["token"], unescape(alt[1]) if alt else "") if photo else ""

    return mark_safe(_PICTURE.sub(drawn, html))


def render(html: str, draw: Draw) -> SafeString:
    """Return a stored body as readers see it: anchors, drawn pictures, external links marked,
    neighbouring pictures as one block, footnotes after the text, each table in a region that
    scrolls by itself.
    """
    html = CARD.sub(_card, _with_pulls(html))
    html = _EXTERNAL.sub('rel="noopener" ', html)
    html = _with_notes(with_anchors(html), _mark, _notes)
    number = count(1)
    html = _TABLE.sub(lambda match: _region(match, next(number)), html)
    html = _GALLERY.sub(r'<div class="gallery">\g<0></div>', html)
    return with_pictures(_with_directions(html), draw)


def render_for_feed(html: str, draw: Draw) -> SafeString:
    """Return a stored body for feed readers, which know no style and no place inside a text:
    a card is a plain link, footnotes have numbers alone, and no words come twice.
    """
    html = CARD.sub(_plain_card, PULL.sub("", html))
    html = _EXTERNAL.sub('rel="noopener" ', html)
    html = _with_notes(with_anchors(html), _plain_mark, _plain_notes)
    html = _TABLE.sub(lambda match: f"<table>{_caption(match)}{_rows(match)}</table>", html)
    return with_pictures(_with_directions(html), draw)


def _with_directions(html: str) -> str:
    """Say of each passage in another language which way it runs."""
    return _LANGUAGE.sub(lambda m: f'{m[0]} dir="{choices.direction(m["code"])}"', html)


# Pull quotes. Who listens would hear the same words twice, unless they stand only there.


def _with_pulls(html: str) -> str:
    if 'class="pull"' not in html:
        return html
    said = _sounds(reading.text(html))

    def shown(match: re.Match[str]) -> str:
        parts = [_sounds(part) for part in reading.text(match["inner"]).split("…")]
        if not any(parts):
            return ""
        is_repeated = all(part in said for part in parts)
        hidden = ' aria-hidden="true"' if is_repeated else ""
        lang = match["lang"] or ""
        return f'<figure class="pull"{hidden}><p{lang}>{match["inner"]}</p></figure>'

    return PULL.sub(shown, html)


def _sounds(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


# Link cards. The host says where the link leads, whatever its title says.


def _card(match: re.Match[str]) -> str:
    about = f"<figcaption>{match['about']}</figcaption>" if match["about"] else ""
    host = _HOST.match(match["href"])["host"]
    return (
        f'<figure class="embed"><a href="{match["href"]}">{match["title"]} '
        f'<span class="embed-host"><bdi>{host}</bdi></span></a>{about}</figure>'
    )


def _plain_card(match: re.Match[str]) -> str:
    about = f"<br>{match['about']}" if match["about"] else ""
    return f'<p><a href="{match["href"]}">{match["title"]}</a>{about}</p>'


# Footnotes, numbered as they stand.


def _with_notes(html: str, mark: Callable[[int], str], listed: Callable[[list], str]) -> str:
    notes: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        said = unescape(match["words"]).strip() or words.NOTE_EMPTY
        notes.append(typed.linked(str(escape(said)), rel="noopener"))
        return mark(len(notes))

    html = reading.NOTE.sub(numbered, html)
    return html + listed(notes) if notes else html


def _mark(number: int) -> str:
    return (
        f'<sup class="note-mark"><a href="#note-{number}" id="note-{number}-mark" '
        f'role="doc-noteref">{number}</a></sup>'
    )


def _notes(notes: list[str]) -> str:
    # Translators: the heading over an article's footnotes.
    title, lang = pgettext("footnotes", "Notes"), get_language()
    back = escape(gettext("Back to the text"))
    items = (
        f'<li id="note-{number}"><span dir="auto">{note}</span> <a href="#note-{number}-mark" '
        f'role="doc-backlink" lang="{lang}" aria-label="{back}">↩\ufe0e</a></li>'
        for number, note in enumerate(notes, 1)
    )
    return (
        '<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
        f'<h2 id="notes" lang="{lang}">{escape(title)}</h2><ol>{"".join(items)}</ol></section>'
    )


def _plain_mark(number: int) -> str:
    return f"<sup>{number}</sup>"


def _plain_notes(notes: list[str]) -> str:
    return f"<hr><ol>{''.join(f'<li>{note}</li>' for note in notes)}</ol>"


# Tables.


def _region(match: re.Match[str], number: int) -> str:
    name, caption = f"table-{number}", _caption(match)
    if caption:
        label = f'aria-labelledby="{name}"'
        caption = caption.replace("<caption>", f'<caption id="{name}">', 1)
    else:
        called = gettext("Table {number}").format(number=number)
        label = f'aria-label="{escape(called)}"'
    table = f"<table>{caption}{_rows(match)}</table>"
    return f'<div class="table" role="region" tabindex="0" {label}>{table}</div>'


def _caption(table: re.Match[str]) -> str:
    found = _CAPTION.search(table["inner"])
    return found[0] if found and found["words"].strip() else ""


def _rows(table: re.Match[str]) -> str:
    """Return the rows; those of headers alone that come first are the table's head."""
    rows = [list(_CELL.finditer(row)) for row in _ROW.findall(table["inner"])]
    drawn = [_row(cells, is_first=not n) for n, cells in enumerate(rows)]
    body = next((n for n, cells in enumerate(rows) if any(c["tag"] == "td" for c in cells)), 0)
    head = f"<thead>{''.join(drawn[:body])}</thead>" if body else ""
    return f"{head}<tbody>{''.join(drawn[body:])}</tbody>"


def _row(cells: list[re.Match[str]], is_first: bool) -> str:
    """Draw a row; a header is of its column in the first row and in one of headers alone."""
    has_data = any(cell["tag"] == "td" for cell in cells)
    drawn = []
    for n, cell in enumerate(cells):
        leads_row = has_data and (not is_first or not n)
        scope = cell["scope"] or ("row" if leads_row else "col")
        said = f' scope="{scope}"' if cell["tag"] == "th" else ""
        drawn.append(f"<{cell['tag']}{said}>{cell['words']}</{cell['tag']}>")
    return f"<tr>{''.join(drawn)}</tr>"
