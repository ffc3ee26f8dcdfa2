"""Listed words and the house rules at the desk."""

import pytest

from comments.models import ListedWord, Policy
from tests.cast import make_user

pytestmark = pytest.mark.django_db
WORDS = "/admin/comments/listedword/"
RULES = "/admin/comments/policy/1/change/"


@pytest.fixture
def moderator(client):
    user = make_user("Moderator")
    client.force_login(user)
    return user


def add(client, word: str, action: str = "hold"):
    return client.post(f"{WORDS}add/", {"word": word, "action": action})


def test_word_is_listed_changed_and_taken_off(client, moderator):
    add(client, "  buy \t now ", "refuse")
    word = ListedWord.objects.get()
    assert (word.word, word.action) == ("buy now", "refuse")

    client.post(f"{WORDS}{word.pk}/change/", {"word": "Buy now", "action": "hold"})
    word.refresh_from_db()
    assert (word.word, word.action) == ("Buy now", "hold")

    client.post(f"{WORDS}{word.pk}/delete/", {"post": "yes"})
    assert not ListedWord.objects.exists()


def test_page_says_what_a_word_finds(client, moderator):
    assert "Found as a whole word, whatever its case" in client.get(f"{WORDS}add/").content.decode()


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("LIAR", "This word is listed already."),
        (" liar ", "This word is listed already."),
        ("", "This field is required."),
        ("…!", "at least one letter or digit"),
        ("\u200b", "at least one letter or digit"),
        ("a\0b", "NUL character"),
        ("x" * 81, "at most 80 characters"),
    ],
)
def test_word_that_cannot_be_listed_gets_a_sentence(client, moderator, word, sentence):
    """DESIGN §4.13, THREATS D9."""
    ListedWord.objects.create(word="Liar")

    answer = add(client, word)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert ListedWord.objects.count() == 1


def test_words_are_found_by_search_and_by_what_they_do(client, moderator):
    ListedWord.objects.create(word="liar")
    ListedWord.objects.create(word="watches", action="refuse")

    def listed(query):
        shown = client.get(WORDS + query).content.decode()
        return [word for word in ("liar", "watches") if f">{word}</a></th>" in shown]

    assert listed("") == ["liar", "watches"]
    assert listed("?q=LIA") == ["liar"]
    assert listed("?action__exact=refuse") == ["watches"]


@pytest.mark.parametrize("role", ["Journalist"])
def test_words_are_for_moderators(client, role):
    word = ListedWord.objects.create(word="liar")
    client.force_login(make_user(role))

    for way in ("", "add/", f"{word.pk}/change/", f"{word.pk}/delete/"):
        assert client.get(WORDS + way).status_code == 403
        assert client.post(WORDS + way, {"word": "x", "post": "yes"}).status_code == 403
    assert ListedWord.objects.get().word == "liar"


# House rules

FIELDS = {
    "mode": "premoderated",
    "closes_after": "14",
    "longest": "2000",
    "most_links": "1",
    "per_address": "5",
    "per_article": "100",
}


@pytest.fixture
def administrator(client):
    user = make_user("Administrator")
    client.force_login(user)
    return user


def test_administrator_changes_the_house_rules(client, administrator):
    listed = client.get("/admin/comments/policy/")
    saved = client.post(RULES, FIELDS)

    assert (listed["Location"], saved["Location"]) == (RULES, RULES)
    policy = Policy.current()
    assert (policy.mode, policy.closes_after, policy.longest) == ("premoderated", 14, 2000)
    assert (policy.most_links, policy.per_address, policy.per_article) == (1, 5, 100)


def test_lost_row_gives_the_defaults_and_can_be_saved(client, administrator):
    Policy.objects.all().delete()

    assert 'value="5000"' in client.get(RULES).content.decode()
    client.post(RULES, FIELDS)

    assert Policy.objects.get().longest == 2000


@pytest.mark.parametrize(
    ("field", "value"),
    [("longest", "99"), ("longest", "9" * 30), ("per_address", "0"), ("closes_after", "0")],
)
def test_rule_out_of_bounds_gets_a_sentence(client, administrator, field, value):
    """DESIGN §4.13."""
    answer = client.post(RULES, FIELDS | {field: value})

    assert answer.status_code == 200
    assert "Ensure this value is" in answer.content.decode()
    assert Policy.current().longest == 5000


def test_there_is_one_row_of_rules_for_ever(client, administrator):
    for way in ("add/", "1/delete/"):
        assert client.get(f"/admin/comments/policy/{way}").status_code == 403
        assert client.post(f"/admin/comments/policy/{way}", FIELDS).status_code == 403
    assert client.get("/admin/comments/policy/2/change/").status_code == 302
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("role", ["Journalist", "Moderator", "Editor"])
def test_rules_are_for_administrators(client, role):
    client.force_login(make_user(role))

    assert client.get(RULES).status_code == 403
    assert client.post(RULES, FIELDS).status_code == 403
    assert Policy.current().mode == "open"
