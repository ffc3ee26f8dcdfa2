"""Where the words that were looked for stand in an article: a headline and some lines, marked.

PostgreSQL finds the places and sets two signs around each. All of it is text until it is escaped
here; a text that holds those signs itself gains a mark, and nothing else.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline
from django.db.models import F
from django.db.models.functions import Left
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article
from articles.search import WordsInItsLanguage

LOOKED_THROUGH = 12_000  # characters of a text
BEGINNING = 60
START, END = "\ufdd0", "\ufdd1"  # no characters, and never to be any
LINES = {"max_fragments": 2, "max_words": 22, "min_words": 10, "fragment_delimiter": " … "}
MARKED = re.compile(f"{START}([^{START}{END}]*+){END}")


@dataclass(frozen=True)
class Excerpt:
    headline: SafeString
    lines: SafeString


def cards(ids: list[int], words: str) -> list[Article]:
    """Return these articles in this order, each with its `excerpt`: of the text where that has the
    words, else of the standfirst.
    """
    rows = (
        Article.objects.filter(pk__in=ids)
        .for_cards()
        .annotate(
            marked_headline=_with_signs(F("headline"), words, highlight_all=True),
            marked_summary=_with_signs(F("summary"), words, highlight_all=True),
            marked_lines=_with_signs(Left("body_text", LOOKED_THROUGH), words, **LINES),
            begins=Left("body_text", BEGINNING),
        )
    )
    found = rows.in_bulk(ids)
    articles = [found[pk] for pk in ids if pk in found]
    for each in articles:
        has_words = START in each.marked_lines
        lines = _cut(each.marked_lines, each.begins) if has_words else each.marked_summary
        each.excerpt = Excerpt(marked(each.marked_headline), marked(lines))
    return articles


def _with_signs(text, words: str, **options) -> SearchHeadline:
    query, config = WordsInItsLanguage(words), F("search_config")
    return SearchHeadline(text, query, config=config, start_sel=START, stop_sel=END, **options)


def marked(text: str) -> SafeString:
    """Escape a text, and mark what stands between the signs."""
    *pairs, (rest, _) = _pieces(text)
    return format_html_join("", "{}<mark>{}</mark>", pairs) + format_html("{}", rest)


def _pieces(text: str):
    """Yield (what stands before, what is marked); last what is left, with nothing marked."""
    end = 0
    for match in MARKED.finditer(text):
        yield _plain(text[end : match.start()]), match[1]
        end = match.end()
    yield _plain(text[end:]), ""


def _plain(text: str) -> str:
    return text.replace(START, "").replace(END, "")


def _cut(lines: str, begins: str) -> str:
    """Say by an ellipsis where the text goes on."""
    lines, begins = " ".join(lines.split()), " ".join(begins.split())
    starts = begins.startswith(_plain(lines)[:20])
    ends = _plain(lines).endswith((".", "!", "?", "”", "…"))
    return f"{'' if starts else '… '}{lines}{'' if ends else ' …'}"
