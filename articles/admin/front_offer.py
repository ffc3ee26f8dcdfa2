"""What the page of a publication may offer beside it: a place on the front page, and the banner."""

from django import forms

from articles.arranging import LEAD
from articles.models import Article, Banner, Front, Overtaken
from articles.models.banner import MINUTES
from articles.models.front import ARRANGE

PLACES = [
    ("", "By its date, like every other"),
    (str(LEAD), "The lead, for 24 hours"),
    (str(LEAD + 1), "Beside the lead, for 24 hours"),
]
TRIES = 3


class OfferForm(forms.Form):
    """Only for who may arrange front pages; for everybody else it has no fields."""

    place = forms.ChoiceField(label="On the front page", choices=PLACES, required=False)
    is_breaking = forms.BooleanField(
        label="Its headline as breaking news, for an hour", required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, prefix="front", **kwargs)
        if not user.has_perm(ARRANGE):
            self.fields.clear()

    def take(self, article: Article, by) -> None:
        """Do what was chosen, after the article was published or scheduled."""
        if place := self.cleaned_data.get("place"):
            _pin(article, by, int(place))
        if self.cleaned_data.get("is_breaking"):
            Banner.put_up(article.card_headline[:140], by, MINUTES, article)


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
