"""The hashes of readers' addresses are erased after 30 days: by a command, and as comments come in.

DESIGN §4.11.
"""

import pytest
from django.core.management import call_command
from django.db import connection

from comments.models import Comment
from comments.posting import FORGETTING, post
from tests.cast import make_article, make_comment

pytestmark = pytest.mark.django_db
OLD, NEW = "0" * 64, "1" * 64


def number_next_comment(pk: int) -> None:
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('comments_comment', 'id')"
        cursor.execute(f"SELECT setval({sequence}, %s, false)", [pk])


def test_a_comment_in_so_many_has_the_old_addresses_erased(clock):
    old = make_comment(make_article(), address=OLD)
    clock.forward(hours=24 * 31)
    article, left = make_article(), []
    number_next_comment(FORGETTING * 1000 - 1)

    for text in ("One thought.", "Another thought."):
        post(article, name="Mira Holt", email="mira@example.org", text=text, address=NEW)
        old.refresh_from_db()
        left.append(old.address)

    assert left == [OLD, ""]
    assert Comment.all_objects.filter(address=NEW).count() == 2


def test_the_command_forgets_old_addresses_and_says_so(clock, capsys):
    article = make_article()
    old = make_comment(article, address=OLD)
    clock.forward(hours=24 * 31)
    young = make_comment(article, address=OLD)

    call_command("forget_addresses")
    call_command("forget_addresses")

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.address, young.address) == ("", OLD)
    assert capsys.readouterr().out == "Addresses forgotten: 1.\n"
