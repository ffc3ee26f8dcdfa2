"""A change to what readers see: what kind it is, what they are told, and which wordings they keep.

Only the verbs of `workflow` call this, inside their transaction and with the story's row claimed.
"""

from dataclasses import dataclass
from datetime import datetime

from articles import small_fix
from articles.models import publishing
from articles.models.article import Article, Byline, Correction
from articles.models.development import Development
from articles.models.edition import Edition

Kind = Edition.Change
TEXTS = ("headline", "short_headline", "share_title", "standfirst", "place", "lead_caption")
TOLD = (Kind.CORRECTION, Kind.CLARIFICATION)  # readers must be told in words


@dataclass(frozen=True)
class Change:
    """What is said of a change when it is published."""

    kind: str
    text: str = ""
    hidden_because: str = ""
    is_confirmed: bool = False

    @property
    def is_small(self) -> bool:
        return self.kind == Kind.SMALL_FIX

    def __str__(self):
        """What the story's history keeps of it."""
        said = [str(Kind(self.kind).label)]
        said += ["confirmed as one"] if self.is_small and self.is_confirmed else []
        if self.hidden_because:
            reason = Edition.Reason(self.hidden_because).label.lower()
            said.append(f"earlier wording hidden ({reason})")
        return ", ".join(said)


def problems(story, change: Change) -> list[tuple[str, str]]:
    """Return (field, sentence) for everything that stands in the change's way."""
    if change.kind not in Kind.values[1:]:
        return [("change", "Choose what kind of change it is.")]
    if change.hidden_because not in ("", *Edition.Reason.values):
        return [("hidden_because", "Choose why the earlier wording is hidden.")]
    if change.kind in TOLD and not change.text:
        return [("text", "Say what was wrong and what is right.")]
    if not change.is_small:
        return []
    if change.text:
        sentence = "Readers are told nothing of a small fix: choose a correction, or empty this."
        return [("text", sentence)]
    return [] if change.is_confirmed else [("confirmed", each) for each in _too_much(story)]


def publish(story, now: datetime, change: Change) -> None:
    """Bring the changed words to readers, with what they are told of it and may still compare."""
    article = story.article
    editions = Edition.all_objects.of(article)
    if not editions.exists():
        _keep(article, 1, Kind.FIRST, article.published_at)
    publishing.publish(story, now, is_small=change.is_small)
    if change.hidden_because:
        editions.hide(change.hidden_because)
        Development.all_objects.filter(article=article).delete()  # they may say the same
    told = _tell(article, change, now) if change.text else None
    _keep(story.article, editions.latest("number").number + 1, change.kind, now, told)


def amended(article: Article, correction: int) -> Correction | None:
    """Return the correction that is to be amended, if it is one of the article's in force."""
    return Correction.all_objects.filter(article=article, pk=correction, amendment=None).first()


def _tell(article: Article, change: Change, now: datetime) -> Correction:
    return Correction.all_objects.create(
        article=article, kind=change.kind, text=change.text, made_at=now
    )


def _keep(article: Article, number: int, kind: str, made_at: datetime, correction=None) -> None:
    Edition.all_objects.create(
        article=article,
        number=number,
        change=kind,
        made_at=made_at,
        headline=article.headline,
        standfirst=article.standfirst,
        body=article.body,
        correction=correction,
    )


def _too_much(story) -> list[str]:
    old, new = _texts(story.article), _texts(story)
    old["byline"] = _names(Byline.all_objects.filter(article=story.article))
    named = story.byline_choice == story.BylineChoice.NAMED
    new["byline"] = _names(story.bylines.all() if named else story.bylines.none())
    return [str(finding) for finding in small_fix.findings(old, new)]


def _texts(piece) -> dict[str, str]:
    texts = {field: getattr(piece, field) for field in TEXTS}
    return texts | {"body": small_fix.words_of(piece.body)}


def _names(credits) -> str:
    """Each name with a word before it: the first one of a text could begin a sentence."""
    return "by " + ", ".join(credit.author.name for credit in credits.select_related("author"))
