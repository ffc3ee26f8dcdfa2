"""Figures: a picture that is not ours goes, and with it a figure that has nothing else.

A pull quote is one paragraph of plain words, a link card one link and its description. A figure
that only says to be one keeps all its words and loses the name.
"""

import re

from newsroom import nesting

_FOREIGN_PICTURE = re.compile(r'<img(?![^>]* src=")[^>]*>')
_FIGURE = r'<figure(?: class="(?:quote|pull|embed)")?>'
_EMPTY_FIGURE = re.compile(rf"{_FIGURE}\s*+(?:<figcaption>\s*+</figcaption>\s*+)?</figure>")
_LONE_CAPTION = re.compile(
    rf"{_FIGURE}<figcaption>"
    rf"((?:(?!</?(?:{'|'.join(sorted(nesting.BLOCKS))})\b).)*+)</figcaption></figure>",
    re.DOTALL,
)

_PLAIN = r"(?:</?(?:code|em|s|strong|cite|sub|sup|span)>|<br>|<span lang=[^<>]*+>)"
PULL = re.compile(
    r'<figure class="pull">\s*+<p(?P<lang> lang="[a-z-]+")?>'
    rf"(?P<inner>(?:[^<]++|{_PLAIN})*+)</p>\s*+</figure>"
)
CARD = re.compile(
    r'<figure class="embed">\s*+<a href="(?P<href>https://[^"]++)">(?P<title>\s*+[^<\s][^<]*+)</a>'
    r"\s*+(?:<figcaption>(?P<about>[^<]++)</figcaption>\s*+)?</figure>"
)
_FALSE_PULL = re.compile(rf'(?!{PULL.pattern})<figure class="pull">')
_FALSE_CARD = re.compile(rf'(?!{CARD.pattern})<figure class="embed">')


def settled(html: str) -> str:
    html = _FOREIGN_PICTURE.sub("", html)
    before = ""
    while html != before:
        before = html
        html = _EMPTY_FIGURE.sub("", html)
    html = _LONE_CAPTION.sub(r"<p>\1</p>", html)
    return _FALSE_CARD.sub("<figure>", _FALSE_PULL.sub("<figure>", html))
