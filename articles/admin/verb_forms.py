"""What each verb asks for besides the version it is pressed on; what is enough, the story says."""

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.fields import Line, MomentField, Text, in_zone
from articles.admin.forms import FOLDS
from articles.models import Correction


class VerbForm(forms.Form):
    """Every verb carries the version it was pressed on; most take a note for the history."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    note = Text(
        max_length=2000,
        label="Note for the history",
        help_text="Only the desk reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def arguments(self) -> dict:
        """Return what the verb takes besides who and which version."""
        return {"note": self.cleaned_data["note"]}


class SendBackForm(VerbForm):
    note = Text(
        max_length=2000,
        label="What should change",
        help_text="The writer reads it in the story’s history.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ScheduleForm(VerbForm):
    at = MomentField(label="Goes out at", required=False)
    fold = forms.ChoiceField(
        label="Which of the two?", choices=FOLDS, required=False, widget=forms.RadioSelect
    )
    field_order = ("version", "at", "fold", "note")

    def clean(self):
        data = super().clean()
        if data.get("at"):
            try:
                data["at"] = in_zone(data["at"], data.get("fold", ""))
            except ValidationError as error:
                self.add_error("at", error)
        elif "at" not in self.errors:
            self.add_error("at", "Choose the date and the time.")
        return data

    @property
    def needs_fold(self) -> bool:
        return self.has_error("at", "ambiguous") or bool(self.data.get("fold"))

    def arguments(self):
        return {"at": self.cleaned_data["at"], **super().arguments()}


class WithdrawForm(VerbForm):
    note = None
    reason = Text(
        max_length=2000,
        label="What readers are told",
        help_text="It stands at the article’s address. The history keeps it too.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def arguments(self):
        return {"reason": self.cleaned_data["reason"]}


class CorrectForm(VerbForm):
    note = None
    kind = forms.ChoiceField(choices=Correction.Kind)
    text = Text(
        max_length=4000,
        label="What was wrong, and what is right",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def arguments(self):
        return {name: self.cleaned_data[name] for name in ("kind", "text")}


class MoveForm(VerbForm):
    note = None
    slug = Line(max_length=80, label="New last part of the address")

    def arguments(self):
        return {"slug": self.cleaned_data["slug"]}


FORMS = {
    "send_back": SendBackForm,
    "schedule": ScheduleForm,
    "withdraw": WithdrawForm,
    "correct": CorrectForm,
    "move": MoveForm,
}
