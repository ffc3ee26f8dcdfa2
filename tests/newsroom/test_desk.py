"""The desk's head: every list is in reach, in a row that fits."""

import pytest

from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "row", "more"), [("Journalist", 6, 0), ("Editor", 6, 3), ("Administrator", 6, 8)]
)
def test_row_holds_the_days_work_and_more_holds_the_rest(client, role, row, more):
    client.force_login(make_user(role))

    context = client.get("/admin/").context

    assert (len(context["nav_row"]), len(context["nav_more"])) == (row, more)
    assert [*context["nav_row"], *context["nav_more"]] == context["nav"]
