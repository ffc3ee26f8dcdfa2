"""The words that readers meet: each of the promised ones is rendered, none tells too much."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.template import Context, Template

from comments.models import Mode, Thread
from newsroom import words
from tests.cast import make_article, make_comment, make_user, story_of

ROOT = Path(__file__).resolve().parents[2]
NAMED = {name: str(text) for name, text in vars(words).items() if name.isupper()}
# How the house works inside is nobody's business, and no comfort to a reader.
INSIDE = re.compile(
    r"\b(queue|pending|sanction\w*|410|spam|flag(ged)?|reject\w*|premoderat\w*|held|hold|rules?"
    r"|policy|verdict|ban(ned)?|troll\w*|error|invalid|csrf|token|database|server)\b",
    re.IGNORECASE,
)
TYPED = {"text": "I was on the quay.", "name": "Mirel", "email": "mirel@example.org"}


def seen(response) -> str:
    """What a reader sees of a page, without its addresses and classes."""
    page = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", page)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "thanks_first",
            "Thank you. A moderator reads first comments before they appear. "
            "Only you can see yours until then.",
        ),
        ("read_before", "Comments here are currently read before they appear."),
        ("closed", "Comments are closed."),
        ("no_longer_available", "This article is no longer available."),
    ],
)
def test_promised_sentences_are_these(name, sentence):
    """Issue 3, point 13."""
    assert Template(f'{{% words "{name}" %}}').render(Context()) == sentence


def test_sentence_that_is_not_there_is_an_error():
    with pytest.raises(AttributeError):
        Template('{% words "no_such_sentence" %}').render(Context())


@pytest.mark.parametrize("name", NAMED)
def test_every_sentence_is_whole_and_tells_nothing_of_the_inside(name):
    text = NAMED[name]

    assert re.fullmatch(r"[A-Z].*[.?]", text)
    assert not re.search(r"[\"']|  ", text)
    assert not INSIDE.search(text)


@pytest.mark.parametrize("name", NAMED)
def test_every_sentence_is_used(name):
    """By a template or by code; one that nobody says any more is deleted."""
    apps = ("articles", "comments", "newsroom")
    code = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    wanted = re.compile(rf'words\.{name}\b|words "{name.lower()}"')

    pages = [*code, *(ROOT / "templates").rglob("*.html")]

    assert any(wanted.search(path.read_text()) for path in pages)


@pytest.fixture
def answers(client, db) -> dict:
    """What a reader can meet around a conversation, page by page."""
    cache.clear()
    moderator = make_user("Moderator")
    article, closed, read, gone = (make_article(by=moderator_editor()) for _ in range(4))
    Thread.choose(story_of(closed), Mode.CLOSED, None)
    Thread.choose(story_of(read), Mode.PREMODERATED, None)
    parent = make_comment(article, status="removed")
    make_comment(article, parent=parent)
    story_of(gone).withdraw(moderator_editor(), 1, "The figures were wrong.")
    address = {"article": article.get_absolute_url(), "closed": closed.get_absolute_url()}
    address |= {"read": read.get_absolute_url(), "gone": gone.get_absolute_url()}
    found = {name: client.get(path) for name, path in address.items()}
    for name, each in {"form": article, "closed form": closed, "read form": read}.items():
        found[name] = client.get(f"/comments/form/{each.pk}/")
    found["missing"] = client.get("/comments/form/999999999/")
    found["wrong"] = client.post("/comments/", {"article": article.pk, "text": "x"})
    found["not here"] = client.post("/comments/", {**TYPED, "article": gone.pk})
    found["too late"] = client.post("/comments/", {**TYPED, "article": closed.pk})
    found["read sent"] = client.post("/comments/", {**TYPED, "article": read.pk}, follow=True)
    found["sent"] = client.post("/comments/", {**TYPED, "article": article.pk}, follow=True)
    found["form again"] = client.get(f"/comments/form/{article.pk}/")
    comment = found["sent"].context["comment"]
    comment.reject(moderator, comment.version, "spam", "A note for colleagues")
    found["not published"] = client.get(f"/comments/{comment.pk}/sent/")
    return found


def moderator_editor():
    return make_user("Editor")


def test_each_promised_sentence_is_rendered(answers):
    """Issue 3, point 13."""
    assert str(words.THANKS_FIRST) in seen(answers["sent"])
    assert str(words.READ_BEFORE) in seen(answers["read"])
    assert str(words.READ_BEFORE) in seen(answers["read form"])
    assert str(words.CLOSED) in seen(answers["closed"])
    assert str(words.CLOSED) in seen(answers["closed form"])
    assert str(words.NO_LONGER_AVAILABLE) in seen(answers["gone"])
    assert answers["gone"].status_code == 410


def test_no_page_tells_how_the_house_works_inside(answers):
    """Issue 3, point 13: with a comment of every state about."""
    told = {name: INSIDE.findall(seen(response)) for name, response in answers.items()}

    assert {name: found for name, found in told.items() if found} == {}
