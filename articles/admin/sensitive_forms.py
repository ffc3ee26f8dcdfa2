"""What the verbs of a sensitive story ask for."""

from django import forms

from articles.admin import sensitive
from articles.admin.fields import Text
from articles.admin.verb_form import VerbForm, reason, someone
from articles.models import Story
from newsroom.models import User


class MarkSensitiveForm(VerbForm):
    people = someone(label="Who may see it, besides you and its owner")
    comments = forms.ChoiceField(
        label="Comments on its article",
        choices=Story.Comments,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether comments are read first or closed."},
    )
    keeps_originals = forms.BooleanField(
        label="Keep the originals of its pictures, on purpose",
        required=False,
        help_text="They may hold where, when and by whose device they were taken.",
    )
    kept_because = Text(
        max_length=2000,
        label="Why they are kept",
        help_text="Only needed with the tick above.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("version", "state", "people", "comments", "keeps_originals", "kept_because")

    def meet(self, story, user):
        """Offer everybody who could see it; tick those who have to do with it already."""
        concerned = sensitive.concerned(story)
        others = sensitive.candidates(story).exclude(pk=story.owner_id)
        self.fields["people"].queryset = others
        self.initial.setdefault("people", [person.pk for person in concerned])

    def clean(self):
        data = super().clean()
        why = data.get("kept_because", "").strip()
        if data.get("keeps_originals") and not why and "kept_because" not in self.errors:
            self.add_error("kept_because", "Say why the originals are kept, or untick it.")
        if why and not data.get("keeps_originals"):
            self.add_error("keeps_originals", "You gave a reason. Tick this, or empty the reason.")
        return data

    def arguments(self):
        names = ("people", "comments", "kept_because")
        return {**{name: self.cleaned_data[name] for name in names}, **super().arguments()}


class NamePeopleForm(VerbForm):
    added = someone(label="Add")
    removed = someone(label="Take off")
    field_order = ("version", "state", "added", "removed", "note")

    def meet(self, story, user):
        people = [person.pk for person in story.people]
        self.fields["added"].queryset = sensitive.candidates(story).exclude(pk__in=people)
        on_it = User.objects.filter(pk__in=people).exclude(pk=story.owner_id)
        self.fields["removed"].queryset = on_it
        for name in ("added", "removed"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def arguments(self):
        names = ("added", "removed")
        return {**{n: self.cleaned_data.get(n, ()) for n in names}, **super().arguments()}


class ClearSensitiveForm(VerbForm):
    note = reason("Why it is sensitive no more")
