"""A new story: whose it is, and what can be guessed of it."""

from django.db import transaction

from articles.models import Story, StoryByline
from authors.models import Author
from newsroom.models import User


@transaction.atomic
def start(user, language: str) -> Story:
    """Return a new draft of this person's; the one begun and never touched, if there is one.

    So a button that is pressed twice makes one story.
    """
    User.objects.select_for_update().get(pk=user.pk)
    return _untouched(user) or _new(user, language)


def _untouched(user) -> Story | None:
    fresh = Story.objects.filter(owner=user, version=1, status=Story.Status.DRAFT, article=None)
    return fresh.filter(headline="", working_title="", body="", changed_by=user).first()


def _new(user, language: str) -> Story:
    author = Author.objects.filter(user=user).first()
    last = Story.objects.filter(owner=user, section__isnull=False).order_by("-pk").first()
    story = Story.objects.create(
        owner=user,
        changed_by=user,
        language=language,
        section_id=last and last.section_id,
        byline_choice=Story.BylineChoice.NAMED if author else Story.BylineChoice.UNDECIDED,
    )
    if author:
        StoryByline.objects.create(story=story, author=author)
    return story
