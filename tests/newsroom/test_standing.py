"""Standing pages: what readers see, and facts that cannot be wrong."""

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from comments.models import Policy
from comments.models.comment import DAYS_TO_KEEP_ADDRESSES
from newsroom import standing
from newsroom.models import Site
from newsroom.standing import FACTS, StandingPage
from tests.cast import make_article, make_page
from tests.newsroom import ears

pytestmark = pytest.mark.django_db


def test_page_is_read_at_its_address_and_linked_on_every_page(client):
    make_page("about", title="About us", is_published=True)
    make_page("privacy", title="Privacy", body="<p>No cookies.</p>", is_published=True)

    pages = [client.get(path) for path in ("/about/", "/about/privacy/", "/", "/nowhere/")]

    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    assert "<p>No cookies.</p>" in pages[1].content.decode()
    for page in pages:
        assert '<a href="/about/">About us</a>' in page.content.decode()
        assert '<a href="/about/privacy/">Privacy</a>' in page.content.decode()


def test_draft_is_nowhere(client):
    """DESIGN §4.1, THREATS B3: as if it had never been."""
    make_page("imprint", title="Zwölf")

    pages = [client.get(path) for path in ("/about/imprint/", "/about/nothing/")]

    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content
    assert "Zwölf" not in client.get("/").content.decode()
    assert "/about/" not in client.get("/sitemap-pages.xml").content.decode()


def test_page_has_one_address(client):
    make_page("about", is_published=True)

    assert client.get("/about/").status_code == 200
    assert client.get("/about/about/").status_code == 404


def test_pages_are_in_the_sitemap(client):
    make_page("about", is_published=True)
    make_page("imprint", is_published=True)

    sitemap = client.get("/sitemap-pages.xml").content.decode()

    assert f"<loc>{settings.NEWSROOM_URL}/about/</loc>" in sitemap
    assert f"<loc>{settings.NEWSROOM_URL}/about/imprint/</loc>" in sitemap


def test_footer_costs_no_query(client, django_assert_num_queries):
    """DESIGN §7: an article’s page stays within its queries, whatever stands at its foot."""
    path = make_article().get_absolute_url()
    client.get(path)
    with django_assert_num_queries(5) as before:
        client.get(path)
    for number in range(8):
        make_page(f"page-{number}", is_published=True)

    with django_assert_num_queries(len(before)):
        page = client.get(path)

    assert "/about/page-7/" in page.content.decode()


def test_fact_is_read_where_it_is_decided(client):
    Policy.objects.update_or_create(pk=1, defaults={"longest": 1234})
    body = "<p>{address_days} days, {comment_length} characters.</p>"
    make_page("privacy", body=body, is_published=True)

    page = client.get("/about/privacy/").content.decode()

    assert f"<p>{DAYS_TO_KEEP_ADDRESSES} days, 1,234 characters.</p>" in page


def test_fact_in_a_tag_is_left_alone():
    """THREATS A4: no text of ours ends up inside an attribute."""
    Site.objects.update(contact_email="desk@example.org")

    assert standing.filled('<p title="{email}">x</p>') == '<p title="{email}">x</p>'
    assert "mailto:desk@example.org" in standing.filled("<p>{email}</p>")


def test_fact_is_escaped():
    Site.objects.update(name="<b>Quay & Co</b>")

    assert standing.filled("{paper}") == "&lt;b&gt;Quay &amp; Co&lt;/b&gt;"


def test_what_is_no_fact_is_named_and_shown_as_it_is():
    assert standing.unknown("{address_days} {kept_days} {}") == ["kept_days", ""]
    assert standing.filled("{kept_days}") == "{kept_days}"


def test_every_fact_can_be_told():
    assert all(str(tell()) for _, tell in FACTS.values())


def test_database_refuses_a_page_that_says_nothing_or_forgets():
    with pytest.raises(IntegrityError):
        StandingPage(title="x", slug="x", body="", is_published=True).save()


def test_address_of_a_feed_is_refused():
    with pytest.raises(IntegrityError):
        make_page("feed")


def test_page_sets_no_cookie():
    """DESIGN §4.6."""
    make_page("privacy", is_published=True)
    answer = Client().get("/about/privacy/")

    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.crawl
@pytest.mark.django_db(transaction=True)
def test_what_readers_see_changes_every_page_and_a_draft_none():
    """DESIGN §4.5: the footer is on every page."""
    page = make_page("imprint", is_published=True)
    rows = StandingPage.all_objects.filter(pk=page.pk)
    acts = {
        "draft": lambda: make_page("draft"),
        "title": lambda: rows.update(title="Who we are"),
        "hidden": lambda: rows.update(is_published=False),
        "written while hidden": lambda: rows.update(body="<p>x</p>"),
        "shown": lambda: rows.update(is_published=True),
        "gone": lambda: rows.delete(),
    }

    with ears.ear() as ear:
        heard = {name: ear.after(act) for name, act in acts.items()}

    silent = {"draft": [], "written while hidden": []}
    assert heard == {name: ["*"] for name in acts} | silent
