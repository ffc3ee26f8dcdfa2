"""What the sheet that publishes a story offers beside it: a front page's place, and the banner."""

from django import forms

from articles.arranging import LEAD
from articles.models import Article, Banner, Front, Overtaken, Problem, Refused, Story
from articles.models.banner import MINUTES
from newsroom import database

PLACES = [
    ("", "By its date, like every other"),
    (str(LEAD), "The lead, for 24 hours"),
    (str(LEAD + 1), "Beside the lead, for 24 hours"),
]
TRIES = 3
NOT_YET = (
    "The banner’s hour runs from now, and readers cannot see the story yet. Take the tick away, "
    "and put the banner up once it is out."
)
KEPT_BACK = (
    "The story is sensitive, and other editors would see it on the front page before readers do. "
    "Give it a place once it is out."
)


class OfferForm(forms.Form):
    """A part of the sheet (`articles.admin.sheet`), for who may arrange front pages."""

    template = "admin/articles/front/_offer.html"
    place = forms.ChoiceField(label="On the front page", choices=PLACES, required=False)
    is_breaking = forms.BooleanField(
        label="Its headline as breaking news, for an hour", required=False
    )

    def __init__(self, data, *, story: Story):
        super().__init__(data, prefix="front")
        self.story = story

    def save(self, request) -> None:
        """Do what was chosen, after the story was published or scheduled."""
        article, place = self.story.article, self.cleaned_data["place"]
        is_out = article.is_public(database.now())
        if self.cleaned_data["is_breaking"] and not is_out:
            raise Refused([Problem("story", NOT_YET)])
        if place and not is_out and self.story.is_sensitive:
            raise Refused([Problem("story", KEPT_BACK)])
        if place:
            _pin(article, request.user, int(place))
        if self.cleaned_data["is_breaking"]:
            Banner.put_up(article.card_headline[:140], request.user, MINUTES, article)


def _pin(article: Article, by, place: int) -> None:
    """Nothing was looked at that could have changed, so who is faster does not matter."""
    for attempt in range(TRIES):
        live = Front.objects.live(None)
        try:
            Front.pin(article, by, live.number if live else 0, to=place)
        except Overtaken:
            if attempt + 1 == TRIES:
                raise
        else:
            return
