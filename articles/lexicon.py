"""How the words of public articles become the lexicon: the worker reads a few at a time.

A round goes through the archive from the oldest article to the newest, and on with what is
published meanwhile. A day after it began and at the end of the archive, words that it did not meet
are erased, and the next round begins: so an older piece that came later is read, too, and the words
of what was withdrawn go.
"""

from datetime import timedelta

from django.db import connection, transaction

from articles.models import Article, Reading, Word
from newsroom.database import now
from newsroom.jobs import chore

ARTICLES = 100  # in one go: about a tenth of a second
PAUSE = 5  # seconds: a million articles are a night's reading
ROUND = timedelta(days=1)

# The words as they are written, neither stemmed nor without accents; no numbers, no addresses.
TAKE_IN = r"""
INSERT INTO articles_word (word, plain, round)
SELECT word, unaccent(word), %(round)s FROM (
    SELECT DISTINCT unnest(tsvector_to_array(to_tsvector(
        'pg_catalog.simple', concat_ws(' ', headline, standfirst, body_text)
    ))) AS word
    FROM articles_article WHERE id = ANY(%(articles)s)
) AS met
WHERE char_length(word) BETWEEN 4 AND 30 AND word !~ '[0-9[:punct:]]'
ORDER BY word
ON CONFLICT (word) DO UPDATE SET round = EXCLUDED.round
WHERE articles_word.round <> EXCLUDED.round
"""


@chore(every=PAUSE)
def read_on() -> None:
    """Read the next articles of the round; at its end, forget and begin the next one.

    Of two workers one does it.
    """
    with transaction.atomic():
        Reading.objects.bulk_create([Reading(pk=1)], ignore_conflicts=True)
        reading = Reading.objects.select_for_update(skip_locked=True).first()
        if reading is None:
            return
        articles = list(_next(reading).values_list("published_at", "pk")[:ARTICLES])
        if articles:
            take_in([pk for _, pk in articles], reading.round)
            reading.published_at, reading.article = articles[-1]
        elif now() - reading.began_at >= ROUND:
            Word.objects.exclude(round=reading.round).delete()
            reading.round, reading.began_at = reading.round + 1, now()
            reading.published_at, reading.article = None, 0
        else:
            return
        reading.save()


def take_in(articles: list[int], round: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_IN, {"articles": articles, "round": round})


def _next(reading: Reading):
    rows = Article.objects.order_by("published_at", "pk")
    if reading.published_at is None:
        return rows
    at = reading.published_at
    return rows.filter(published_at__gte=at).exclude(published_at=at, pk__lte=reading.article)
