"""What every template may ask for without its view's help."""

from newsroom.models import Site


def site(request) -> dict:
    """The newspaper, read once a request by the middleware."""
    return {"site": getattr(request, "site", None) or Site()}
