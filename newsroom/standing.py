"""What the house says about itself: about, contact, imprint, privacy and the like, under `/about/`.

A page may name facts of the software in braces, such as `{address_days}`: each is read where it is
decided whenever the page is drawn, so that no page can promise what the software does not do. The
facts are a small closed set; the apps add theirs by `fact`, and a page with any other is refused.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from newsroom import html
from newsroom.database import Now

HOME = "about"  # the page that lives at `/about/` itself
RESERVED = ("feed",)
# A fact stands in the text; what stands inside a tag is left alone.
BRACES = re.compile(r"<[^<>]*>|\{(?P<name>[^{}<>]{0,60})\}")
DAY = 24 * 3600

FACTS: dict[str, tuple[str, Callable[[], object]]] = {}


def fact(name: str, meaning: str):
    """Register a function that tells a fact, as a number or a word."""

    def register(function):
        FACTS[name] = (meaning, function)
        return function

    return register


@fact("paper", "the newspaper’s name")
def _paper() -> str:
    from newsroom.models import Site  # it needs this module's model

    return Site.current().name


@fact("email", "the e-mail address for readers, as a link")
def _email() -> str:
    from newsroom.models import Site

    address = Site.current().contact_email
    return format_html('<a href="mailto:{0}">{0}</a>', address) if address else "–"


@fact("session_days", "days a colleague stays signed in")
def _session_days() -> int:
    return settings.SESSION_COOKIE_AGE // DAY


@fact("form_cookie_days", "days the cookie that guards forms is kept")
def _form_cookie_days() -> int:
    return settings.CSRF_COOKIE_AGE // DAY


def unknown(text: str) -> list[str]:
    """Return what stands in braces and is no fact, each once."""
    names = (match["name"] for match in BRACES.finditer(text))
    return [name for name in dict.fromkeys(names) if name is not None and name not in FACTS]


def filled(text: str) -> str:
    """Put the facts in; what is none stays as it was typed."""
    known = {}

    def told(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in FACTS:
            return match[0]
        if name not in known:
            known[name] = str(conditional_escape(FACTS[name][1]()))
        return known[name]

    return BRACES.sub(told, text)


class PublishedPages(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(is_published=True)


class StandingPage(models.Model):
    """One page. `objects` yields what readers see; the desk asks `all_objects`."""

    title = models.CharField(max_length=80)
    slug = models.SlugField("address", max_length=60, unique=True)
    body = models.TextField("text", blank=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")
    is_published = models.BooleanField(
        "readers see it",
        default=False,
        help_text="It is linked at the foot of every page. Unticked, its address leads nowhere.",
    )
    was_published = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PublishedPages()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug="") & ~models.Q(slug__in=RESERVED),
                name="standing_page_slug_leads_nowhere_else",
                violation_error_message="This address leads elsewhere. Choose another.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_published=False) | ~models.Q(body=""),
                name="standing_page_says_something",
                violation_error_message="Write the text before readers see the page.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_published=False) | models.Q(was_published=True),
                name="standing_page_remembers",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of(self.slug)

    def save(self, **kwargs):
        """What readers once saw is remembered: it is taken from them, never deleted."""
        self.was_published = self.was_published or self.is_published
        super().save(**kwargs)

    @property
    def shown(self) -> SafeString:
        """The text as readers see it, with its facts."""
        return html.render(filled(self.body), lambda token, alt: "")

    @classmethod
    def hold(cls, pk: int, version: int) -> bool:
        """Lock the row for a save and say whether it is still this version."""
        rows = cls.all_objects.select_for_update().filter(pk=pk, version=version)
        return rows.exists()


def path_of(slug: str) -> str:
    return "/about/" if slug == HOME else f"/about/{slug}/"
