"""A year, a month or a day of the paper, in the site's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from newsroom import dates


@dataclass(frozen=True)
class Period:
    """Half open: from `first` on, up to but without `after`."""

    first: date
    after: date
    title: str

    @classmethod
    def of(cls, year: str, month: str = "", day: str = "") -> "Period":
        """Return the period of an address; ValueError when there is no such time."""
        first, writing = date(int(year), int(month or 1), int(day or 1)), dates.writing()
        if day:
            return cls(first, date.fromordinal(first.toordinal() + 1), writing.day(first))
        if month:
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return cls(first, after, writing.month(first))
        return cls(first, date(first.year + 1, 1, 1), year)

    @property
    def month(self) -> str:
        """The name of the month, where it is one or a day of one."""
        return dates.writing().months[self.first.month - 1]

    @property
    def bounds(self) -> dict:
        """The conditions on `published_at`."""
        zone = timezone.get_current_timezone()
        first, after = (datetime.combine(d, time(), zone) for d in (self.first, self.after))
        return {"published_at__gte": first, "published_at__lt": after}
