"""The form by which a reader reports a mistake. It needs no cookie: a signed note stands for one.

The note says for which article the form was made and when. Who posts without having been given one,
after a day, or sooner than anybody can read and type, is asked to send once more.
"""

import re
import time

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.forms import LONGEST_EMAIL, NUL, HiddenNumber
from comments.models.comment import DAYS_TO_KEEP_ADDRESSES
from comments.moderation import QUICKEST
from newsroom import words
from newsroom.language import grouped

SALT = "comments.report"
DAY = 24 * 3600
LONGEST_PASSAGE, LONGEST_TEXT = 1_000, 2_000
_LINE_ENDS = re.compile(r"\r\n?")


def note_of(article: int) -> str:
    return signing.dumps([article, time.time()], salt=SALT)


class ReportForm(forms.Form):
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    wording = HiddenNumber()
    passage = forms.CharField(
        label=_("Which passage? (optional)"),
        required=False,
        help_text=_("Copy the words from the article."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages=NUL,
    )
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("And what is right, if you know it and from where."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": words.REPORT_MISSING, **NUL},
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": words.EMAIL_WRONG, "max_length": words.EMAIL_WRONG, **NUL},
    )

    def __init__(self, article: int, data=None, wording: int = 1):
        start = {"opened": note_of(article), "wording": wording}
        super().__init__(data, initial=start, auto_id="report-%s", use_required_attribute=False)
        self.article = article
        self.fields["email"].help_text = words.report_email(DAYS_TO_KEEP_ADDRESSES)

    def clean_passage(self) -> str:
        return _fitting(self.cleaned_data["passage"], LONGEST_PASSAGE)

    def clean_text(self) -> str:
        return _fitting(self.cleaned_data["text"], LONGEST_TEXT)

    def saw(self, latest: int) -> int:
        """Return the wording that was read: no later than the present one."""
        asked = self.fields["wording"].clean(self["wording"].data)
        return asked if asked and asked <= latest else latest

    @property
    def is_ours(self) -> bool:
        """Whether this form was given out for this article, and somebody had time to fill it."""
        try:
            article, at = signing.loads(self["opened"].data or "", salt=SALT)
        except signing.BadSignature:
            return False
        return article == self.article and QUICKEST <= time.time() - at <= DAY

    def renew(self) -> None:
        """Give out a new note with what was typed, for the next try."""
        self.data = self.data.copy()
        self.data["opened"] = note_of(self.article)


def _fitting(text: str, longest: int) -> str:
    text = _LINE_ENDS.sub("\n", text)
    if len(text) > longest:
        sentence = ngettext(
            "This has {count} character; the limit is {most}. Shorten it.",
            "This has {count} characters; the limit is {most}. Shorten it.",
            len(text),
        )
        raise forms.ValidationError(
            sentence.format(count=grouped(len(text)), most=grouped(longest))
        )
    return text
