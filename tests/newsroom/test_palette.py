"""“Go to”: what it finds, and that it finds nothing that a person may not see."""

import pytest
from pytest_django.asserts import assertNumQueries

from newsroom.palette import holds
from tests.cast import make_author, make_story, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/go/"


def places(client, user, words="") -> str:
    client.force_login(user)
    response = client.get(ADDRESS, {"q": words})
    assert response.status_code == 200
    return response.content.decode().split('id="places"')[1].split('id="desk-keys"')[0]


@pytest.mark.parametrize(
    ("label", "words", "answer"),
    [
        ("New story", "", True),
        ("New story", "sto", True),
        ("New story", "STO ne", True),
        ("New story", "tory", False),
        ("Waiting comments", "comm wait x", False),
    ],
)
def test_words_begin_the_words_of_a_label(label, words, answer):
    assert holds(label, words) is answer


def test_stories_are_found_by_their_titles(client):
    user = make_user("Journalist")
    wanted = make_story(owner=user, headline="The ferry that came back empty")
    make_story(owner=user, working_title="Barrier vote", body="<p>The ferry, again.</p>")

    found = places(client, user, "back ferr")

    assert f'href="/admin/articles/story/{wanted.pk}/change/"' in found
    assert "Barrier vote" not in found


def test_without_words_stands_what_one_had_in_hand(client):
    user, other = make_user("Editor"), make_user("Editor")
    mine, theirs = (
        make_story(owner=each, headline=f"Of {each}", changed_by=each) for each in (user, other)
    )

    found = places(client, user)

    assert str(mine) in found
    assert str(theirs) not in found
    assert "New story" in found


@pytest.mark.parametrize("role", ["Journalist", "Moderator"])
def test_what_one_may_not_see_is_not_found(client, role):
    """DESIGN §5: neither in the list, nor by its words."""
    make_story(owner=make_user("Journalist"), headline="Canary in the ferry")

    for words in ("", "canary", "ferry", "New"):
        found = places(client, make_user(role), words)
        assert "Canary in" not in found
    assert ("New story" in found) is (role == "Journalist")
    assert "/admin/newsroom/user/" not in found


def test_spiked_stories_are_not_found(client):
    user = make_user("Editor")
    make_story(owner=user, headline="Spiked ferry").spike(user, 1)

    assert "Spiked ferry" not in places(client, user, "ferry")


def test_authors_are_found_by_name(client):
    author = make_author("Ines Falk")

    assert f"/admin/authors/author/{author.pk}/change/" in places(
        client, make_user("Journalist"), "falk in"
    )


def test_nothing_found_says_what_to_do(client):
    found = places(client, make_user("Journalist"), '"><script>x')

    assert "Try fewer letters" in found
    assert "<script>x" not in found


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_however_much_there_is(client, count):
    """DESIGN §4.12."""
    user = make_user("Editor")
    for number in range(count):
        make_story(owner=user, headline=f"Ferry {number}", changed_by=user)
        make_author(f"Ferry Falk {number}")
    client.force_login(user)
    client.get(ADDRESS)

    with assertNumQueries(7):
        client.get(ADDRESS, {"q": "ferry"})
