"""Where a section's pages are that no longer live at the address that was asked for."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models import SectionAddress


def renamed(slug: str, name: str, before: str | None = None, **kwargs):
    """Lead to the same page of the section that had this slug, in one step; else nowhere."""
    section = SectionAddress.target(slug)
    if section is None:
        raise Http404
    query = f"?{urlencode({'before': before})}" if before else ""
    path = reverse(name, kwargs={"slug": section.slug, **kwargs})
    return HttpResponsePermanentRedirect(path + query)
