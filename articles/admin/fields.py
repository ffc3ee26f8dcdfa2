"""Form fields of the desk: plain text as typed, tags between commas, a time in the named zone."""

import re
from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import related
from articles.models import Tag
from authors.models import Author
from newsroom.models import Photo

# Nobody can type these, and XML forbids them in a feed.
INVISIBLE = re.compile(r"[\x01-\x08\x0e-\x1f\ufffe\uffff]")
EARLIEST, LATEST = 1600, 2200
COMMAS = re.compile(r"[,،，、;\n]")
AMBIGUOUS = "On that day this time comes twice, since the clocks go back. Say which one you mean."
MISSING = "On that day this time does not exist, since the clocks go forward. Choose another."


class Text(forms.CharField):
    """Lines as they were typed. What a browser sends as CR LF is stored as LF."""

    default_error_messages = {
        "null_characters_not_allowed": _(
            "The text contains a NUL character, which cannot be stored. Type the passage anew."
        )
    }

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.Textarea, **kwargs})
        self.validators = [v for v in self.validators if not _is_null_check(v)]

    def to_python(self, value):
        text = super().to_python(value)
        if "\0" in text:
            raise ValidationError(self.error_messages["null_characters_not_allowed"])
        return INVISIBLE.sub("", re.sub(r"\r\n?|[\x0b\x0c]", "\n", text))


class Line(Text):
    """Text on one line; a line break that was pasted in becomes a blank."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": forms.TextInput, **kwargs})

    def to_python(self, value):
        return re.sub(r"\s*\n\s*", " ", super().to_python(value))


class TagsField(Line):
    """Tags between commas, each kept once whatever its case. A tag may have several words."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(value or [])

    def clean(self, value):
        names = {}
        for part in COMMAS.split(super().clean(INVISIBLE.sub("", value or ""))):
            name = " ".join(part.split())
            names.setdefault(name.casefold(), name)
        names.pop("", None)
        for name in names.values():
            if len(name) > Tag._meta.get_field("name").max_length:
                raise ValidationError(f"“{name[:40]}…” is too long for a tag. Shorten it.")
        if len(names) > 40:
            raise ValidationError("A story may have forty tags. Leave the weakest ones out.")
        return list(names.values())


class RelatedField(Text):
    """Articles by their address or their whole headline, one a line; kept as addresses.

    What is `stored` already may stay, also while readers do not see it.
    """

    stored = ""

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).split("\n")]
        known = set(self.stored.split())
        paths = [line if line in known else _path(line) for line in lines if line]
        paths = list(dict.fromkeys(paths))
        if len(paths) > related.MOST:
            raise ValidationError("Name four related articles at most. Leave the weakest out.")
        return "\n".join(paths)


def _path(line: str) -> str:
    found = related.find(line)
    if not found:
        said = f"Readers find no article “{line[:80]}”. Copy its address, or its whole headline."
        raise ValidationError(said)
    if len(found) > 1:
        said = f"Several articles are called “{line[:80]}”. Copy the address of the one you mean."
        raise ValidationError(said)
    return found[0].get_absolute_url()


class AuthorField(Line):
    """An author by name, as the list offers it; a name that several have needs its address."""

    def prepare_value(self, value):
        return author_label(value) if isinstance(value, Author) else value

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(_authors_called(text)[:2])
        if not found:
            sentence = f"No author is called “{text[:80]}”. Choose one of the list, or add a guest."
            raise ValidationError(sentence)
        if len(found) > 1:
            slugs = " or ".join(f"“{author_label(author, full=True)}”" for author in found)
            raise ValidationError(f"Several authors have this name. Write {slugs}.")
        return found[0]


def author_label(author: Author, full: bool = False) -> str:
    return f"{author.name} ({author.slug})" if full else author.name


def _authors_called(text: str):
    by_slug = re.fullmatch(r".*\(([-\w]+)\)", text)
    if by_slug and Author.objects.filter(slug=by_slug[1]).exists():
        return Author.objects.filter(slug=by_slug[1])
    exact = Author.objects.filter(name=text)
    return exact if exact.exists() else Author.objects.filter(name__iexact=text)


class PictureField(forms.ModelChoiceField):
    """One of the pictures this person may use. The newest are shown to choose from."""

    SHOWN = 24

    def __init__(self, **kwargs):
        super().__init__(Photo.objects.none(), required=False, **kwargs)

    def to_python(self, value):
        value = value if value in self.empty_values or str(value).isdecimal() else "0"
        return super().to_python(value)

    def find(self, address: str) -> Photo | None:
        """Return the picture that an address of the desk leads to, if it may be used."""
        by_token = re.search(r"/photos/([0-9a-f]{32})/", address)
        if by_token:
            return self.queryset.filter(token=by_token[1]).first()
        by_number = re.search(r"/photo/([0-9]{1,18})/", address)
        return self.queryset.filter(pk=by_number[1]).first() if by_number else None

    def offer(self, photos, chosen) -> list[Photo]:
        """Let any of `photos`, or the present one, be chosen; return those to show."""
        newest = list(photos.order_by("-pk")[: self.SHOWN])
        present = Photo.objects.filter(pk=chosen) if chosen else Photo.objects.none()
        allowed = photos.order_by().values("pk")
        self.queryset = Photo.objects.filter(pk__in=allowed) | present
        return [*(photo for photo in present if photo not in newest), *newest]


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MomentField(forms.DateTimeField):
    """A time as the clocks of the site's zone show it; `in_zone` finds the moment."""

    widget = MomentInput
    default_error_messages = {
        "invalid": "Write a date and a time, such as 2026-03-29T18:00.",
        "far": f"Choose a year from {EARLIEST} to {LATEST}.",
    }

    def to_python(self, value):
        """Return the local time without its zone; `in_zone` finds the moment."""
        text = value.strip().replace(" ", "T") if isinstance(value, str) else value
        if text in self.empty_values:
            return None
        try:
            local = datetime.fromisoformat(text)
        except (TypeError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error
        if not EARLIEST <= local.year <= LATEST:
            raise ValidationError(self.error_messages["far"], "far")
        return local.replace(tzinfo=None)


def in_zone(local: datetime, fold: str = "") -> datetime:
    """Return the moment a local time means; refuse what does not exist, ask for what is double."""
    zone = timezone.get_current_timezone()
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.utcoffset() < second.utcoffset():
        raise ValidationError(MISSING, "missing")
    if fold not in ("0", "1"):
        raise ValidationError(AMBIGUOUS, "ambiguous")
    return (second if fold == "1" else first).astimezone(UTC)


def _is_null_check(validator) -> bool:
    return type(validator).__name__ == "ProhibitNullCharactersValidator"
