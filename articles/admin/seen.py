"""What readers should see of a story by now, for the desk's page to compare with what they do see.

The desk's script asks for the same addresses as a reader would, past the desk's own cookies, and
compares the tags of both answers (`static/js/desk/seen.js`).
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Story
from newsroom import pagecache

# What changes for readers, at once.
SEEN = ("publish", "correct", "take_back", "withdraw", "hide", "expire", "reinstate", "move")


def notice(address: str):
    """Return the place in a message where the desk's script says since when readers see it."""
    return format_html(' <span class="seen" data-seen="{}" role="status"></span>', address)


def expected(request, story: Story) -> JsonResponse:
    """Answer with the status and the tag of each page, drawn anew and kept nowhere.

    They are drawn in a thread, on a connection of its own: that sees what is committed, as readers
    do, and its end does not end this request's.
    """
    time, host = timezone.localtime().strftime("%H:%M:%S"), request.get_host()
    names, paths = zip(*_pages(story), strict=True)
    with ThreadPoolExecutor(max_workers=1) as reader:
        drawn = list(reader.map(pagecache.fresh, paths, repeat(host)))
    pages = [
        {
            "name": name,
            "path": path,
            "status": int(page.status[:3]),
            "etag": pagecache.etag_of(page),
        }
        for name, path, page in zip(names, paths, drawn, strict=True)
    ]
    return JsonResponse({"time": time, "pages": pages})


def _pages(story: Story) -> list[tuple[str, str]]:
    feed = reverse("articles:feed", kwargs={"form": "rss"})
    pages = [("The front page", reverse("articles:front")), ("The feed", feed)]
    if story.article:
        pages.insert(0, ("The article", story.article.get_absolute_url()))
    return pages
