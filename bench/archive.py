"""A million articles made of words that nobody ever wrote, and the searches among them.

A word is four syllables. How often one stands in a text falls with its number, as in any language:
a few are in nearly every article, most in hardly any. A search reads no HTML: the articles have
none.
"""

import json
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

from django.db import connection
from django.test import Client

from articles.models import Article, Section
from authors.models import Author

IN_USE = 50_000  # words of the archive
MEANT = 500_000  # words of the lexicon: names and places, and what nobody spells alike
LENGTH = 160  # words of an article
BATCH = 2_000
TURNS = 3
SECTIONS, AUTHORS = 8, 500
SLUG, AUTHOR = "bench-{}", "bench-author-{}"
NEWEST, STEP = datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=8)  # fifteen years of a daily

SYLLABLES = [a + b for a in "bdfgklmnprtv" for b in "aeiou"]
SPREAD = 7_919_003  # no divisor of 60⁴: every number has a word of its own
COLUMNS = {
    **dict.fromkeys(("short_headline", "share_title", "standfirst", "body", "place"), ""),
    **{"lead_caption": "", "kind": "news", "language": "en", "first_publication": "here"},
    **{"summary": "What nobody ever wrote.", "search_config": "newsroom_english"},
}
OWN = ("headline", "section_id", "slug", "day", "published_at", "body_text")
COPY = f"COPY articles_article ({', '.join((*COLUMNS, *OWN))}) FROM STDIN"
# The first authors write most.
BYLINES = """
INSERT INTO articles_byline (author_id, article_id, role, "order", published_at)
SELECT (%s::bigint[])[(random() * random() * %s)::int + 1], a.id, 'text', 0, a.published_at
FROM articles_article a
WHERE a.slug LIKE 'bench-%%' AND NOT EXISTS (
    SELECT 1 FROM articles_byline b WHERE b.article_id = a.id
)
"""
LEXICON = """
INSERT INTO articles_word (word, plain, round)
SELECT word, word, 1 FROM unnest(%s::text[]) AS word ON CONFLICT DO NOTHING
"""
IS_INDEXED = "SELECT to_regclass('article_search') IS NOT NULL"
DROP_INDEX = "DROP INDEX IF EXISTS article_search"
MAKE_INDEX = "CREATE INDEX article_search ON articles_article USING gin (search)"
MEMORY = "SET maintenance_work_mem = '512MB'"
LIMIT = "SET statement_timeout = '2s'"  # as in the web server


def main(articles: int, answer: str) -> None:
    """Make what is missing of the archive, ask, and write the figures to a file as JSON."""
    fill(articles)
    run(LIMIT)
    Path(answer).write_text(json.dumps({kind: asked(each) for kind, each in searches().items()}))


def word(number: int) -> str:
    number, syllables = number * SPREAD % 60**4, []
    for _ in range(4):
        number, digit = divmod(number, 60)
        syllables.append(SYLLABLES[digit])
    return "".join(syllables)


def fill(articles: int) -> None:
    """Go on where an earlier run was stopped; the index is made at the end, at once."""
    batches = range(0, articles, BATCH)
    slugs = [SLUG.format(first) for first in batches]
    there = set(Article.all_objects.filter(slug__in=slugs).values_list("slug", flat=True))
    missing = [first for first in batches if SLUG.format(first) not in there]
    if missing:
        run(DROP_INDEX)
        add(missing, articles)
    if not run(IS_INDEXED)[0]:
        finish()


def add(missing: list[int], articles: int) -> None:
    """Copy the batches in, by as many connections as there are cores."""
    names = [f"Part {number}" for number in range(SECTIONS)]
    sections = [Section.objects.get_or_create(name=n, slug=f"part-{n[5:]}")[0].pk for n in names]
    vocabulary = [word(number) for number in range(1, IN_USE + 1)]
    weights = list(accumulate(1 / number for number in range(1, IN_USE + 1)))
    pick = partial(random.choices, vocabulary, cum_weights=weights)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        numbers = (range(first, min(first + BATCH, articles)) for first in missing)
        for done in pool.map(partial(copy, pick=pick, sections=sections), numbers):
            sys.stderr.write(f"\r{done:,} articles ")
    sys.stderr.write("\n")


def copy(numbers: range, pick, sections: list[int]) -> int:
    with connection.cursor() as cursor, cursor.copy(COPY) as rows:
        for number in numbers:
            at, words = NEWEST - number * STEP, pick(k=LENGTH)
            own = (" ".join(words[:7]), sections[number % SECTIONS], SLUG.format(number))
            rows.write_row((*COLUMNS.values(), *own, at.date(), at, " ".join(words)))
    return numbers.stop


def finish() -> None:
    sys.stderr.write("Bylines, lexicon, index, statistics.\n")
    slugs = [AUTHOR.format(number) for number in range(AUTHORS)]
    rows = [Author(name=slug, slug=slug, sort_name=slug) for slug in slugs]
    Author.objects.bulk_create(rows, ignore_conflicts=True)
    ids = list(Author.objects.filter(slug__in=slugs).order_by("pk").values_list("pk", flat=True))
    run(MEMORY)
    run(BYLINES, ids, AUTHORS - 1)
    run(LEXICON, [word(number) for number in range(1, MEANT + 1)])
    run(MAKE_INDEX)
    run("VACUUM ANALYZE")


def run(statement: str, *parameters):
    """Run it and return its first row, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchone() if cursor.description else None


def searches() -> dict[str, list[dict]]:
    """Return by kind what is asked for, ten of each: other words, so that not all is at hand."""
    often, half, tenth, rare = (
        [word(start + step) for step in range(10)] for start in (1, 20, 200, 20_000)
    )
    author, section = AUTHOR.format(0), "part-3"

    def each(of: str, *words: list[str], **more: str) -> list[dict]:
        return [{"q": of.format(*some), **more} for some in zip(*words, strict=True)]

    return {
        "in nearly every article": each("{}", often),
        "in every second article": each("{}", half),
        "in one of ten": each("{}", tenth),
        "in one of a thousand": each("{}", rare),
        "two words": each("{} {}", tenth, half),
        "either of two": each("{} or {}", tenth, rare),
        "a phrase of frequent words": each('"{} {}"', often, often[1:] + often[:1]),
        "a phrase of rarer words": each('"{} {}"', half, tenth),
        "one without the other": each("{} -{}", half, often),
        "only without": each("-{}", half),
        "in a section": each("{}", tenth, section=section),
        "a rare one in a section": each("{}", rare, section=section),
        "by an author who wrote most": each("{}", tenth, author=author),
        "in a year": each("{}", tenth, since="2020-01-01", until="2020-12-31"),
        "filters alone": [{"section": section, "author": author, "until": "2020-12-31"}],
        "misspelt": [{"q": one[:3] + one[4:]} for one in tenth],
        "two words misspelt": [
            {"q": f"{a[:3]}{a[4:]} {b[:2]}{b[3:]}"} for a, b in zip(tenth, rare, strict=True)
        ],
        "nonsense": [{"q": f"qzwxj{letter}vvhq"} for letter in "abcdefghij"],
        "only signs": [{"q": "%%% &&& ((("}],
    }


def asked(searches: list[dict]) -> dict:
    """Ask for all in turns; return the milliseconds, those of our own processor time, the rows of
    the last page, and how often another spelling was offered.
    """
    client, took, own, found, offered = Client(headers={"host": "localhost"}), [], [], 0, 0
    for turn in range(TURNS * 10):
        query = searches[turn % len(searches)]
        began, used = time.perf_counter(), time.process_time()
        page = client.get("/search/", query, REMOTE_ADDR=f"10.0.0.{turn}")
        own.append((time.process_time() - used) * 1000)
        took.append((time.perf_counter() - began) * 1000)
        found = page.content.count(b'class="card card--row found')
        offered += b"Did you mean" in page.content
        if page.status_code != 200 or b"took too long" in page.content:
            sys.stderr.write(f"Not answered ({page.status_code}): {query}\n")
    return {"took": took, "own": own, "found": found, "offered": offered}
