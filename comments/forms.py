"""The form for a comment: what a reader types, and what comes with it unseen.

It asks the database nothing, so that it can be shown again, with everything typed, when that is
away. What its numbers lead to, and what the house's rules say of the words, is the view's.
"""

import time

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from newsroom import words
from newsroom.pages import LARGEST_ID

SALT = "comments.opened"
NUL = {"null_characters_not_allowed": words.UNREADABLE}
LONGEST_NAME = Comment._meta.get_field("name").max_length
LONGEST_EMAIL = Comment._meta.get_field("email").max_length


def stamp() -> str:
    """Return a signed note of this moment, for `opened`."""
    return signing.dumps(time.time(), salt=SALT)


class HiddenNumber(forms.IntegerField):
    """A number that nobody typed: what cannot be one is 0, which leads nowhere."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(min_value=1, max_value=LARGEST_ID, required=False)

    def clean(self, value) -> int | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return 0


class CommentForm(forms.Form):
    """A signed-in colleague (`is_staff`) is asked for neither name nor address."""

    article = HiddenNumber()
    parent = HiddenNumber()
    opened = forms.Field(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your comment"),
        strip=False,
        # No maxlength: a browser would cut what is pasted, in silence.
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": words.TEXT_MISSING, **NUL},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={
            "required": words.NAME_MISSING,
            "max_length": words.NAME_TOO_LONG,
            **NUL,
        },
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_EMAIL,
        help_text=words.EMAIL_PRIVATE,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": words.EMAIL_MISSING,
            "invalid": words.EMAIL_WRONG,
            "max_length": words.EMAIL_WRONG,
            **NUL,
        },
    )

    def __init__(self, data=None, *, is_staff: bool = False, **kwargs):
        super().__init__(data, auto_id="answer-%s", use_required_attribute=False, **kwargs)
        self.is_staff = is_staff
        if is_staff:
            del self.fields["name"], self.fields["email"]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(words.TEXT_MISSING)
        return text

    def number(self, name: str) -> int | None:
        """Return a hidden number, whatever else is wrong; None if there is none."""
        return self.fields[name].clean(self[name].data)

    def lead_to(self, article: int, parent: int | None) -> None:
        """Let the form, shown again, lead where it can; its note of time stays if it is ours."""
        if not self.is_bound:
            return
        self.data = self.data.copy()
        self.data["article"], self.data["parent"] = article, parent or ""
        if self.seconds is None:
            self.data["opened"] = stamp()

    @property
    def seconds(self) -> float | None:
        """How long the form was open; None if its note of that is missing or not ours."""
        try:
            return time.time() - signing.loads(self["opened"].data or "", salt=SALT)
        except signing.BadSignature:
            return None
