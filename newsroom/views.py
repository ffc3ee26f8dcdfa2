"""Addresses of the house itself: health, errors."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """The database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", "text/plain", status=503)
    if waiting:
        return HttpResponse("Migrations are waiting.\n", "text/plain", status=503)
    return HttpResponse("ready\n", "text/plain")


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """Say so without asking the database, which may be what failed."""
    return render(request, "500.html", status=500)


def csrf_failure(request, reason=""):
    """A form that is too old: the text in it is shown so that nothing typed is lost."""
    fields = {key: value for key, value in request.POST.items() if _is_text(key, value)}
    return render(request, "403_csrf.html", {"fields": fields}, status=403)


def _is_text(key: str, value: str) -> bool:
    is_secret = "password" in key or key == "csrfmiddlewaretoken"
    return bool(value.strip()) and not is_secret and not key.startswith("_")
