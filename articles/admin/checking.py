"""Second looks on the writing page: what `checks` finds in the stored words, each with its way out.

A button of the list first saves the form, as every button of that page does; then the passage is
mended as it is stored, or nothing happens because it is no longer there.
"""

from django.contrib import messages
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles import checks
from articles.models import Stale, Story
from newsroom import html
from newsroom.models import Photo

MEND = "mend-"


def checks_of(story: Story) -> list[checks.Check]:
    return checks.found(story.headline, story.body, story.language, day_of(story))


def day_of(story: Story):
    """The day that its readers will call today."""
    if story.earlier_date:
        return story.earlier_date
    article = story.article
    moment = article.published_at if article and article.published_at else timezone.now()
    return timezone.localtime(moment).date()


def unlabelled(story: Story) -> list[tuple[str, str]]:
    """Return (sentence, address) for each picture that lacks its text or its credit."""
    tokens = html.photo_tokens(story.body)
    photos = list(Photo.objects.filter(token__in=tokens)) if tokens else []
    photos = [story.lead_photo, *photos] if story.lead_photo else photos
    lacking = [(photo, " and ".join(WORDS[lack] for lack in photo.lacks())) for photo in photos]
    way = "admin:newsroom_photo_change"
    return [
        (f"The picture “{photo}” has {lack} yet.", reverse(way, args=[photo.pk]))
        for photo, lack in dict.fromkeys(lacking)
        if lack
    ]


WORDS = {"alt": "no text for those who cannot see it", "credit": "no credit"}


def story_checks(request, story: Story) -> TemplateResponse:
    """The list alone, for the script that saves while one writes."""
    return TemplateResponse(request, "admin/articles/story/_checks.html", context(story))


def context(story: Story) -> dict:
    return {"checks": checks_of(story), "unlabelled": unlabelled(story)}


def mend(request, story: Story, key: str) -> None:
    """Mend what the button was pressed on, if it still stands there, and say what was done."""
    found = next((check for check in checks_of(story) if check.key == key and check.fix), None)
    if found is None:
        messages.info(request, "That passage has changed meanwhile. Look at it again.")
        return
    try:
        _mend(request.user, story, found)
    except Stale:
        messages.warning(request, "Somebody else saved just now. Look at the passage again.")
        return
    messages.success(request, f"Done: {found.fix[0].lower()}{found.fix[1:]}.")


@transaction.atomic
def _mend(user, story: Story, check: checks.Check) -> None:
    story.claim(user, story.version, "body")
    story.body = html.clean(checks.mended(story.body, check))
    story.save(update_fields=["body"])
    story.link_photos()
