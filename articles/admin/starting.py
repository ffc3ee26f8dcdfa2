"""A new story: whose it is, what can be guessed of it, and that it is begun once.

A desk page without a network begins one on the device, under a number that the device makes up, and
sends it later: however often that arrives, it is one story.
"""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse

from articles.admin.autosave import OTHER_PERSON
from articles.admin.fields import Line
from articles.models import Story, StoryByline
from authors.models import Author
from newsroom.editor import BodyField
from newsroom.models import User
from newsroom.typed import wants_json

GONE = "This story was sent before and is somebody else’s now. Ask an editor for it."


class Beginning(forms.Form):
    """What was written before the network was there."""

    begun_as = forms.UUIDField(required=False)
    headline = Line(max_length=300)
    body = BodyField(required=False)


def begin(admin, request):
    """Answer a press of “New story” with the story's address, or lead there."""
    user, language = request.user, request.site.language
    if request.POST.get("_person", str(user.pk)) != str(user.pk):
        return JsonResponse({"why": "other_person", "sentence": OTHER_PERSON}, status=403)
    form = Beginning(request.POST)
    if not form.is_valid():
        sentence = " ".join(text for texts in form.errors.values() for text in texts)
        return JsonResponse({"why": "wrong", "sentence": sentence}, status=400)
    number = form.cleaned_data.pop("begun_as")
    story = begin_as(number, user, language, **form.cleaned_data) if number else None
    story = story or start(user, language)
    if not wants_json(request):
        return HttpResponseRedirect(admin.address("change", story.pk))
    if not (story.is_own(user) and story.may_be_seen_by(user)):
        return JsonResponse({"why": "gone", "sentence": GONE}, status=404)
    address = {name: admin.address(name, story.pk) for name in ("change", "autosave")}
    # Whoever goes on writing there began from the first version, whatever happened to it since.
    return JsonResponse({**address, "story": story.pk, "version": 1})


@transaction.atomic
def begin_as(number: UUID, user, language: str, headline: str, body: str) -> Story:
    """Return the story that a device began under this number, new or there already."""
    User.objects.select_for_update().get(pk=user.pk)
    known = Story.objects.filter(begun_as=number).first()
    return known or _new(user, language, begun_as=number, headline=headline, body=body)


@transaction.atomic
def start(user, language: str) -> Story:
    """Return a new draft of this person's; the one begun and never touched, if there is one.

    So a button that is pressed twice makes one story.
    """
    User.objects.select_for_update().get(pk=user.pk)
    return _untouched(user) or _new(user, language)


def _untouched(user) -> Story | None:
    fresh = Story.objects.filter(owner=user, version=1, status=Story.Status.DRAFT, article=None)
    fresh = fresh.filter(is_sensitive=False, changed_by=user)
    return fresh.filter(headline="", working_title="", body="").first()


def _new(user, language: str, **words) -> Story:
    author = Author.objects.filter(user=user).first()
    last = Story.objects.filter(owner=user, section__isnull=False).order_by("-pk").first()
    story = Story.objects.create(
        owner=user,
        changed_by=user,
        language=language,
        section_id=last and last.section_id,
        byline_choice=Story.BylineChoice.NAMED if author else Story.BylineChoice.UNDECIDED,
        **words,
    )
    if author:
        StoryByline.objects.create(story=story, author=author)
    return story
