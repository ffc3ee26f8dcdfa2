"""The lexicon: read from what is public, in rounds, and forgotten with it."""

import pytest
from django.db import connection

from articles import lexicon
from articles.lexicon import read_on
from articles.models import Reading, Word
from newsroom import jobs
from newsroom.database import now
from tests.cast import make_article, make_story, make_user, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


def words() -> set[str]:
    return set(Word.objects.values_list("word", flat=True))


def test_words_are_taken_as_they_are_written(editor):
    body = "<p>Häuser, 4711 and https://example.org/path sea a.b@example.org Über-See</p>"
    make_article(by=editor, owner=editor, headline="The café", standfirst="Überall", body=body)

    read_on()

    assert {"häuser", "café", "überall"} <= words()
    assert not {"4711", "sea", "the"} & words()
    assert not any(set(word) & set("0123456789/.@-:") for word in words())
    assert Word.objects.get(word="häuser").plain == "hauser"


def test_nothing_is_read_before_its_time(editor, clock):
    """DESIGN §4.1, §4.2: neither a draft nor what is to come."""
    make_story(owner=editor, headline="Draftword")
    story = make_story(owner=editor, headline="Comingword")
    story.schedule(editor, story.version, now() + lexicon.ROUND / 4)
    read_on()
    assert not {"draftword", "comingword"} & words()

    clock.forward(hours=7)
    read_on()

    assert "comingword" in words()
    assert "draftword" not in words()


def test_round_goes_on_where_it_ended(editor, monkeypatch):
    monkeypatch.setattr(lexicon, "ARTICLES", 1)
    for headline in ("First", "Second"):
        make_article(by=editor, owner=editor, headline=headline, body="<p>x</p>")

    read_on()
    one = words()
    read_on()

    assert one == {"first"}
    assert words() == {"first", "second"}


def test_words_of_what_was_withdrawn_go_with_the_next_round(editor, clock):
    """THREATS B6."""
    story = story_of(make_article(by=editor, owner=editor, headline="Withdrawnword"))
    make_article(by=editor, owner=editor, headline="Stayingword")
    read_on()
    story.hide(editor, story.version, "The court asked for it.")

    for _ in range(2):
        clock.forward(hours=25)
        read_on()  # ends the round
        read_on()  # begins the next one

    assert "withdrawnword" not in words()
    assert "stayingword" in words()
    assert Reading.objects.get().round == 3


def test_worker_reads_on_by_itself(editor, monkeypatch):
    assert jobs.CHORES[read_on] == lexicon.PAUSE
    make_article(by=editor, owner=editor, headline="Quayside")
    done = {}

    jobs.do_chores(done)
    monkeypatch.setattr(lexicon, "take_in", None)
    jobs.do_chores(done)  # not yet again

    assert "quayside" in words()


@pytest.mark.crawl
def test_words_alike_come_from_the_index(editor):
    """No search's cost grows with the lexicon as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        plan = Word.objects.filter(plain__trigram_similar="ferry").explain()

    assert "word_spelt_like" in plan
