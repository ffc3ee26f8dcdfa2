"""“Did you mean …?”: what is offered finds something, and tells of nothing that is not public."""

import pytest

from articles.lexicon import take_in
from articles.models import Article, Word
from articles.spelling import distance, suggestion
from tests.cast import make_article, make_section, make_user, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def publish(editor):
    """Publish an article, and let the lexicon have its words."""

    def make(headline, **kwargs):
        article = make_article(by=editor, owner=editor, headline=headline, **kwargs)
        take_in([article.pk], 1)
        return article

    return make


def meant(typed: str, found: int = 0, rows=None) -> str:
    return suggestion(typed, found, Article.objects.all() if rows is None else rows)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("goverment", "government"),
        ("Goverment", "Government"),
        ('"goverment of" hauser', '"government of" hauser'),
        ("govrenment", "government"),
        ("Hausser", "Häuser"),
        ("goverment -ferrry", "government -ferrry"),
        ("government", ""),
        ("completely", ""),
        ("gov", ""),
        ("%%% ---", ""),
        ("4711", ""),
    ],
)
def test_word_that_no_article_has_is_compared_with_the_lexicon(publish, typed, words):
    publish("The government of Häuser")

    assert meant(typed) == words


def test_two_wrong_words_are_put_right_together(publish):
    publish("The harbour commission")

    assert meant("harbor comission") == "harbour commission"


def test_what_is_offered_is_searched_for_as_narrowly(publish):
    """The suggestion itself has matches, where the reader looks."""
    publish("The government")
    town = make_section("Town")

    assert meant("goverment", rows=Article.objects.filter(section=town)) == ""
    assert meant("goverment harbour") == ""


@pytest.mark.parametrize("verb", ["withdraw", "hide", "take_back"])
def test_word_of_what_is_not_public_is_never_offered(publish, editor, client, verb):
    """DESIGN §4.1, THREATS B2, B6: though the lexicon still holds it."""
    story = story_of(publish("Zqwertzfeld in danger"))
    assert meant("Zqwertzfelt") == "Zqwertzfeld"
    reason = () if verb == "take_back" else ("A court asks for it.",)

    getattr(story, verb)(editor, story.version, *reason)

    assert Word.objects.filter(word="zqwertzfeld").exists()
    page = client.get("/search/", {"q": "Zqwertzfelt"}).content.decode()
    assert "Did you mean" not in page
    assert "zqwertzfeld" not in page.lower()


def test_typed_word_is_known_by_public_articles_only(publish, editor):
    """What was withdrawn cannot be told from what never was by the lack of a suggestion."""
    publish("Zqwertzfeld")
    story = story_of(publish("Zqwertzfold"))
    story.withdraw(editor, story.version, "The council asked for it.")

    assert meant("zqwertzfold") == meant("zqwertzfuld") == "zqwertzfeld"


def test_rare_word_gives_way_to_a_much_more_frequent_one(publish):
    """A slip that once came into the paper."""
    for _ in range(4):
        publish("The government")
    publish("The goverment")

    assert meant("goverment", found=1) == "government"
    assert meant("goverment", found=3) == ""


def test_page_leads_to_the_suggestion(publish, client):
    publish("The government")

    page = client.get("/search/?q=goverment&section=world").content.decode()

    assert 'href="/search/?q=government&amp;section=world"' in page


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("a", "a", 0), ("", "ab", 2), ("ferry", "ferrry", 1), ("abcd", "abdc", 1), ("quay", "key", 3)],
)
def test_distance_counts_slips(one, other, away):
    assert distance(one, other) == distance(other, one) == away
