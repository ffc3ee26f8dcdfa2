"""What every answer has in common: headers, zone, language, refused input, the second factor."""

import logging
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from newsroom import language, pagecache
from newsroom.database import DATABASE_FAILS
from newsroom.models import Site
from newsroom.public import is_private
from newsroom.roles import SECOND_FACTOR
from newsroom.views import database_failed

logger = logging.getLogger(__name__)

PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
UNSAFE = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL and UTF-8 cannot hold
STATELESS = ("/healthz", "/static/", "/media/")


def security_headers(get_response):
    """Add what neither Django nor django-csp adds."""

    def answer(request):
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


class SafeInput:
    """Refuse what PostgreSQL cannot store, wherever it stands, with a sentence instead of a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_unsafe(request.path_info) or _is_unsafe(request.GET.urlencode()):
            body = render_to_string("400.html", {"site": Site()})
            return HttpResponseBadRequest(body)
        return self.get_response(request)


def site_zone(get_response):
    """Show times in the site's zone, and words in its language where readers come; the site and
    the time are read once a request.
    """

    def answer(request):
        if not request.path_info.startswith(STATELESS):
            try:
                _read_site(request)
            except DATABASE_FAILS as problem:
                if request.method in ("GET", "HEAD"):
                    return database_failed(request, problem)
            except DatabaseError as problem:
                logger.warning("The site could not be read: %s", problem)
        try:
            with override(language.of_request(request)):
                return get_response(request)
        finally:
            timezone.deactivate()

    return answer


def _read_site(request) -> None:
    site = Site.current()
    request.site, zone = site, ZoneInfo(site.zone)
    timezone.activate(zone)
    if now := getattr(site, "now", None):
        page = pagecache.of(request)
        page.server = site.server
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        page.shows(until=site.next_change)
        page.shows(until=datetime.combine(tomorrow, time(), zone))  # the date on every page


class DatabaseFailure:
    """A page that the database kept from being drawn says so, and asks to come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, problem):
        return database_failed(request, problem) if isinstance(problem, DATABASE_FAILS) else None


def private_pages(get_response):
    """An address that reads a session is kept by nobody."""

    def answer(request):
        response = get_response(request)
        if is_private(request.path_info):
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def second_factor(get_response):
    """With the setting on, the roles that need it set up a second factor before anything else."""

    def answer(request):
        if request.path_info.startswith("/admin/") and _lacks_second_factor(request.user):
            messages.warning(request, "Set up a second factor first. Your role needs one.")
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return answer


def _lacks_second_factor(user) -> bool:
    if not settings.REQUIRE_SECOND_FACTOR or not user.is_authenticated:
        return False
    from allauth.mfa.utils import is_mfa_enabled  # needs the loaded app registry

    needs = user.is_superuser or user.groups.filter(name__in=SECOND_FACTOR).exists()
    return needs and not is_mfa_enabled(user)


def _is_unsafe(text: str) -> bool:
    return "%00" in text or bool(UNSAFE.search(text))
