"""Articles to name as related: what is found, what never is, and what the writing page says."""

from datetime import timedelta

import pytest

from newsroom import database
from tests.cast import make_article, make_story, make_user, rewrite, story_of

FIND = "/admin/articles/story/related/"


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def journalist(client, editor):
    client.force_login(user := make_user("Journalist"))
    return user


def found(client, words: str = "") -> list[str]:
    return [each.headline for each in client.get(FIND, {"q": words}).context["found"]]


def test_article_is_found_by_letters_then_by_its_text(client, editor, journalist):
    """The newest first; without words, the newest of all."""
    for headline, word in (("The ferry", "tide"), ("Quay", "ferry"), ("Ferries rest", "wind")):
        body = f"<p>It is about {word}.</p>"
        make_article(by=editor, owner=editor, headline=headline, body=body)

    assert found(client) == ["Ferries rest", "Quay", "The ferry"]
    assert found(client, "fer") == ["Ferries rest", "The ferry"]
    assert found(client, "the FERRY") == ["The ferry", "Ferries rest", "Quay"]
    assert found(client, "%") == []


def test_what_readers_do_not_see_and_what_is_sensitive_is_not_offered(client, editor, journalist):
    """DESIGN §5; THREATS B2, B3: another’s story to come, a draft, a withdrawn one."""
    coming = make_story(owner=editor, headline="Ferry secret")
    coming.schedule(editor, coming.version, database.now() + timedelta(days=1))
    make_story(owner=editor, headline="Ferry draft")
    gone = make_article(by=editor, owner=editor, headline="Ferry gone")
    story_of(gone).withdraw(editor, 1, "The figures were wrong.")
    quiet = make_article(by=editor, owner=editor, headline="Ferry quiet")
    story_of(quiet).mark_sensitive(editor, 1, [editor], "closed")

    assert found(client) == found(client, "ferry") == []


def test_writing_page_names_them_by_their_headlines(client, editor, journalist):
    """Without a script too; of what readers do not see now, only the address that was typed."""
    there = make_article(by=editor, owner=editor, headline="The ferry is back")
    gone = make_article(by=editor, owner=editor, headline="Nobody knows this")
    lines = f"{there.get_absolute_url()}\n{gone.get_absolute_url()}"
    story = rewrite(make_story(owner=journalist), journalist, related=lines)
    story_of(gone).withdraw(editor, 1, "The figures were wrong.")

    page = client.get(f"/admin/articles/story/{story.pk}/change/")

    text = page.content.decode()
    assert page.context["named"] == [
        (there.get_absolute_url(), "The ferry is back"),
        (gone.get_absolute_url(), ""),
    ]
    assert "Nobody knows this" not in text
    assert f'href="{FIND}" target="_blank">Find an article' in text
