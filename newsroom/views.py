"""Addresses of the house itself: health, errors."""

import logging
import sys

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom import pagecache
from newsroom.database import DATABASE_FAILS
from newsroom.environment import is_loopback
from newsroom.language import for_readers
from newsroom.pages import for_everyone
from newsroom.public import is_private
from newsroom.typed import is_desk_form, not_stored, refused

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """The database answers and has every migration; colleagues read what the kept pages do."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", "text/plain", status=503)
    if waiting:
        return HttpResponse("Migrations are waiting.\n", "text/plain", status=503)
    pages = request.META.get(pagecache.STORE)
    if pages is None or not _may_know(request):
        return HttpResponse("ready\n", "text/plain")
    lines = ["ready", *(f"{name}: {value}" for name, value in pages.told().items())]
    return HttpResponse("\n".join(lines) + "\n", "text/plain")


def _may_know(request) -> bool:
    """Whether somebody at this very machine asks, or a colleague."""
    is_direct = settings.PROXY_COUNT == 0 and "HTTP_X_FORWARDED_FOR" not in request.META
    return (is_direct and is_loopback(request.META.get("REMOTE_ADDR"))) or request.user.is_staff


def bad_request(request, exception=None):
    if is_desk_form(request):
        return refused(request, "unreadable")
    return _said(request, "400.html", 400)


def forbidden(request, exception=None):
    return _said(request, "403.html", 403)


def not_found(request, exception=None):
    """The one page for every address that leads nowhere; nothing in it depends on the address."""
    pagecache.of(request).is_nowhere = True
    response = _said(request, "404.html", 404)
    return response if is_private(request.path_info) else for_everyone(response)


def server_error(request):
    """Say so without asking the database, which may be what failed."""
    problem = sys.exc_info()[1]
    if isinstance(problem, DATABASE_FAILS):
        return database_failed(request, problem)
    if is_desk_form(request):
        return refused(request, "broken")
    return _said(request, "500.html", 500)


def database_failed(request, problem):
    """Say that it is not the page's fault, and when to ask again."""
    logger.error("The database failed: %s", problem)
    pagecache.of(request).database_failed = True
    if is_desk_form(request):
        return not_stored(request)
    response = _said(request, "503.html", 503)
    response["Retry-After"] = "5"
    return response


def csrf_failure(request, reason=""):
    """A form that is too old: the text in it is shown so that nothing typed is lost."""
    if is_desk_form(request):
        return refused(request, "csrf")
    fields = {key: value for key, value in request.POST.items() if _is_text(key, value)}
    return _said(request, "403_csrf.html", 403, {"fields": fields})


def _said(request, template: str, status: int, context: dict | None = None):
    """Draw one of the readers' pages; the desk's addresses lead to them, too."""
    with for_readers(getattr(request, "site", None)):
        return render(request, template, context, status=status)


def _is_text(key: str, value: str) -> bool:
    is_secret = "password" in key or key in ("csrfmiddlewaretoken", "base")
    return bool(value.strip()) and not is_secret and not key.startswith("_")
