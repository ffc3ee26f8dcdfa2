"""What readers are told was wrong, in the words in force, with what stood there before them."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import Correction

DONE = {"correction": "Corrected", "clarification": "Clarified", "update": "Updated"}


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
    def done(self) -> str:
        """The line at an article's head begins with it."""
        return DONE[self.correction.kind]

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


def _chain(correction: Correction, by_id: dict[int, Correction]) -> list[Correction]:
    found = []
    while correction := by_id.get(correction.amends_id):
        found.append(correction)
    return found
