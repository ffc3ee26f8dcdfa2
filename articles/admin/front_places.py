"""The front page with a working copy's pins: what stands where, and what may be done with it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles import front
from articles.arranging import LEAD, SECTION_TOP, TOP, Slot
from articles.models import Article, FrontDraft, FrontPin, Section
from newsroom import database


@dataclass(frozen=True)
class Place:
    """What the desk shows under a card: `number` is None outside the places that can be pinned."""

    article: int
    number: int | None
    slot: Slot | None = None
    is_fresh: bool = False  # its end is counted from the moment it is put live
    moves: list[tuple[str, str]] = field(default_factory=list)  # (label, value)
    asked: str = ""  # what names the section in the desk's addresses


@dataclass(frozen=True)
class Waiting:
    """A pin whose story readers cannot see now; its place fills itself meanwhile."""

    article: Article
    place: int
    why: str
    comes_at: datetime | None = None


def size_of(section: Section | None) -> int:
    return SECTION_TOP if section else TOP


def label_of(place: int) -> str:
    return "Lead" if place == LEAD else f"Place {place + 1}"


def pins_of(draft: FrontDraft) -> tuple[list[FrontPin], list[Waiting]]:
    """Return what readers would see of the working copy now, and what waits."""
    now, slots = database.now(), draft.arranged
    wanted = [slot.article for slot in slots.values()]
    rows = Article.all_objects.nameable().for_cards().in_bulk(wanted) if wanted else {}
    shown, waiting = [], []
    for place, slot in sorted(slots.items()):
        article = rows.get(slot.article)
        if article is None:
            continue
        if why := _unseen(article, draft.section, now):
            comes_at = article.published_at if why == COMES else None
            waiting.append(Waiting(article, place, why, comes_at))
        else:
            shown.append(_pin(article, place, slot, now))
    return shown, waiting


COMES = "comes at its time"


def _unseen(article: Article, section: Section | None, now: datetime) -> str:
    """Return why readers do not see it there, or nothing."""
    if section and article.section_id != section.pk:
        return "is in another section now"
    if article.is_public(now):
        return ""
    if article.withdrawn_at is not None:
        return "was withdrawn"
    if article.published_at is None:
        return "is not published"
    return COMES if article.published_at > now else "is over"


def _pin(article: Article, place: int, slot: Slot, now: datetime) -> FrontPin:
    end = slot.ends_at or now + timedelta(hours=slot.hours)
    return FrontPin(article=article, place=place, ends_at=end, **slot.said)


def drawn(draft: FrontDraft, request) -> tuple[dict, list[Waiting]]:
    """Return what the readers' own template needs, with the desk's controls on each card."""
    pins, waiting = pins_of(draft)
    slots, size = draft.arranged, size_of(draft.section)
    if draft.section:
        articles, page, _ = front.section_page(request, draft.section, pins)
        context = {"section": draft.section, "articles": articles, "page": page}
        numbered = {a.pin.place if a.pin else n: a for n, a in enumerate(articles[:size])}
        others = articles[size:]
    else:
        whole = front.compose(pins)
        context, numbered = {"front": whole}, whole.top
        others = [article for band in whole.bands for article in band.articles]
    for number, article in numbered.items():
        article.desk = _place(article, number, slots.get(number), draft)
    for article in others:
        article.desk = _place(article, None, None, draft)
    return context, waiting


def _place(article: Article, number: int | None, slot: Slot | None, draft) -> Place:
    """A pin is its place's only while it stands there: else its story fills the place."""
    slot = slot if slot and slot.article == article.pk else None
    size, section = size_of(draft.section), draft.section
    asked = f"?section={section.slug}" if section else ""
    if number is None:
        steps = [("To the lead", LEAD), ("Beside the lead", LEAD + 1)]
    else:
        steps = [("To the lead", LEAD)] if number > LEAD else []
        steps += [("Up", number - 1)] if number > LEAD + 1 else []
        steps += [("Down", number + 1)] if number + 1 < size else []
    came = "" if number is None else f":{number}"
    moves = [(label, f"{article.pk}:{to}{came}") for label, to in steps]
    return Place(article.pk, number, slot, bool(slot and slot.ends_at is None), moves, asked)
