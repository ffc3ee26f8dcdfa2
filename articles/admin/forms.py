"""The writing page's form: the words, what is said about them, and who stands in the byline."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from articles.admin.fields import (
    EARLIEST,
    AuthorField,
    Line,
    MomentField,
    PictureField,
    RelatedField,
    TagsField,
    Text,
    author_label,
    in_zone,
)
from articles.models import Story, StoryByline
from articles.models.transitions import EDIT_ANY, SCHEDULE
from authors.models import Author
from newsroom import pictures
from newsroom.choices import direction
from newsroom.editor import BodyField
from newsroom.models import User

WRITING = ("headline", "standfirst", "body")
OWN_WORDS = (*WRITING, "working_title", "short_headline", "share_title", "place", "lead_caption")
DATES = ("earlier_date", "earlier_time", "expires_at")
PEOPLE = ("assignee", "owner")
SPARE_ROWS = 2  # empty byline rows offered at a time; saving offers more
FOLDS = [("0", "the first time"), ("1", "the second time")]


def rows(count: int, label: str, **kwargs) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count, "placeholder": label, **kwargs})


class StoryForm(forms.ModelForm):
    headline = Line(max_length=300, widget=rows(1, "Headline"))
    standfirst = Text(
        max_length=2000, widget=rows(2, "Standfirst: what it is about, in a sentence")
    )
    body = BodyField(required=False, label="Text")
    working_title = Line(max_length=120)
    short_headline = Line(max_length=120)
    share_title = Line(max_length=160)
    place = Line(max_length=80, label="Place line")
    lead_caption = Text(max_length=2000, widget=rows(2, ""), label="Its caption here")
    lead_photo = PictureField(label="Lead picture", widget=forms.RadioSelect)
    lead_address = Line(
        max_length=300,
        label="Or an older one: its address in the library",
        help_text="Open the picture there and copy the address of the page.",
    )
    related = RelatedField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    tags = TagsField(max_length=2000, help_text="With commas between them.")
    expires_at = MomentField(required=False, label="Public until")
    expires_fold = forms.ChoiceField(
        label="Which of the two?", choices=FOLDS, required=False, widget=forms.RadioSelect
    )
    earlier_date = forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    due_on = forms.DateField(
        required=False,
        label="Due",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    earlier_time = forms.TimeField(
        required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Story
        fields = (
            *("headline", "standfirst", "body", "section", "kind", "place", "language"),
            *("byline_choice", "lead_photo", "lead_caption", "working_title", "short_headline"),
            *("share_title", "related", "commissioned_length", "due_on", *PEOPLE, *DATES),
        )
        widgets = {"byline_choice": forms.RadioSelect}
        labels = {"earlier_date": "First published on", "earlier_time": "At"}

    def __init__(self, *args, user, photos, **kwargs):
        super().__init__(*args, **kwargs)
        self._only_what_is_allowed(user)
        story = self.instance
        self.fields["section"].empty_label = "Not chosen yet"
        self.fields["byline_choice"].choices = Story.BylineChoice.choices
        self.fields["related"].stored = story.related
        self.fields["commissioned_length"].validators.append(_at_most_a_book)
        self.offered = self.fields["lead_photo"].offer(photos, story.lead_photo_id)
        for name, field in self.fields.items():
            _take_words_from_model(name, field)
        self._set_in_own_language()
        if story.pk and not self.is_bound:
            self.initial["tags"] = [tag.name for tag in story.tags.all()]
            self.initial["version"] = story.version

    def _set_in_own_language(self) -> None:
        """What is checked for spelling, hyphenated and read aloud is in the story's language."""
        language = self["language"].value() or ""
        marks = {"lang": language, "dir": direction(language), "spellcheck": "true"}
        for name in OWN_WORDS:
            self.fields[name].widget.attrs |= marks | {"data-own-words": ""}
        if not (self.is_bound or self.instance.headline or self.instance.version > 1):
            self.fields["headline"].widget.attrs["autofocus"] = True

    def _only_what_is_allowed(self, user) -> None:
        """Fields that a role may not set are not in the form, so posting them has no effect."""
        absent = () if user.has_perm(EDIT_ANY) else PEOPLE
        absent += () if user.has_perm(SCHEDULE) else (*DATES, "expires_fold")
        for name in absent:
            del self.fields[name]
        for name in PEOPLE:
            if name in self.fields:
                self.fields[name].queryset = _staff(self.instance, name)

    @property
    def pictures(self) -> list[tuple]:
        """Return (photo, the address of its smallest width) for each that is shown."""
        return [(p, pictures.address(p, p.widths[0], "webp", pictures.DESK)) for p in self.offered]

    @property
    def chosen_picture(self) -> str:
        """Return the address of the lead picture, or nothing."""
        return next((to for photo, to in self.pictures if photo.pk == self.chosen_photo), "")

    @property
    def chosen_photo(self) -> int | None:
        value = str(self["lead_photo"].value() or "")
        return int(value) if value.isdecimal() else None

    @property
    def needs_fold(self) -> bool:
        return self.has_error("expires_at", "ambiguous") or bool(self.data.get("expires_fold"))

    def clean_commissioned_length(self):
        return self.cleaned_data["commissioned_length"] or None

    def clean_lead_address(self):
        """An address stands over what was ticked: it was typed, and needs no JavaScript."""
        address = self.cleaned_data["lead_address"]
        found = self.fields["lead_photo"].find(address) if address else None
        if address and found is None:
            raise ValidationError("No picture that you may use has this address. Copy it anew.")
        if found:
            self.cleaned_data["lead_photo"] = found
        return ""

    def clean(self):
        data = super().clean()
        if data.get("expires_at"):
            self._place("expires_at", data["expires_at"], data.get("expires_fold", ""))
        day, time = data.get("earlier_date"), data.get("earlier_time")
        if day and day.year < EARLIEST:
            self.add_error("earlier_date", f"Choose a year from {EARLIEST} on.")
        elif day and time:
            self._check_earlier(day, time)
        if time and not day and "earlier_date" not in self.errors:
            self.add_error("earlier_date", "A time of first publication needs its date.")
        return data

    def _place(self, name: str, local, fold: str) -> None:
        try:
            self.cleaned_data[name] = in_zone(local, fold)
        except ValidationError as error:
            self.add_error(name, error)

    def _check_earlier(self, day, time) -> None:
        """A double time is taken as its first; one that does not exist is refused."""
        try:
            in_zone(MomentField().to_python(f"{day}T{time}"), "0")
        except ValidationError as error:
            self.add_error("earlier_time", error)

    def own_fields(self) -> list[str]:
        """Return the columns of the story that this form sets."""
        return [name for name in self._meta.fields if name in self.fields]


class BylineForm(forms.Form):
    author = AuthorField(max_length=220, widget=forms.TextInput(attrs={"list": "authors"}))
    role = forms.ChoiceField(
        choices=StoryByline.Role, initial=StoryByline.Role.TEXT, required=False
    )
    order = forms.IntegerField(
        label="Place", required=False, min_value=1, max_value=999, widget=forms.NumberInput
    )


class BaseBylines(forms.BaseFormSet):
    """The byline's rows. An emptied row is taken out; the order is the numbers', then the rows'."""

    def clean(self):
        seen = set()
        for form in self.forms:
            author = getattr(form, "cleaned_data", {}).get("author")
            if author and author.pk in seen:
                form.add_error("author", "An author stands in a byline once.")
            seen.add(author and author.pk)

    def credits(self) -> list[dict]:
        """Return the rows as a revision holds them."""
        data = [form.cleaned_data for form in self.forms if form.cleaned_data.get("author")]
        data.sort(key=lambda row: row.get("order") or 1000)
        default = StoryByline.Role.TEXT
        return [
            {"author_id": row["author"].pk, "role": row.get("role") or default, "order": place}
            for place, row in enumerate(data)
        ]


def bylines(story, data=None) -> BaseBylines:
    credits = story.bylines.select_related("author") if story.pk else []
    initial = [
        {"author": credit.author, "role": credit.role, "order": place}
        for place, credit in enumerate(credits, 1)
    ]
    kind = forms.formset_factory(
        BylineForm, BaseBylines, extra=SPARE_ROWS, max_num=60, absolute_max=80
    )
    return kind(data, initial=initial, prefix="bylines")


def author_names() -> list[str]:
    """Return what the byline's list offers: names, with the address where a name is not alone."""
    authors = list(Author.objects.only("name", "slug", "sort_name")[:500])
    names = [author.name.casefold() for author in authors]
    counted = {name: names.count(name) for name in set(names)} if len(names) < 500 else {}
    return [author_label(a, counted.get(a.name.casefold(), 1) > 1) for a in authors]


def _take_words_from_model(name: str, field: forms.Field) -> None:
    """A field declared here keeps the help and the label that its model gives it."""
    if name in StoryForm._meta.fields:
        model_field = Story._meta.get_field(name)
        field.help_text = field.help_text or model_field.help_text
        field.label = field.label or str(model_field.verbose_name).capitalize()


def _staff(story: Story, name: str):
    """Who can be its owner or assignee; of a sensitive story only those whom it names."""
    present = getattr(story, f"{name}_id")
    working = models.Q(is_staff=True, is_active=True)
    if story.is_sensitive:
        working &= models.Q(pk__in=[person.pk for person in story.people])
    return User.objects.filter(working | models.Q(pk=present)).order_by("first_name", "username")


def _at_most_a_book(value: int) -> None:
    if value > 100_000:
        raise ValidationError("A hundred thousand words are a book. Write a smaller number.")
