import pytest
from django.http import HttpResponse
from django.utils import timezone

from newsroom import middleware
from newsroom.models import Site
from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/admin/", "/accounts/login/", "/healthz", "/nowhere/at/all/"]
)
def test_every_answer_has_the_headers(client, path):
    response = client.get(path)

    assert "geolocation=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/admin/", "/accounts/login/", "/admin/nowhere/", "/comments/form/1/"]
)
@pytest.mark.parametrize("role", ["", "Editor"])
def test_address_that_reads_a_session_is_kept_by_nobody(client, path, role):
    """THREATS D1."""
    client.force_login(make_user(role))

    response = client.get(path)

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "address",
    ["/a%00b/", "/?q=%00", "/?%00=q", "/%ED%A0%80/", "/admin/?q=%00"],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence(client, address):
    """THREATS D9."""
    response = client.get(address)

    assert response.status_code in (400, 404)
    assert b"<h1" in response.content or b"<p" in response.content


def test_times_are_in_the_sites_zone_and_the_zone_ends_with_the_answer(rf):
    Site.objects.filter(pk=1).update(zone="Europe/Oslo")
    zones = []

    def view(request):
        zones.append(timezone.get_current_timezone_name())
        return HttpResponse()

    middleware.site_zone(view)(rf.get("/"))

    assert zones == ["Europe/Oslo"]
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize("path", ["/healthz", "/media/x/320.webp", "/static/x.css"])
def test_stateless_address_asks_the_database_nothing(rf, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        middleware.site_zone(lambda request: HttpResponse())(rf.get(path))
