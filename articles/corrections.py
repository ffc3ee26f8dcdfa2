"""All that was corrected, newest first: the page, and its feeds."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import feeds
from articles.entries import SHOWN
from articles.models import Article, Correction
from newsroom import html
from newsroom.pages import page_of, path_to, public_page
from newsroom.templatetags.newsroom import absolute

NAME = _("Corrections")
ABOUT = _("What was wrong in the paper, and what is right.")
SHOWN_OF_ARTICLE = ("headline", "day", "slug", "language", "kind", "share_title", "section__name")


@public_page
def page(request):
    """Amended ones stay, each at its own date."""
    found = page_of(request, _corrections(), moment="made_at")
    context = {"corrections": found.rows, "page": found, "name": NAME, "about": ABOUT}
    return render(request, "articles/correction_list.html", context)


@public_page
def feed(request, form: str):
    rows = _corrections().order_by("-made_at", "-pk")[:SHOWN]
    found = [CorrectionEntry(row) for row in rows]
    path = path_to("articles:corrections")
    return feeds.answer(request, form, path, str(NAME), str(ABOUT), found)


@dataclass(frozen=True)
class CorrectionEntry:
    """A correction as `articles.feeds` writes it."""

    correction: Correction

    @property
    def article(self) -> Article:
        return self.correction.article

    @property
    def id(self) -> str:
        """A tag URI, as an article's entry has."""
        host = urlsplit(settings.NEWSROOM_URL).hostname
        return f"tag:{host},{self.article.day.isoformat()}:correction/{self.correction.pk}"

    @property
    def url(self) -> str:
        return absolute(self.correction.get_absolute_url())

    @property
    def title(self) -> str:
        kind = self.correction.get_kind_display()
        # Translators: a kind of correction, and the headline of what it corrects.
        return gettext("{kind}: {headline}").format(kind=kind, headline=self.article.headline)

    @property
    def summary(self) -> str:
        return html.summary(self.correction.text)

    @property
    def published(self) -> datetime:
        return self.correction.made_at

    @property
    def updated(self) -> datetime:
        return self.correction.amended_at or self.correction.made_at

    @property
    def language(self) -> str:
        return self.article.language

    @property
    def subjects(self) -> list[str]:
        return [self.article.section.name]

    authors: tuple = ()
    image: str = ""

    @property
    def html(self) -> SafeString:
        context = {"correction": self.correction, "article": self.article}
        return render_to_string("articles/_correction_entry.html", context)


def _corrections():
    """Every correction with what is shown of its article, and when it was amended, if it was."""
    amendment = Correction.objects.filter(amends=OuterRef("pk")).values("made_at")
    amended = Correction.objects.filter(pk=OuterRef("amends")).values("made_at")
    return (
        Correction.objects.select_related("article__section")
        .only("kind", "text", "made_at", *(f"article__{field}" for field in SHOWN_OF_ARTICLE))
        .annotate(amended_at=Subquery(amendment), amends_from=Subquery(amended))
    )
