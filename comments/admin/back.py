"""Where a decision leads back to: the desk's page that its form stood on, and nowhere else."""

from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "_back"


def way_back(request, default: str) -> str:
    back = request.POST.get(FIELD, "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours and back.startswith("/admin/") else default
