"""What a long conversation costs: bytes and queries. Time is not measured here."""

import random

import pytest
from pytest_django.asserts import assertNumQueries

from comments.conversation import LENGTH
from comments.models import Comment
from tests.cast import make_article

pytestmark = pytest.mark.django_db

# What readers write, in length and in scripts: 40 to 700 characters.
SAYINGS = (
    "I was on the quay that morning & nobody had told us. “Wait,” they said, and <we> waited.",
    "The timetable says 06:00: https://ferries.example.org/timetable?from=norrhaven&to=tarn#winter",
    "وصلت العبارة فارغة في ذلك الصباح، ولم يكن أحد على الرصيف.",
    "Паром вернулся пустым, и никто не сказал почему. Моя бабушка ждала его два часа.",
    "渡轮空着回来了，码头上没有人。谁点了灯？",
    "It is not the first time.\n\nIn 1998 the same thing happened, and the report was never read.\n"
    "Ask the harbour master; ask anybody who sold tickets then. ",
    "Thank you for asking the pilots as well. " * 8,
)
NAMES = ("Mirel", "Anna-Lena Söderström", "ليلى حداد", "Иван Петров", "陈晓", "J. O’Neill & Sons")


def talk(article, count: int) -> None:
    """Let readers say so many things, every third as an answer."""
    chance = random.Random(count)
    roots = []
    for number in range(count):
        text = chance.choice(SAYINGS)
        comment = Comment.all_objects.create(
            article=article,
            parent=chance.choice(roots) if number % 3 == 2 else None,
            name=chance.choice(NAMES),
            email=f"reader{number}@example.org",
            text=text,
            fingerprint=Comment.fingerprint_of(f"reader{number}", text),
            status="approved",
        )
        if comment.parent_id is None:
            roots.append(comment)


def test_an_article_with_two_hundred_comments_fits_into_sixty_kilobytes(client):
    """DESIGN §7 allows 150; fifty of them stand on a page (issue 6, point 9)."""
    article = make_article()
    talk(article, 200)

    response = client.get(article.get_absolute_url())

    page = response.content.decode()
    assert page.count('id="comment-') == LENGTH == 50
    assert "ferries.example.org/timetable?from=norrhaven&amp;to=tarn#winter</a>" in page
    assert len(response.content) <= 60_000


@pytest.mark.parametrize("count", [1, 3, 200])
def test_an_article_asks_six_times_however_many_comments_it_has(client, count):
    """DESIGN §4.12, §7: at most eight."""
    article = make_article()
    talk(article, count)
    client.get(article.get_absolute_url())  # what is asked once a process has been asked

    with assertNumQueries(6):
        client.get(article.get_absolute_url())
