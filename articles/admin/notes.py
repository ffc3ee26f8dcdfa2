"""What colleagues tell each other: notes beside a story, what calls a person, the shift's note."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse

from articles.admin.fields import Text
from articles.models import MailWish, Mark, ShiftNote, Story, day
from articles.models.day import MAILED

SHOWN = 50  # notes of a story, marks of a person
EARLIER = 20  # notes of shifts


class NoteForm(forms.Form):
    text = Text(
        required=True,
        max_length=4000,
        label="Note for the desk",
        help_text="Only colleagues who may see the story read it. @name calls somebody to it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ShiftNoteForm(forms.Form):
    text = Text(
        required=True,
        max_length=4000,
        label="What should the next shift know?",
        help_text="It stands at the head of everybody’s desk until the next one is written.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MailForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        choices=list(MAILED.items()),
        required=False,
        label="Send me a mail when a story is",
        help_text="It holds the working title and a link, and nothing of the text.",
        widget=forms.CheckboxSelectMultiple,
    )


def story_notes(admin, request, story: Story):
    """The notes of a story, newest first, and the form for the next."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _, unknown = day.note(story, request.user, form.cleaned_data["text"])
        messages.success(request, "The note is there.")
        if unknown:
            names = ", ".join(f"@{name}" for name in unknown[:5])
            messages.warning(request, f"Nobody who may see this story is called {names}.")
        return HttpResponseRedirect(admin.address("notes", story.pk))
    context = _context(admin, request, "Notes", form) | {"story": story}
    context["notes"] = story.notes.select_related("made_by")[:SHOWN]
    return TemplateResponse(request, "admin/articles/story/notes.html", context)


def shift_note(admin, request):
    """The note that is pinned now, the ones before, and the form for the next."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    form = ShiftNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ShiftNote.objects.create(text=form.cleaned_data["text"], made_by=request.user)
        messages.success(request, "It stands at the head of the desk now.")
        return HttpResponseRedirect(admin.address("shift"))
    context = _context(admin, request, "Shift note", form)
    context["notes"] = ShiftNote.objects.select_related("made_by")[:EARLIER]
    return TemplateResponse(request, "admin/articles/story/shift.html", context)


def mail(admin, request):
    """Let each person choose which calls come by mail, too; none until they do."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    chosen = list(request.user.mail_wishes.values_list("kind", flat=True))
    is_sent = request.method == "POST"
    form = MailForm(request.POST) if is_sent else MailForm(initial={"kinds": chosen})
    if is_sent and form.is_valid():
        MailWish.objects.choose(request.user, form.cleaned_data["kinds"])
        messages.success(request, "Your choice is kept.")
        return HttpResponseRedirect(admin.address("mail"))
    context = _context(admin, request, "Mail to you", form)
    return TemplateResponse(request, "admin/articles/story/mail.html", context)


def take(request, admin, pk: int):
    """Take a story on that nobody has, or leave it to whom it was given meanwhile."""
    story = admin.story(request, pk)
    if request.method != "POST":
        told = "A story is taken on with the button on its page. Open the story instead."
        return HttpResponseNotAllowed(["POST"], told, content_type="text/plain")
    if not admin.has_change_permission(request, story):
        raise PermissionDenied
    if story.take(request.user):
        messages.success(request, f"“{story}” is yours now.")
    else:
        messages.warning(request, f"Somebody has “{story}” already.")
    return HttpResponseRedirect(admin.address("change", story.pk))


def marks(request) -> JsonResponse:
    """How many stories call this person: the desk's script asks every few seconds."""
    waiting = Mark.objects.waiting_for(request.user)
    return JsonResponse({"count": waiting.values("story").distinct().count()})


def _context(admin, request, title: str, form) -> dict:
    each = admin.admin_site.each_context(request)
    return {**each, "opts": admin.opts, "title": title, "form": form}
