from datetime import timedelta

import pytest
from django.db import IntegrityError

from authors.models import Author
from newsroom.database import now
from tests.cast import make_article, make_author, make_story, make_user, story_of

pytestmark = pytest.mark.django_db
ONE_HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "kind", "slug", "sort_name"),
    [
        ("Ines Falk", "person", "ines-falk", "falk, ines"),
        ("Åsa Öberg-Lind", "person", "asa-oberg-lind", "oberg-lind, asa"),
        ("Madonna", "person", "madonna", "madonna"),
        ("The newsroom", "newsroom", "the-newsroom", "the newsroom"),
        ("North Wire Agency", "agency", "north-wire-agency", "north wire agency"),
    ],
)
def test_author_gets_a_slug_and_a_place_in_the_list(name, kind, slug, sort_name):
    author = make_author(name, kind=kind)

    assert (author.slug, author.sort_name) == (slug, sort_name)


@pytest.mark.parametrize("name", ["محمد", "村上", "😀"])
def test_author_slug_is_never_empty(name):
    assert make_author(name).slug


def test_authors_of_one_name_get_slugs_of_their_own():
    slugs = [make_author("Ines Falk").slug for _ in range(3)]

    assert slugs == ["ines-falk", "ines-falk-2", "ines-falk-3"]


def test_author_with_a_very_long_name_gets_a_slug_of_its_own_too():
    slugs = {make_author("a" * 120).slug for _ in range(3)}

    assert len(slugs) == 3
    assert max(map(len, slugs)) <= 80


def test_author_keeps_the_slug_and_sort_name_that_were_given():
    author = make_author("Ines van der Falk", slug="ines", sort_name="van der Falk, Ines")
    author.name = "Ines Falk"
    author.save()

    assert (author.slug, author.sort_name) == ("ines", "van der Falk, Ines")


def test_author_without_a_slug_cannot_be_stored():
    make_author()

    with pytest.raises(IntegrityError):
        Author.objects.update(slug="")


def test_public_authors_are_those_listed_or_in_a_public_byline(clock):
    listed = make_author("Listed", is_listed=True)
    public, drafting, scheduled = (make_author(name) for name in ("Public", "Drafting", "Later"))
    make_article(author=public)
    make_story(author=drafting)
    story = make_story(author=scheduled)

    story.schedule(make_user("Editor"), story.version, now() + ONE_HOUR)

    assert set(Author.objects.public()) == {listed, public}

    clock.forward(hours=2)
    assert set(Author.objects.public()) == {listed, public, scheduled}


def test_author_is_no_longer_public_once_the_only_article_is_withdrawn():
    author = make_author()
    article = make_article(author=author)
    story = story_of(article)
    story.withdraw(make_user("Editor"), story.version, "It was wrong.")

    assert not Author.objects.public().exists()


def test_journalist_edits_the_own_author_and_an_editor_everyone():
    ines = make_user("Journalist")
    own = make_author("Ines Falk", user=ines)
    other = make_author("Omar Lind")

    assert list(Author.objects.editable_by(ines)) == [own]
    assert set(Author.objects.editable_by(make_user("Editor"))) == {own, other}


@pytest.mark.parametrize(("kind", "expected"), [("person", "Ines"), ("agency", "Ines Falk Wire")])
def test_about_line_calls_a_person_by_the_first_name(kind, expected):
    name = "Ines Falk" if kind == "person" else "Ines Falk Wire"

    assert Author(name=name, kind=kind).first_name == expected


def test_author_outlives_the_login():
    ines = make_user("Journalist")
    author = make_author(user=ines)

    ines.delete()

    author.refresh_from_db()
    assert author.user is None
