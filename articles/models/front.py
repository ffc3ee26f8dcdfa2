"""Front pages, of the paper and of sections: what was put live, and the working copies.

A `Front` is never changed after it was put live, but for `is_live`: all of them are the history.
Readers' pages start from `FrontPin.objects`, which yields only what is public now. A working copy
is its editor's own and is read by nobody else.
"""

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction

from articles import arranging
from articles.arranging import Slot, Slots
from articles.models.article import Article, visible
from articles.models.piece import Section
from newsroom import database
from newsroom.database import Now, take_turns
from newsroom.prepared import Prepared

ARRANGE = "articles.arrange_front"
LONG = ("body", "body_text", "search")


class Overtaken(Exception):
    """Another front was put live meanwhile: `live` is that one."""

    def __init__(self, live: "Front | None"):
        super().__init__("Another front was put live meanwhile.")
        self.live = live


class Rearranged(Exception):
    """The working copy is not the one that was looked at: it was changed in another window."""


class FrontQuerySet(models.QuerySet):
    def of(self, section: Section | None):
        return self.filter(section=section)

    def live(self, section: Section | None) -> "Front | None":
        return self.of(section).filter(is_live=True).select_related("made_by").first()


class Front(models.Model):
    """One arrangement that was put live: of the paper's front page, or of a section's."""

    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField()
    is_live = models.BooleanField(default=True)
    changes = models.CharField(max_length=200, help_text="Against the one before, in words.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = FrontQuerySet.as_manager()

    class Meta:
        verbose_name = "front page"
        verbose_name_plural = "front page"
        ordering = ["-number"]
        permissions = [("arrange_front", "Can arrange front pages and put up the banner")]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="front_number_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["section"],
                condition=models.Q(is_live=True),
                name="front_live_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.section or 'Front page'} {self.number}"

    @classmethod
    def put(cls, section: Section | None, by, number: int, slots: Slots, note: str = "") -> "Front":
        """Put an arrangement live in place of the one called `number` (0: none was yet).

        Who is second raises Overtaken. What changes nothing leaves the live one as it is.
        """
        with transaction.atomic():
            take_turns(f"front {section.pk if section else ''}")
            live = cls.objects.live(section)
            if number != (live.number if live else 0):
                raise Overtaken(live)
            now = database.now()
            slots = _there(arranging.current(slots, now))
            changes = arranging.told(live.slots(now) if live else {}, slots)
            if live and not changes:
                return live
            cls.objects.of(section).filter(is_live=True).update(is_live=False)
            words = {"changes": f"{note}{changes}"[:200], "made_by": by}
            front = cls.objects.create(section=section, number=number + 1, **words)
            FrontPin.all_objects.bulk_create(
                FrontPin.of_slot(front, place, slot) for place, slot in slots.items()
            )
        return front

    put.__func__.alters_data = True

    @classmethod
    def undo(cls, section: Section | None, by, number: int) -> "Front":
        """Put live again what stood there before; what has ended since stays away."""
        before = cls.objects.of(section).filter(number=number - 1).first()
        slots = before.slots() if before else {}
        return cls.put(section, by, number, slots, "undone: ")

    undo.__func__.alters_data = True

    @classmethod
    def pin(
        cls,
        article: Article,
        by,
        number: int,
        hours: int = arranging.HOURS,
        to: int = arranging.LEAD,
    ) -> "Front":
        """Give this a place on what is live, without a working copy; the others make room."""
        live = cls.objects.live(None)
        slots = live.slots() if live else {}
        place = arranging.places_of(slots).get(article.pk)
        slot = slots.get(place, Slot(article.pk)).lasting(hours)
        slots = arranging.moved(slots, slot, to, arranging.TOP)
        return cls.put(None, by, number, slots)

    pin.__func__.alters_data = True

    def slots(self, now=None) -> Slots:
        """Return who is pinned where; what has ended by `now` is left out."""
        slots = {pin.place: pin.slot for pin in FrontPin.all_objects.filter(front=self)}
        return arranging.current(slots, now or database.now())

    def again(self) -> Slots:
        """Return the arrangement to be put live anew, whatever has ended since."""
        return {
            pin.place: pin.slot.lasting(arranging.HOURS)
            for pin in FrontPin.all_objects.filter(front=self)
        }


def _there(slots: Slots) -> Slots:
    """Leave out articles that are gone altogether (they were never public)."""
    wanted = [slot.article for slot in slots.values()]
    there = set(Article.all_objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return {place: slot for place, slot in slots.items() if slot.article in there}


class PublicPins(models.Manager):
    """What is pinned to a live front, has not ended, and is public now."""

    def get_queryset(self):
        pins = super().get_queryset().filter(visible("article__"))
        return pins.filter(front__is_live=True, ends_at__gt=Now())

    def shown(self, section: Section | None) -> list["FrontPin"]:
        """Return the pins of a page with what their cards show. A section shows its own only."""
        return _of_section(section=section.pk) if section else _of_front()


@Prepared
def _of_front():
    return _with_cards(FrontPin.objects.filter(front__section=None))


@Prepared
def _of_section(section):
    return _with_cards(FrontPin.objects.filter(front__section=section, article__section=section))


def _with_cards(pins):
    cards = pins.select_related("article__section", "article__lead_photo")
    return cards.defer(*(f"article__{field}" for field in LONG)).order_by("place")


class FrontPin(models.Model):
    """An article's place on a front, until a time, with what the place says otherwise."""

    class Shape(models.TextChoices):
        """Of the picture: how wide it is to its height, at every width of the page."""

        WIDE = "wide", "Wide, 2 : 1"
        SQUARE = "square", "Square"

    class Crop(models.TextChoices):
        TOP = "top", "Keep the top"
        BOTTOM = "bottom", "Keep the bottom"
        LEFT = "left", "Keep the left side"
        RIGHT = "right", "Keep the right side"

    front = models.ForeignKey(Front, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    begins_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    headline = models.CharField(max_length=120, blank=True)
    kicker = models.CharField(max_length=40, blank=True)
    shape = models.CharField(max_length=6, choices=Shape, blank=True, default="", db_default="")
    crop = models.CharField(max_length=6, choices=Crop, blank=True)

    objects = PublicPins()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["front", "place"], name="pin_one_a_place"),
            models.UniqueConstraint(fields=["front", "article"], name="pin_article_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="pin_ends_after_begin"
            ),
            models.CheckConstraint(
                condition=models.Q(place__lt=arranging.TOP), name="pin_place_is_there"
            ),
        ]

    def __str__(self):
        return f"{self.place}: {self.article_id}"

    @classmethod
    def of_slot(cls, front: Front, place: int, slot: Slot) -> "FrontPin":
        end = slot.ends_at or Now() + timedelta(hours=slot.hours)
        return cls(front=front, place=place, article_id=slot.article, ends_at=end, **slot.said)

    @property
    def slot(self) -> Slot:
        said = {name: getattr(self, name) for name in arranging.SAID}
        return Slot(self.article_id, **said, ends_at=self.ends_at)

    @property
    def cuts(self) -> list[str]:
        """How its picture is cut, as words that the style knows."""
        return [cut for cut in (self.shape, self.crop) if cut]

    @property
    def dressed(self) -> Article:
        """The article as its card in this place says it."""
        self.article.pin = self
        return self.article


class FrontDraft(models.Model):
    """An editor's working copy of a front. There is a row only once something was arranged."""

    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base = models.PositiveIntegerField(help_text="The number of the front it began from.")
    slots = models.JSONField(default=list)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "user"], name="front_draft_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.section or 'front page'}"

    @classmethod
    def of(cls, section: Section | None, user) -> "FrontDraft":
        """Return the working copy; of who arranged nothing, what is live.

        It brings along what is `live`, the `live_slots` that still hold, and its own as `arranged`.
        """
        live, now = Front.objects.live(section), database.now()
        held = live.slots(now) if live else {}
        draft = cls.objects.filter(section=section, user=user).first()
        if draft is None:
            draft = cls(section=section, user=user, slots=arranging.rows_of(held))
            draft.base = live.number if live else 0
        draft.live, draft.live_slots = live, held
        draft.arranged = _there(arranging.current(arranging.of_rows(draft.slots), now))
        return draft

    @property
    def number(self) -> int:
        """The number of what is live; 0 if nothing was arranged yet."""
        return self.live.number if self.live else 0

    @property
    def is_overtaken(self) -> bool:
        return self.base != self.number

    @property
    def changes(self) -> str:
        return arranging.told(self.live_slots, self.arranged)

    @property
    def seen(self) -> str:
        """What stands for exactly this arrangement, on exactly this base."""
        whole = json.dumps([self.base, arranging.rows_of(self.arranged)], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

    @classmethod
    def change(cls, section: Section | None, user, how) -> "FrontDraft":
        """Let `how` make other slots of the slots. Two windows of one editor take turns."""
        with transaction.atomic():
            take_turns(f"front draft {user.pk}")
            draft = cls.of(section, user)
            draft.arranged = how(draft.arranged)
            draft.slots, draft.changed_at = arranging.rows_of(draft.arranged), Now()
            if draft.changes or draft.is_overtaken:
                draft.save()
            elif draft.pk:
                draft.delete()
        return draft

    change.__func__.alters_data = True

    @classmethod
    def put_live(cls, section: Section | None, user, seen: str) -> Front:
        """Put live the arrangement that `seen` stands for; raises Rearranged or Overtaken."""
        with transaction.atomic():
            take_turns(f"front draft {user.pk}")
            draft = cls.of(section, user)
            if draft.is_overtaken:
                raise Overtaken(draft.live)
            if draft.seen != seen:
                raise Rearranged
            front = Front.put(section, user, draft.base, draft.arranged)
            draft.drop()
        return front

    put_live.__func__.alters_data = True

    def go_on(self) -> None:
        """Keep what was arranged, to be compared with what is live now."""
        type(self).objects.filter(pk=self.pk).update(base=self.number)

    go_on.alters_data = True

    def drop(self) -> None:
        type(self).objects.filter(pk=self.pk).delete()

    drop.alters_data = True
