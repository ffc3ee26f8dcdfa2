"""The standing pages as readers see them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from newsroom.pages import public_page
from newsroom.standing import HOME, StandingPage


@public_page
def page(request, slug: str = HOME):
    if slug == HOME and request.path_info != "/about/":
        raise Http404  # one page, one address
    page = get_object_or_404(StandingPage, slug=slug)
    return render(request, "newsroom/standingpage_detail.html", {"page": page})
