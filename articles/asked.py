"""What a reader asks the search for: words, a section, an author, days. All of it is the address.

Whatever was typed stays in its field; what cannot be understood gets a sentence beside it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Section, SectionAddress
from authors.models import Author
from newsroom.dates import writing
from newsroom.pages import path_to
from newsroom.slugs import slugify

LONGEST = 200  # characters
CHOICES = 10  # authors who may be meant
YEARS = range(1000, 9000)  # a time zone moves none of them out of the calendar
# What keeps a phrase together, as phones and books write it.
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
NO_DAY = _("Write the day as year, month and day: 2026-11-23.")
TOO_LONG = _("This is too long to look for. Keep the words that matter: at most 200 characters.")
NO_AUTHOR = _("No author here has this name. A part of it is enough, such as the last name.")
SEVERAL = _("Several authors have this in their names. Choose one of them:")
NO_SECTION = _("There is no such section. Choose one from the list.")
BACKWARDS = _("This day lies before the first one. Change one of the two.")


class Text(forms.CharField):
    """A field of one line; white space around it says nothing."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class Day(Text):
    """A day as forms send it, `2026-11-23`."""

    def clean(self, value):
        text = super().clean(value)
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(NO_DAY) from error
        if day and day.year not in YEARS:
            raise forms.ValidationError(NO_DAY)
        return day


class SearchForm(forms.Form):
    q = Text(max_length=LONGEST, error_messages={"max_length": TOO_LONG})
    section = Text(max_length=LONGEST, error_messages={"max_length": NO_SECTION})
    author = Text(max_length=LONGEST, error_messages={"max_length": NO_AUTHOR})
    since = Day()
    until = Day()

    choices = ()  # the authors who may be meant, where there are several

    def clean_section(self) -> Section | None:
        slug = self.cleaned_data["section"]
        if not slug:
            return None
        found = Section.objects.filter(slug=slug).first()
        if found is None:
            old = SectionAddress.objects.filter(slug=slug).select_related("section").first()
            found = old and old.section
        if found is None:
            raise forms.ValidationError(NO_SECTION)
        return found

    def clean_author(self) -> Author | None:
        """Return whoever is called so, or the only one who has it in the name."""
        name = self.cleaned_data["author"]
        if not name:
            return None
        slug = slugify(name)
        found = list(named_like(slug)[:CHOICES])
        chosen = [each for each in found if each.slug == name]
        called = [each for each in found if slugify(each.name) == slug]
        for those in (chosen, called, found):
            if len(those) == 1:
                return those[0]
        self.choices = found
        raise forms.ValidationError(SEVERAL if found else NO_AUTHOR)

    def clean(self):
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and last < first:
            self.add_error("until", BACKWARDS)


def named_like(slug: str):
    """Return the authors whom readers may meet with this in their slugs, which know no accents.

    The shortest come first: whoever is called just so is among them.
    """
    rows = Author.objects.public().filter(slug__contains=slug).only("name", "slug")
    return rows.order_by(Length("slug"), "slug")


@dataclass(frozen=True)
class Asked:
    """What was understood, and `typed`: what the address holds, by field."""

    form: SearchForm
    typed: dict[str, str]
    words: str = ""
    section: Section | None = None
    author: Author | None = None
    since: date | None = None
    until: date | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, parameters) -> "Asked":
        form = SearchForm(parameters)
        form.full_clean()
        given = {name: parameters.get(name, "").strip() for name in form.fields}
        typed = {name: text for name, text in given.items() if text}
        problems = {name: errors[0] for name, errors in form.errors.items()}
        understood = {name: value for name, value in form.cleaned_data.items() if value}
        words = understood.pop("q", "").translate(QUOTES)
        return cls(form, typed, words, **understood, problems=problems)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed.keys() - {"q"})

    @property
    def bounds(self) -> dict:
        """The conditions on `published_at`: whole days in the site’s zone."""
        zone, bounds = timezone.get_current_timezone(), {}
        if self.since:
            bounds["published_at__gte"] = datetime.combine(self.since, time(), zone)
        if self.until:
            after = self.until + timedelta(days=1)
            bounds["published_at__lt"] = datetime.combine(after, time(), zone)
        return bounds

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What narrows the search, in words, and the address without it."""
        told = {
            "section": self.section and gettext("Section: {name}").format(name=self.section.name),
            "author": self.author and gettext("By {name}").format(name=self.author.name),
            "since": self.since and gettext("From {day}").format(day=writing().day(self.since)),
            "until": self.until and gettext("Until {day}").format(day=writing().day(self.until)),
        }
        return [(words, self.link(**{name: ""})) for name, words in told.items() if words]

    def link(self, **changes: str) -> str:
        """Return the address of this search with other values; an empty one takes a field off."""
        query = {name: text for name, text in {**self.typed, **changes}.items() if text}
        path = path_to("articles:search")
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def wide_link(self) -> str:
        return self.link(**dict.fromkeys(self.typed.keys() - {"q"}, ""))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The authors who may be meant, each with the search for that one."""
        return [(each.name, self.link(author=each.slug)) for each in self.form.choices]
