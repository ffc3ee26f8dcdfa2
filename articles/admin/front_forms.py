"""What may be typed or chosen where front pages are arranged."""

from django import forms

from articles import arranging
from articles.admin.fields import Line
from articles.arranging import Slot
from articles.models import Article, FrontPin, Section
from articles.models import banner as banners

NUMBER = {"min_value": 0, "max_value": 2**31 - 1, "widget": forms.HiddenInput}
MOVE = r"\A(?P<article>[0-9]{1,18}):(?P<to>[0-9])(?::(?P<seen_at>[0-9]))?\Z"
DEEDS = ("put", "again", "on", "undo")


def _hours(hours: int) -> str:
    if hours % 24:
        return f"{hours} hour{'s' if hours > 1 else ''}"
    return f"{hours // 24} day{'s' if hours > 24 else ''}" if hours > 24 else "24 hours"


def _minutes(minutes: int) -> str:
    return f"{minutes} minutes" if minutes % 60 else _hours(minutes // 60)


HOURS = [(hours, _hours(hours)) for hours in arranging.CHOICES]
MINUTES = [(minutes, _minutes(minutes)) for minutes in banners.CHOICES]


class Lasting(forms.TypedChoiceField):
    """For how long, of a few choices."""

    def __init__(self, choices, **kwargs):
        super().__init__(choices=choices, coerce=int, empty_value=None, **kwargs)


class ActForm(forms.Form):
    """One press on the page that is arranged: a story moved or taken off, or a deed."""

    move = forms.RegexField(MOVE, required=False)
    off = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    do = forms.ChoiceField(required=False, choices=[(deed, deed) for deed in DEEDS])
    number = forms.IntegerField(required=False, **NUMBER)
    seen = forms.RegexField(r"\A[0-9a-f]{32}\Z", required=False)

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in ("move", "off", "do")):
            raise forms.ValidationError("Nothing was pressed.")
        return data


class SlotForm(forms.Form):
    """What a place says otherwise than the article, and until when."""

    headline = Line(max_length=120, label="Headline here")
    kicker = Line(max_length=40, label="Word above it", help_text="Instead of the section’s name.")
    shape = forms.ChoiceField(
        label="Shape of the picture",
        required=False,
        choices=[("", "As its place has it, about 3 : 2"), *FrontPin.Shape.choices],
    )
    crop = forms.ChoiceField(
        label="Where the picture is cut",
        required=False,
        choices=[("", "Keep what its photo’s page says, or the middle"), *FrontPin.Crop.choices],
    )
    hours = forms.TypedChoiceField(
        label="Stays pinned for",
        required=False,
        choices=[("", "As it is"), *HOURS],
        coerce=int,
        empty_value=None,
        help_text="Counted from the moment it is put live. Then its place fills itself.",
    )

    @classmethod
    def of(cls, slot: Slot) -> "SlotForm":
        return cls(initial=slot.said | {"hours": "" if slot.ends_at else slot.hours})

    def changed(self, slot: Slot) -> Slot:
        data = self.cleaned_data
        words = {name: data[name].strip() for name in arranging.SAID}
        end = (data["hours"], None) if data["hours"] else (slot.hours, slot.ends_at)
        return Slot(slot.article, **words, hours=end[0], ends_at=end[1])


class LeadForm(forms.Form):
    number = forms.IntegerField(**NUMBER)
    hours = Lasting(HOURS, label="Stays pinned for", initial=arranging.HOURS)


class BannerForm(forms.Form):
    text = Line(
        required=True,
        max_length=140,
        label="What readers read",
        help_text="One sentence. It stands over the front page and the sections’ pages.",
    )
    minutes = Lasting(MINUTES, label="Stays up for", initial=banners.MINUTES)
    article = forms.ModelChoiceField(
        Article.objects.all(), required=False, widget=forms.HiddenInput
    )

    def clean_text(self):
        if text := self.cleaned_data["text"].strip():
            return text
        raise forms.ValidationError("Write what readers should know.")


class FindForm(forms.Form):
    q = Line(max_length=200, label="Words of the story", strip=True)


class WhereForm(forms.Form):
    """Which page is arranged: the paper's, or a section's by its address."""

    section = forms.ModelChoiceField(Section.objects.all(), to_field_name="slug", required=False)
