import pytest

from authors.models import Author
from tests.cast import make_article, make_author, make_photo, make_story, make_user

pytestmark = pytest.mark.django_db
AUTHORS = "/admin/authors/author/"


def form(**fields) -> dict:
    return {
        "name": "Ines Falk",
        "kind": "person",
        "job_title": "",
        "short_bio": "",
        "full_bio": "",
        "portrait": "",
        "user": "",
        "slug": "",
        "sort_name": "",
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-0-label": "",
        "links-0-url": "",
        "links-0-order": "0",
        **fields,
    }


def signed_in(client, role):
    user = make_user(role)
    client.force_login(user)
    return user


def change(client, author, **fields):
    return client.post(f"{AUTHORS}{author.pk}/change/", form(**fields))


def errors(response) -> dict:
    return response.context["adminform"].form.errors


def test_editor_adds_an_author_and_empty_names_are_made(client):
    signed_in(client, "Editor")
    writer = make_user("Journalist")

    response = client.post(
        f"{AUTHORS}add/", form(user=writer.pk, is_listed="on", job_title="Reporter")
    )

    author = Author.objects.get()
    assert response.status_code == 302
    assert (author.slug, author.sort_name, author.user) == ("ines-falk", "falk, ines", writer)
    assert author.is_listed


def test_journalist_adds_a_guest_who_is_neither_listed_nor_has_a_login(client):
    """THREATS C2: extra fields in the form do nothing."""
    ines = signed_in(client, "Journalist")

    response = client.post(
        f"{AUTHORS}add/",
        form(name="Guest", user=ines.pk, is_listed="on", slug="chief", kind="newsroom"),
    )

    guest = Author.objects.get()
    assert response.status_code == 302
    assert (guest.user, guest.is_listed, guest.slug, guest.kind) == (None, False, "guest", "person")


def test_journalist_changes_the_own_words_and_nothing_else(client):
    ines = signed_in(client, "Journalist")
    author = make_author("Ines Falk", user=ines)

    change(
        client,
        author,
        name="The Editor",
        short_bio="Writes about harbours.",
        slug="chief",
        is_listed="on",
        kind="newsroom",
        user="",
    )

    changed = Author.objects.get()
    assert changed.short_bio == "Writes about harbours."
    assert (changed.name, changed.slug, changed.kind) == ("Ines Falk", "ines-falk", "person")
    assert (changed.user, changed.is_listed) == (ines, False)


def test_journalist_sees_the_others_and_changes_none(client):
    signed_in(client, "Journalist")
    author = make_author("Omar Lind", user=make_user("Journalist"))

    page = client.get(f"{AUTHORS}{author.pk}/change/")
    assert page.status_code == 200
    assert b'name="short_bio"' not in page.content

    assert change(client, author, short_bio="Mine").status_code == 403
    assert Author.objects.get().short_bio == ""


def test_guest_belongs_to_the_editors_once_added(client):
    signed_in(client, "Journalist")
    guest = make_author("Guest")

    assert change(client, guest, short_bio="Mine").status_code == 403


def test_journalist_gives_links_to_the_own_page_only(client):
    ines = signed_in(client, "Journalist")
    own, other = make_author("Ines Falk", user=ines), make_author("Omar Lind")
    link = {"links-0-label": "Web", "links-0-url": "https://ines.example/"}

    change(client, own, **link)
    change(client, other, **link)

    assert [link.label for link in own.links.all()] == ["Web"]
    assert not other.links.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://files.example/", "//x", "data:,x"])
def test_link_leads_to_the_web_only(client, url):
    """THREATS A2."""
    signed_in(client, "Editor")
    author = make_author("Ines Falk")

    change(client, author, **{"links-0-label": "Web", "links-0-url": url})

    assert not author.links.exists()


def test_text_of_an_author_is_text_at_the_desk(client):
    """THREATS A4."""
    signed_in(client, "Editor")
    evil = '"><script>alert(1)</script>'
    author = make_author(evil, job_title=evil, short_bio=evil)

    pages = [client.get(path).content for path in (AUTHORS, f"{AUTHORS}{author.pk}/change/")]

    assert not any(b"<script>alert" in page for page in pages)


def test_author_slug_is_plain_and_taken_once(client):
    signed_in(client, "Editor")
    make_author("Ines Falk")

    odd = client.post(f"{AUTHORS}add/", form(name="A", slug="Odd_Slug"))
    taken = client.post(f"{AUTHORS}add/", form(name="B", slug="ines-falk"))

    assert errors(odd)["slug"] == ["Use small letters, digits and hyphens."]
    assert "already exists" in str(errors(taken)["slug"])


def test_login_belongs_to_one_author(client):
    signed_in(client, "Editor")
    ines = make_user("Journalist")
    make_author("Ines Falk", user=ines)

    response = client.post(f"{AUTHORS}add/", form(name="Twin", user=ines.pk))

    assert "user" in errors(response)


@pytest.mark.crawl
def test_portrait_is_chosen_from_photos_one_may_see(client):
    ines = signed_in(client, "Journalist")
    author = make_author("Ines Falk", user=ines)
    own = make_photo(uploaded_by=ines)
    hidden = make_photo(uploaded_by=make_user("Journalist"))

    page = client.get(f"{AUTHORS}{author.pk}/change/").content.decode()
    refused = change(client, author, portrait=hidden.pk)
    change(client, author, portrait=own.pk)

    assert own.token in page
    assert hidden.token not in page
    assert "portrait" in errors(refused)
    assert Author.objects.get().portrait == own


def test_portrait_that_an_editor_chose_may_stay(client):
    ines = signed_in(client, "Journalist")
    photo = make_photo(uploaded_by=make_user("Editor"))
    author = make_author("Ines Falk", user=ines, portrait=photo)

    response = change(client, author, portrait=photo.pk, job_title="Reporter")

    assert response.status_code == 302
    assert Author.objects.get().portrait == photo


def test_author_in_a_byline_stays_and_the_page_says_where(client):
    """DESIGN §4.15."""
    signed_in(client, "Editor")
    author = make_author("Ines Falk")
    make_story(author=author, headline="A draft")
    make_article(author=author, headline="A public one")

    response = client.post(f"{AUTHORS}{author.pk}/delete/", {"post": "yes"})

    page = response.content.decode()
    assert Author.objects.exists()
    assert "Story: A draft" in page
    assert "Article: A public one" in page


def test_unused_author_is_deleted(client):
    signed_in(client, "Editor")
    author = make_author("Ines Falk")

    client.post(f"{AUTHORS}{author.pk}/delete/", {"post": "yes"})

    assert not Author.objects.exists()


def test_author_list_has_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    signed_in(client, "Editor")
    make_author("A", user=make_user("Journalist"))
    client.get(AUTHORS)
    with django_assert_max_num_queries(20) as first:
        client.get(AUTHORS)
    make_author("B", user=make_user("Journalist"))
    make_author("C")
    with django_assert_max_num_queries(20) as second:
        client.get(AUTHORS)

    assert len(first) == len(second) == AUTHOR_QUERIES


AUTHOR_QUERIES = 7


@pytest.mark.parametrize(
    "lookup", ["user__password__startswith", "user__email", "full_bio__contains"]
)
def test_author_list_answers_its_own_filters_only(client, lookup):
    """THREATS C3."""
    signed_in(client, "Journalist")

    assert client.get(f"{AUTHORS}?{lookup}=p").status_code in (302, 400)
