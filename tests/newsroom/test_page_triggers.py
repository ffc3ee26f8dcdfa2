"""Which statement says that pages changed, and how much it says (DESIGN §4.5)."""

import psycopg
import pytest
from django.db import connection, transaction

from authors.models import Author, AuthorLink
from newsroom.models import FollowLink, Photo, Site
from tests.articles.rows import photo_row
from tests.cast import make_author, make_user
from tests.newsroom import ears

pytestmark = [pytest.mark.crawl, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ear(transactional_db):
    with ears.ear() as ear:
        yield ear


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_site_and_its_links_are_on_every_page(ear):
    acts = {
        "name": lambda: Site.objects.update(name="The Other Paper"),
        "link": lambda: FollowLink.objects.create(label="Feed", url="https://example.org/"),
        "link changed": lambda: FollowLink.objects.update(label="The feed"),
        "link gone": lambda: FollowLink.objects.all().delete(),
        "nothing found": lambda: Site.objects.filter(name="nobody").update(name="x"),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {name: ["*"] for name in acts} | {"nothing found": []}


def test_photo_counts_from_the_moment_something_can_show_it(ear):
    """An upload says nothing; a change does: the page that shows it may be on its way."""
    photo, person = photo_row(), make_user("Journalist")
    Photo.objects.filter(pk=photo.pk).update(uploaded_by=person)
    acts = {
        "uploaded": lambda: photo_row(),
        "alt": lambda: Photo.objects.filter(pk=photo.pk).update(alt="A quay in fog"),
        "saved as it was": lambda: Photo.objects.get(pk=photo.pk).save(),
        "uploader deleted": lambda: person.delete(),
        "deleted": lambda: photo.delete(),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {
        "uploaded": [],
        "alt": ["*"],
        "saved as it was": [],
        "uploader deleted": [],
        "deleted": [],
    }


def test_author_counts_when_listed_or_changed(ear):
    guest, person = make_author("A guest"), make_user("Journalist")
    acts = {
        "guest made": lambda: make_author("Another guest"),
        "listed author made": lambda: make_author("Ines Falk", is_listed=True),
        "guest’s bio": lambda: Author.objects.filter(pk=guest.pk).update(short_bio="Writes."),
        "login given": lambda: Author.objects.filter(pk=guest.pk).update(user=person),
        "login gone": lambda: person.delete(),
        "link": lambda: AuthorLink.objects.create(author=guest, label="x", url="https://a.example"),
        "guest and link deleted": lambda: guest.delete(),
        "listed author deleted": lambda: Author.objects.get(name="Ines Falk").delete(),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {
        "guest made": [],
        "listed author made": ["*"],
        "guest’s bio": ["*"],
        "login given": [],
        "login gone": [],
        "link": ["*"],
        "guest and link deleted": ["*"],
        "listed author deleted": ["*"],
    }


def test_one_transaction_says_it_once_and_only_when_it_is_committed(ear):
    with transaction.atomic():
        for number in range(20):
            make_author(f"Author {number}", is_listed=True)
        before = ear.heard()

    assert before == []
    assert ear.heard() == ["*"]


def test_transaction_that_is_taken_back_says_nothing(ear):
    with transaction.atomic():
        make_author("Ines Falk", is_listed=True)
        transaction.set_rollback(True)

    assert ear.heard() == []


def test_savepoint_that_is_taken_back_says_nothing(ear):
    with transaction.atomic():
        with transaction.atomic():
            make_author("Ines Falk", is_listed=True)
            transaction.set_rollback(True)
        make_author("A guest")

    assert ear.heard() == []


def test_thousands_of_rows_are_one_message(ear):
    columns = "name, slug, sort_name, kind, job_title, short_bio, full_bio, is_listed"
    rows = ((f"A {n}", f"a-{n}", "a", "person", "", "", "", True) for n in range(3000))
    with (
        psycopg.connect(**ears.database()) as loader,
        loader.cursor() as cursor,
        cursor.copy(f"COPY authors_author ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)

    assert ear.heard() == ["*"]


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE authors_authorlink",
        "TRUNCATE newsroom_site CASCADE",
        "INSERT INTO newsroom_site SELECT * FROM newsroom_site"
        " ON CONFLICT (id) DO UPDATE SET name = 'Another paper'",
        "MERGE INTO newsroom_site s USING (VALUES (1)) AS v(id) ON s.id = v.id"
        " WHEN MATCHED THEN UPDATE SET name = 'Another paper'",
        "WITH changed AS (UPDATE newsroom_site SET name = 'Another paper') SELECT 1",
    ],
)
def test_every_way_to_change_a_row_counts(ear, statement):
    """Admin, shell, raw SQL: DESIGN §4.5."""
    Site.objects.get_or_create(pk=1)
    ear.heard()

    execute(statement)

    assert ear.heard() == ["*"]


def test_session_with_another_path_can_still_save(ear):
    """A restore empties the search path; what it loads counts."""
    with psycopg.connect(**ears.database(), options="-c search_path=") as restore:
        restore.execute("UPDATE public.newsroom_site SET name = 'Restored'")

    assert ear.heard() == ["*"]


@pytest.mark.parametrize(
    ("keys", "payload"),
    [
        ("ARRAY['a', 'b']", ["a b"]),
        ("ARRAY['a', '*', 'b']", ["*"]),
        ("ARRAY(SELECT 'thread:' || n FROM generate_series(1, 101) n)", ["*"]),
        ("ARRAY(SELECT repeat('x', 50) || n FROM generate_series(10, 99) n)", ["*"]),
        ("ARRAY[]::text[]", []),
        ("NULL", []),
    ],
)
def test_message_is_never_too_long(ear, keys, payload):
    """PostgreSQL would refuse 8,000 bytes, and with them the journalist’s save."""
    execute(f"SELECT newsroom_pages_changed({keys})")

    assert ear.heard() == payload


def test_hundred_keys_are_told_one_by_one(ear):
    execute(
        "SELECT newsroom_pages_changed("
        "ARRAY(SELECT 'thread:' || 9000000000000000000 + n FROM generate_series(1, 100) n))"
    )

    assert [len(message.split()) for message in ear.heard()] == [100]


def test_server_has_a_name_of_its_own_that_no_session_changes(ear):
    """A replica, or another database of the same server, has another one."""
    question = "SELECT newsroom_server()"
    with psycopg.connect(**ears.database(), options="-c timezone=Asia/Tokyo") as other:
        found = other.execute(question).fetchone()
    with connection.cursor() as cursor:
        cursor.execute(question)

        assert cursor.fetchone() == found
    assert found[0].startswith(f"{connection.settings_dict['NAME']} 1")
