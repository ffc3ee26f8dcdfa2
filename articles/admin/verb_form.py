"""The form that every verb has, and what several of them ask for."""

from django import forms

from articles.admin.fields import Text
from newsroom.models import User


def reason(label: str) -> Text:
    """A note without which the verb is not done."""
    help_text = "The desk reads it in the story’s history."
    widget = forms.Textarea(attrs={"rows": 4})
    return Text(max_length=2000, label=label, help_text=help_text, widget=widget)


def seen() -> forms.IntegerField:
    """The number of what was on the page, so that only that is decided."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)


def someone(label: str) -> forms.ModelMultipleChoiceField:
    """Colleagues to tick; the story says which."""
    nobody, ticks = User.objects.none(), forms.CheckboxSelectMultiple
    return forms.ModelMultipleChoiceField(nobody, required=False, label=label, widget=ticks)


class VerbForm(forms.Form):
    """Every verb carries the version it was pressed on; most take a note for the history."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    state = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    note = Text(
        max_length=2000,
        label="Note for the history",
        help_text="Only the desk reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    template = "admin/articles/story/verb.html"
    verb = ""  # what pressing the button does

    def arguments(self) -> dict:
        """Return what the verb takes besides who and which version."""
        return {"note": self.cleaned_data["note"]}

    def meet(self, story, user) -> None:
        """Offer what there is in this story for this person."""

    def do(self, story, by) -> None:
        """Do the verb on the version that was read."""
        getattr(story, self.verb)(by, self.cleaned_data["version"], **self.arguments())
