"""What each verb asks for besides the version it is pressed on; what is enough, the story says."""

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.fields import Line, MomentField, Text, in_zone
from articles.admin.forms import FOLDS
from articles.admin.sensitive_forms import ClearSensitiveForm, MarkSensitiveForm, NamePeopleForm
from articles.admin.verb_form import VerbForm, reason, seen
from articles.models import Correction, Edition
from articles.models.transitions import State
from newsroom.models import User
from newsroom.sentences import shorten


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
    needs_time = True

    def clean(self):
        data = super().clean()
        if data.get("at"):
            try:
                data["at"] = in_zone(data["at"], data.get("fold", ""))
            except ValidationError as error:
                self.add_error("at", error)
        elif "at" not in self.errors and self.needs_time:
            self.add_error("at", "Choose the date and the time.")
        return data

    @property
    def needs_fold(self) -> bool:
        return self.has_error("at", "ambiguous") or bool(self.data.get("fold"))

    def arguments(self):
        return {"at": self.cleaned_data["at"], **super().arguments()}


class SheetForm(VerbForm):
    """What the sheet asks of everybody: which pictures that lack something stay at home."""

    without = forms.MultipleChoiceField(
        label="Or leave out", required=False, widget=forms.CheckboxSelectMultiple
    )
    template = "admin/articles/story/publish.html"
    whens = ()  # the ways it may go out, if there is a choice

    def meet(self, story, user):
        """Offer to leave out what lacks something, and what was ticked before it was mended."""
        ticked = self.data.getlist("without") if self.is_bound else []
        pictures = [each for each in story.pictures() if each.lacks() or each.token in ticked]
        self.fields["without"].choices = [
            (each.token, f"The picture “{shorten(str(each), 80)}”") for each in pictures
        ]

    def visible_fields(self):
        """Ask for nothing that cannot be chosen."""
        found = super().visible_fields()
        return [f for f in found if f.name != "without" or f.field.choices]

    def do(self, story, by):
        """Leave out what was ticked, then go out with the rest, in the caller’s transaction."""
        if tokens := self.cleaned_data["without"]:
            version = self.cleaned_data["version"]
            self.cleaned_data["version"] = story.leave_out(by, version, tokens)
        super().do(story, by)


class PublishForm(SheetForm, ScheduleForm):
    """The first publication, and one after a withdrawal: now or, for editors, at a time."""

    WHENS = (("publish", "Now"), ("schedule", "At a time"))
    when = forms.ChoiceField(label="When", choices=WHENS, required=False, widget=forms.RadioSelect)
    field_order = ("version", "state", "without", "when", "at", "fold", "note")

    def meet(self, story, user):
        super().meet(story, user)
        may = story.verbs_for(user)
        self.whens = [verb for verb, _ in self.WHENS if verb in may]
        if self.is_bound:
            self.data = self.data.copy()
            self.data.setdefault("when", self.verb)
        chosen = self.data.get("when") or self._first_thought(story)
        self.verb = chosen if chosen in dict(self.WHENS) else self.verb
        self.initial["when"] = self.verb

    def visible_fields(self):
        """Without a choice there is none to make; a time is asked of those who may choose it."""
        absent = [] if len(self.whens) > 1 else ["when"]
        absent += [] if "schedule" in self.whens else ["at", "fold"]
        absent += [] if self.needs_fold else ["fold"]
        return [field for field in super().visible_fields() if field.name not in absent]

    def clean(self):
        """What stands in the field of a time that was not chosen is in nobody’s way."""
        if self.verb == "schedule":
            return super().clean()
        for name in {"at", "fold"} & self.errors.keys():
            del self.errors[name]
        return self.cleaned_data

    def arguments(self):
        return super().arguments() if self.verb == "schedule" else VerbForm.arguments(self)

    def _first_thought(self, story) -> str:
        """Under an embargo it can only go out later."""
        return "schedule" if story.is_embargoed and "schedule" in self.whens else self.verb


KINDS = (
    (
        Edition.Change.SMALL_FIX,
        "Small fix: spelling, a comma. Readers are not told, no time moves.",
    ),
    (Edition.Change.UPDATE, "Update: the news went on. “Updated” moves."),
    (Edition.Change.CORRECTION, "Correction: something was wrong. Readers are told what."),
    (Edition.Change.CLARIFICATION, "Clarification: something could be misread. Readers are told."),
)
EARLIER = (("", "Yes"), *((each, f"No: {each.label.lower()}") for each in Edition.Reason))


class ChangeForm(SheetForm):
    """What is asked when readers already have an earlier wording: it goes out at once."""

    change = forms.ChoiceField(
        label="What kind of change is it?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of change it is."},
    )
    text = Text(
        max_length=4000,
        label="What readers are told",
        help_text="What was wrong, and what is right. It stands on the article with today’s date. "
        "A small fix has none, an update may have one.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hidden_because = forms.ChoiceField(
        label="May readers see the earlier wording under “What changed”?",
        choices=EARLIER,
        required=False,
        initial="",
        help_text="“No” holds at once, for every wording up to now, and cannot be undone.",
        widget=forms.RadioSelect,
    )
    confirmed = forms.BooleanField(
        label="It is a small fix all the same",
        required=False,
        help_text="What is listed above changes for readers without a word. "
        "If they should know of it, choose another kind of change instead.",
    )
    field_order = ("version", "without", "change", "text", "hidden_because", "confirmed", "note")

    def visible_fields(self):
        """Leave out the confirmation until a small fix was refused."""
        asked = self.is_bound and self.data.get("change") == Edition.Change.SMALL_FIX
        return [f for f in super().visible_fields() if f.name != "confirmed" or asked]

    def arguments(self):
        names = ("change", "text", "hidden_because", "confirmed")
        return {**{name: self.cleaned_data[name] for name in names}, **super().arguments()}


class EmbargoForm(ScheduleForm):
    at = MomentField(
        label="Nothing goes out before",
        required=False,
        help_text="Left empty, there is no embargo.",
    )
    note = reason("Why, for the history")
    needs_time = False

    def arguments(self):
        data = self.cleaned_data
        return {"until": data["at"], "note": data["note"]}


class AskReleaseForm(VerbForm):
    note = reason("Why it should go out early")


class ReleaseEmbargoForm(VerbForm):
    request = seen()

    def arguments(self):
        return {"request": self.cleaned_data["request"], **super().arguments()}


class HoldForm(VerbForm):
    note = reason("Why, for those who come after you")
    releasers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        label="Who may release it",
        help_text="Nobody else can, whatever their role: name two, so that one may be away.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_staff=True, is_active=True)
        self.fields["releasers"].queryset = staff.order_by("first_name", "username")

    def meet(self, story, user):
        """A sensitive story is known to those whom it names only."""
        if story.is_sensitive:
            people = [person.pk for person in story.people]
            self.fields["releasers"].queryset = User.objects.filter(pk__in=people)

    def arguments(self):
        return {"releasers": self.cleaned_data["releasers"], **super().arguments()}


class ReleaseHoldForm(VerbForm):
    note = reason("Why it may go on")
    hold = seen()

    def arguments(self):
        return {"hold": self.cleaned_data["hold"], **super().arguments()}


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


class HideForm(WithdrawForm):
    reason = Text(
        max_length=2000,
        label="Why",
        help_text="Readers are told nothing. In the history, editors alone read it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ExpireForm(ScheduleForm):
    at = MomentField(label="Public until", required=False, help_text="Left empty, it is over now.")
    needs_time = False


class CorrectForm(VerbForm):
    note = None
    kind = forms.ChoiceField(choices=Correction.Kind)
    text = Text(
        max_length=4000,
        label="What was wrong, and what is right",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    amends = forms.TypedChoiceField(
        label="Instead of",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="What it replaces stays readable, with its date.",
    )
    field_order = ("version", "kind", "text", "amends")

    def meet(self, story, user):
        """Offer the corrections in force; where there are none, do not ask."""
        found = Correction.all_objects.filter(article=story.article_id, amendment=None)
        offered = [(each.pk, shorten(str(each), 90)) for each in found]
        if offered:
            self.fields["amends"].choices = [("", "nothing: it is new"), *offered]
        else:
            del self.fields["amends"]

    def arguments(self):
        data = self.cleaned_data
        return {"kind": data["kind"], "text": data["text"], "amends": data.get("amends")}


class MoveForm(VerbForm):
    note = None
    slug = Line(max_length=80, label="New last part of the address")

    def arguments(self):
        return {"slug": self.cleaned_data["slug"]}


FORMS = {
    ("publish", State.CHANGED): ChangeForm,
    "publish": PublishForm,
    "schedule": PublishForm,
    "update_scheduled": SheetForm,
    "send_back": SendBackForm,
    "withdraw": WithdrawForm,
    "hide": HideForm,
    "expire": ExpireForm,
    "correct": CorrectForm,
    "move": MoveForm,
    "embargo": EmbargoForm,
    "ask_release": AskReleaseForm,
    "release_embargo": ReleaseEmbargoForm,
    "hold": HoldForm,
    "release_hold": ReleaseHoldForm,
    "mark_sensitive": MarkSensitiveForm,
    "name_people": NamePeopleForm,
    "clear_sensitive": ClearSensitiveForm,
}
