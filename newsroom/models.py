"""The ground floor's tables: users, the site's one row, photos. They know no article."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models, transaction
from django.db.models.functions import JSONObject, Lower
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from newsroom import images, picture_store
from newsroom.choices import direction, label, languages, zones
from newsroom.database import Now
from newsroom.jobs import Job  # noqa: F401  (Django looks for tables here)
from newsroom.prepared import Prepared
from newsroom.standing import StandingPage, path_of

GONE = timedelta(minutes=30)  # who was away for longer comes back; less is the same visit
NOTED = timedelta(minutes=1)  # a visit is noted no more often

web_address = URLValidator(schemes=["http", "https"])


class User(AbstractUser):
    """A person with a login. E-mail addresses are unique whatever their case."""

    is_demo = models.BooleanField(default=False, editable=False)  # signs in on this machine only
    # When the desk's home was opened last, and when it was in the visit before this one.
    desk_seen_at = models.DateTimeField(null=True, editable=False)
    desk_left_at = models.DateTimeField(null=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message="Another account has this e-mail address.",
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def come_to_desk(self, now: datetime) -> datetime | None:
        """Note that this person looks at the desk's home, and return when the visit before this
        one ended; None if there was none. A reload is the same visit.
        """
        seen = self.desk_seen_at
        if seen is None or now - seen > NOTED:
            if seen is not None and now - seen > GONE:
                self.desk_left_at = seen
            self.desk_seen_at = now
            # Only if no other tab noted it first: its own coming would count as a visit.
            moments = {"desk_seen_at": now, "desk_left_at": self.desk_left_at}
            User.objects.filter(pk=self.pk, desk_seen_at=seen).update(**moments)
        return self.desk_left_at

    come_to_desk.alters_data = True


class Site(models.Model):
    """The newspaper itself: the one row that every page shows."""

    class ShownChanges(models.TextChoices):
        ALL = "all", "All changes"
        CORRECTIONS = "corrections", "Corrections and clarifications only"
        NONE = "none", "None"

    name = models.CharField(max_length=80, default="Newsroom")
    tagline = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=12, choices=languages, default="en")
    zone = models.CharField(
        "time zone",
        max_length=64,
        choices=zones,
        default="UTC",
        help_text="Times are shown in it and new addresses made with it; existing addresses stay.",
    )
    about = models.TextField(blank=True, help_text="Shown at the foot of every page.")
    contact_email = models.EmailField("e-mail for readers", blank=True)
    follow_sentence = models.CharField(
        max_length=300,
        blank=True,
        help_text="Shown under each article before the links below, never as part of its text.",
    )
    footer_line = models.CharField(max_length=200, blank=True)
    shown_changes = models.CharField(
        "earlier wordings",
        max_length=11,
        choices=ShownChanges,
        default=ShownChanges.ALL,
        help_text="What readers can compare under “What changed”. "
        "Small fixes are only counted, and what was hidden stays hidden.",
    )

    class Meta:
        verbose_name = "site"
        verbose_name_plural = "site"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_one_row")]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls) -> "Site":
        """Return the one row; an emptied table gives the defaults.

        It brings along the newsroom's time (`now`), the next moment at which what readers see
        changes by itself (`next_change`, or None), and which server answered (`server`).
        """
        return next(iter(_site_row()), None) or cls(pk=1)

    @cached_property
    def spoken(self) -> SafeString:
        """The attributes of words of the paper's own, inside of words in another language."""
        return format_html(' lang="{}" dir="{}"', self.language, direction(self.language))

    @cached_property
    def links(self) -> list["FollowLink"]:
        """Where readers can follow the paper; `current` brought them along."""
        rows = getattr(self, "link_rows", None)
        return list(self.follow_links.all()) if rows is None else [FollowLink(**r) for r in rows]

    @cached_property
    def pages(self) -> list[dict]:
        """The standing pages that readers see, each with title and path; `current` brought them."""
        return [{**row, "path": path_of(row["slug"])} for row in getattr(self, "page_rows", [])]


class FollowLink(models.Model):
    """Where readers can follow the paper."""

    site = models.ForeignKey(Site, models.CASCADE, default=1, related_name="follow_links")
    label = models.CharField(max_length=40)
    url = models.URLField("address", validators=[web_address])
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.label


@Prepared
def _site_row():
    links = FollowLink.objects.filter(site=models.OuterRef("pk"))
    row = JSONObject(label="label", url="url")
    page = JSONObject(title="title", slug="slug")
    return Site.objects.filter(pk=1).annotate(
        link_rows=ArraySubquery(links.values(row=row)),
        page_rows=ArraySubquery(StandingPage.objects.values(row=page)),
        now=Now(),
        next_change=models.Func(
            function="newsroom_next_change", output_field=models.DateTimeField()
        ),
        server=models.Func(function="newsroom_server", output_field=models.TextField()),
    )


BLANK = r"^\s*$"
FOCUS = {"null": True, "blank": True, "validators": [MaxValueValidator(100)]}


class PhotoQuerySet(models.QuerySet):
    def lacking(self):
        """Those that may not be published as they are: the list of what `Photo.lacks` says."""
        is_mute = models.Q(alt__regex=BLANK, is_decorative=False)
        return self.filter(is_mute | models.Q(credit__regex=BLANK))

    def destroy_originals(self) -> None:
        """Destroy the originals once this transaction stands; the renditions stay.

        The rows say so at once: if the process dies in between, `finish_destroying` goes on. What
        a legal hold keeps, the database leaves as it is.
        """
        tokens = list(self.filter(original=Photo.Original.KEPT).values_list("token", flat=True))
        rows = Photo.objects.filter(token__in=tokens)
        rows.update(original=Photo.Original.GOING)
        transaction.on_commit(rows.finish_destroying, robust=True)

    def finish_destroying(self) -> None:
        """Remove the files of the originals that are to go."""
        for photo in self.filter(original=Photo.Original.GOING).only("token"):
            picture_store.destroy_original(settings.PICTURES_ROOT, photo.token)
            Photo.objects.filter(pk=photo.pk).update(original=Photo.Original.GONE)

    destroy_originals.alters_data = finish_destroying.alters_data = True


class Photo(models.Model):
    """A picture that came through `newsroom.images`, with what must be said about it."""

    class Kind(models.TextChoices):
        PHOTOGRAPH = "photograph", pgettext_lazy("kind of picture", "Photograph")
        FILE = "file", pgettext_lazy("kind of picture", "File picture")
        HANDOUT = "handout", pgettext_lazy("kind of picture", "Handout")
        SCREENSHOT = "screenshot", pgettext_lazy("kind of picture", "Screenshot")
        ILLUSTRATION = "illustration", pgettext_lazy("kind of picture", "Illustration")
        MACHINE = "machine", pgettext_lazy("kind of picture", "Machine-made")

    class Original(models.TextChoices):
        """What became of the file as it was uploaded."""

        KEPT = "kept", "Kept, private"
        GOING = "going", "About to be destroyed"
        GONE = "gone", "Destroyed"

    token = models.CharField(max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        "text for those who cannot see it",
        max_length=500,
        blank=True,
        help_text="Say what the picture shows, in a sentence.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It shows nothing that a reader could miss."
    )
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it, as readers see it."
    )
    caption = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PHOTOGRAPH)
    focus_x = models.PositiveSmallIntegerField("from the left, in percent", **FOCUS)
    focus_y = models.PositiveSmallIntegerField("from the top, in percent", **FOCUS)
    uploaded_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    is_confidential = models.BooleanField(
        "for a sensitive story",
        default=False,
        db_default=False,
        help_text="In the library only you see it, and whoever sees a story that shows it. "
        "The original, with where and when it was taken, is destroyed at once.",
    )
    original = models.CharField(
        max_length=5,
        choices=Original,
        default=Original.KEPT,
        db_default=Original.KEPT,
        editable=False,
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("edit_any_photo", "Can change everyone’s photos")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_decorative=False) | models.Q(alt=""),
                name="photo_decorative_has_no_alt",
                violation_error_message=(
                    "A decorative picture has no text: empty the text or untick “decorative”."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(token__regex=r"^[0-9a-f]{32}$"), name="photo_token_is_random"
            ),
            models.CheckConstraint(
                condition=models.Q(focus_x=None, focus_y=None)
                | models.Q(focus_x__isnull=False, focus_x__lte=100)
                & models.Q(focus_y__isnull=False, focus_y__lte=100),
                name="photo_focus_is_inside",
                violation_error_message=(
                    "What matters in the picture is a point: give both numbers, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(original__in=["kept", "going", "gone"]),
                name="photo_original_is_known",
            ),
        ]
        indexes = [
            # what a process that died left to be destroyed
            models.Index(
                fields=["id"], name="photo_original_going", condition=models.Q(original="going")
            )
        ]

    def __str__(self):
        return self.caption or self.alt or f"Picture {self.pk}"

    @classmethod
    def take_in(cls, file, **fields) -> "Photo":
        """Make a photo of an uploaded file; raises `images.Refused` with a sentence.

        The files are there before the row: a crash between the two leaves files that no address
        leads to, never a row without its picture.
        """
        picture = images.accept(file)
        file.seek(0)
        return cls.keep(picture, file.read(), **fields)

    @classmethod
    def keep(cls, picture: images.Picture, original: bytes, **fields) -> "Photo":
        """Store an accepted picture and its private original, then make the row."""
        token = picture_store.new_token()
        picture_store.store(picture, original, settings.PICTURES_ROOT, token)
        return cls.objects.create(token=token, width=picture.width, height=picture.height, **fields)

    @property
    def widths(self) -> list[int]:
        return images.widths(self.width)

    @property
    def focus(self) -> tuple[int, int] | None:
        """The point that stays in sight wherever the picture is cut, in percent of its sides."""
        return None if self.focus_x is None else (self.focus_x, self.focus_y)

    @property
    def credit_line(self) -> str:
        """What stands beside the picture: the credit, and the kind unless it is a photograph."""
        kind = "" if self.kind == self.Kind.PHOTOGRAPH else label(self.Kind, self.kind)
        return " · ".join(filter(None, [self.credit, kind]))

    def lacks(self) -> list[str]:
        """Return what must still be said before the picture may be published."""
        missing = []
        if not self.alt.strip() and not self.is_decorative:
            missing.append("alt")
        if not self.credit.strip():
            missing.append("credit")
        return missing
