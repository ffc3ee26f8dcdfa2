"""What readers are told was wrong, in the words in force, with what stood there before them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy

from articles.models import Correction
from newsroom.templatetags.newsroom import day

# Without and with an amendment; the line begins with a capital, whatever comes first in it.
DONE = {
    "correction": (
        pgettext_lazy("line at an article’s head", "corrected {day}"),
        pgettext_lazy("line at an article’s head", "corrected {day}, amended {amended}"),
    ),
    "clarification": (
        pgettext_lazy("line at an article’s head", "clarified {day}"),
        pgettext_lazy("line at an article’s head", "clarified {day}, amended {amended}"),
    ),
    "update": (
        pgettext_lazy("line at an article’s head", "updated {day}"),
        pgettext_lazy("line at an article’s head", "updated {day}, amended {amended}"),
    ),
}


@dataclass(frozen=True)
class Notice:
    correction: Correction  # in force
    earlier: list[Correction]  # what it amended, newest first

    @property
    def text(self) -> str:
        return self.correction.text

    @property
    def label(self) -> str:
        return self.correction.get_kind_display()

    @property
    def done(self) -> SafeString:
        """What the line at an article's head says of it."""
        plain, amended = DONE[self.correction.kind]
        if not self.amended_at:
            return format_html(plain, day=day(self.made_at))
        return format_html(amended, day=day(self.made_at), amended=day(self.amended_at))

    @property
    def made_at(self) -> datetime:
        return (self.earlier[-1] if self.earlier else self.correction).made_at

    @property
    def amended_at(self) -> datetime | None:
        return self.correction.made_at if self.earlier else None


def notices(corrections: list[Correction]) -> list[Notice]:
    """Return an article's corrections that are in force, the oldest first."""
    by_id = {each.pk: each for each in corrections}
    amended = {each.amends_id for each in corrections}
    found = [Notice(each, _chain(each, by_id)) for each in corrections if each.pk not in amended]
    return sorted(found, key=lambda notice: notice.made_at)


def line(found: list[Notice]) -> SafeString:
    """Return what the line at an article's head says of all of them, but for its capital."""
    return format_html_join(pgettext("list", ", "), "{}", ((each.done,) for each in found))


def _chain(correction: Correction, by_id: dict[int, Correction]) -> list[Correction]:
    found = []
    while correction := by_id.get(correction.amends_id):
        found.append(correction)
    return found
