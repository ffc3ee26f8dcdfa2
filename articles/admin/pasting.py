"""“Take it apart”: a whole piece that was pasted into a story, part by part, each with yes or no.

The text as it was pasted is kept as a revision before anything is moved, so nothing can be lost.
"""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from articles import pasted
from articles.models import Revision, Stale, Story, StoryByline
from articles.models.transitions import SCHEDULE
from authors.models import Author
from newsroom import html

ASKED = {
    pasted.HEADLINE: "This is the headline.",
    pasted.STANDFIRST: "This is the standfirst.",
    pasted.DATE: "This is when it was first published.",
    pasted.BYLINE: "This is who wrote it.",
    pasted.CAPTION: "This is the lead picture’s caption.",
    pasted.AUTHOR: "This is about the author, not part of the text.",
    pasted.FURNITURE: "This belongs to the page it came from. Take it out.",
    pasted.HEADING: "This is a heading.",
    pasted.JOINED: "This is one paragraph: a quotation and who said it.",
}
WORDS = (pasted.HEADLINE, pasted.STANDFIRST, pasted.CAPTION)


class PartsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    parts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)


def is_whole(story: Story) -> bool:
    """Whether it seems that a whole piece was pasted into a story without a headline."""
    return not story.headline.strip() and bool(pasted.taken_apart(story.body))


def take_apart(admin, request, story: Story):
    """GET offers the parts; POST moves those that were said yes to."""
    parts = pasted.taken_apart(story.body)
    form = PartsForm(request.POST or None, initial={"version": story.version})
    form.fields["parts"].choices = [(key_of(part), part.value) for part in parts]
    if request.method == "POST" and form.is_valid():
        wanted = [part for part in parts if key_of(part) in form.cleaned_data["parts"]]
        try:
            notes = move(story, request.user, form.cleaned_data["version"], wanted)
        except Stale:
            messages.warning(request, "The story changed meanwhile. These are its parts now.")
            return HttpResponseRedirect(request.path)
        for note in notes:
            messages.info(request, note)
        messages.success(request, "Taken apart. The text as it was pasted is in the history.")
        return HttpResponseRedirect(admin.address("change", story.pk))
    return _page(admin, request, story, form, parts)


def key_of(part: pasted.Part) -> str:
    return f"{part.kind}-{part.places[0]}"


@transaction.atomic
def move(story: Story, user, version: int, parts: list[pasted.Part]) -> list[str]:
    """Move these parts to their fields; return what could not be done, in sentences."""
    story.claim(user, version, "taken apart")
    story.keep(Revision.Kind.NAMED, user, name="As it was pasted")
    fields = {part.kind: part.value for part in reversed(parts) if part.kind in WORDS}
    for name, value in fields.items():
        setattr(story, name, value)
    story.body = html.clean(pasted.applied(story.body, parts))
    notes = [note for part in parts for note in _put(story, user, part)]
    saved = [*WORDS, "body", "earlier_date", "byline_choice"]
    story.save(update_fields=saved)
    story.link_photos()
    return notes


def _put(story: Story, user, part: pasted.Part) -> list[str]:
    """Put a date or a name where it belongs; say so where that takes somebody else."""
    if part.kind == pasted.DATE:
        if not user.has_perm(SCHEDULE):
            return [f"An editor can give it its first publication: {part.value}."]
        story.earlier_date = part.value
    if part.kind == pasted.BYLINE:
        author = Author.objects.filter(name__iexact=part.value).first()
        if author is None:
            return [f"No author is called “{part.value}” yet. Choose who stands in the byline."]
        story.byline_choice = Story.BylineChoice.NAMED
        StoryByline.objects.get_or_create(story=story, author=author)
    return []


def _page(admin, request, story: Story, form: PartsForm, parts: list[pasted.Part]):
    chosen = form["parts"].value() if form.is_bound else [key_of(part) for part in parts]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Take it apart",
        "story": story,
        "form": form,
        "parts": [(key_of(p), ASKED[p.kind], p.value, key_of(p) in chosen) for p in parts],
    }
    return TemplateResponse(request, "admin/articles/story/take_apart.html", context)
