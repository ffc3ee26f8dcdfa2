"""How a front page is arranged: places and who stands in them, without a database.

A place that nobody is pinned to fills itself. Moving a story makes room for it: what stood there
steps towards the place that became free.
"""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

LEAD = 0
TOP = 6  # the lead, those beside it, and those under it
SECTION_TOP = 4
HOURS = 24
CHOICES = (1, 3, 6, 12, 24, 48, 72, 168)  # hours
SAID = ("headline", "kicker", "shape", "crop")  # what a place may say otherwise than the article


@dataclass(frozen=True)
class Slot:
    """A story's place as an editor wants it. What is live keeps its end; else `hours` count."""

    article: int
    headline: str = ""
    kicker: str = ""
    shape: str = ""
    crop: str = ""
    hours: int = HOURS
    ends_at: datetime | None = None

    def lasting(self, hours: int) -> "Slot":
        return replace(self, hours=hours, ends_at=None)

    @property
    def said(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in SAID}

    @property
    def row(self) -> dict:
        return asdict(self) | {"ends_at": self.ends_at and self.ends_at.isoformat()}

    @classmethod
    def of_row(cls, row: dict) -> "Slot":
        known = {field.name: row[field.name] for field in fields(cls) if field.name in row}
        end = known.get("ends_at")
        return cls(**known | {"ends_at": end and datetime.fromisoformat(end)})


Slots = dict[int, Slot]


def rows_of(slots: Slots) -> list[dict]:
    return [{"place": place, **slot.row} for place, slot in sorted(slots.items())]


def of_rows(rows: list[dict]) -> Slots:
    return {row["place"]: Slot.of_row(row) for row in rows}


def places_of(slots: Slots) -> dict[int, int]:
    """Return each pinned article's place."""
    return {slot.article: place for place, slot in slots.items()}


def moved(slots: Slots, slot: Slot, to: int, size: int, seen_at: int | None = None) -> Slots:
    """Return the arrangement with this story at `to`; `seen_at` is where the page shows it now.

    Those who stand in its way step towards the place it leaves, or down; the first free place ends
    that, and who steps off the last place fills itself in again by its date.
    """
    came = places_of(slots).get(slot.article, seen_at)
    found = {place: each for place, each in slots.items() if each.article != slot.article}
    step = -1 if came is not None and came < to else 1
    carried, place = slot, to
    while carried is not None and 0 <= place < size:
        carried, found[place] = found.get(place), carried
        place += step
    return found


def without(slots: Slots, article: int) -> Slots:
    return {place: slot for place, slot in slots.items() if slot.article != article}


def current(slots: Slots, now: datetime) -> Slots:
    """Leave out what has ended."""
    return {p: slot for p, slot in slots.items() if slot.ends_at is None or slot.ends_at > now}


def told(before: Slots, after: Slots) -> str:
    """Say in words what changes: “lead changed, 2 moved, 1 headline”; nothing if nothing does."""
    was, now = places_of(before), places_of(after)
    leads = {slots[LEAD].article if LEAD in slots else None for slots in (before, after)}
    moves = [each for each in now if each in was and was[each] != now[each] and now[each] != LEAD]
    added = [each for each in now if each not in was and now[each] != LEAD]
    gone = [each for each in was if each not in now and was[each] != LEAD]
    parts = ["lead changed"] if len(leads) == 2 else []
    counts = {"moved": len(moves), "pinned": len(added), "no longer pinned": len(gone)}
    parts += [f"{count} {word}" for word, count in counts.items() if count]
    return ", ".join(parts + _rewritten(before, after))


def _rewritten(before: Slots, after: Slots) -> list[str]:
    was = {slot.article: slot for slot in before.values()}
    pairs = [(was.get(slot.article, Slot(slot.article)), slot) for slot in after.values()]
    ends = [new for new in after.values() if new.article in was and _has_other_end(was, new)]
    counts = {
        word: sum(getattr(old, word) != getattr(new, word) for old, new in pairs) for word in SAID
    }
    words = (counts | {"end": len(ends)}).items()
    return [f"{count} {word}{'s' if count > 1 else ''}" for word, count in words if count]


def _has_other_end(was: dict[int, Slot], new: Slot) -> bool:
    old = was[new.article]
    return (old.ends_at, old.hours) != (new.ends_at, new.hours)
