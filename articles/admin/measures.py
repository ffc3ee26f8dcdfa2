"""What the writing page says of lengths: the words against the commission, and the headline as a
card, a search result and a shared link will show it. js/desk/shown.js and words.js say the same
while one writes.
"""

from dataclasses import dataclass

from articles.models import Story
from newsroom import html

SEARCH, SHARE = 60, 70  # about as many characters of a title as are seen there


@dataclass(frozen=True)
class Shown:
    """A title in a place that gives it only so much room."""

    name: str
    label: str
    title: str
    limit: int = 0  # none: a card shows all of it

    @property
    def room(self) -> str:
        said = f"{characters(self.title)}."
        is_cut = self.limit and len(self.title) > self.limit
        return f"{said} About the first {self.limit} are seen." if is_cut else said


def words(story: Story) -> str:
    """Return “412 of 600 words”, or how many there are where none were asked for."""
    count, limit = story.words, story.commissioned_length
    if not limit:
        return "1 word" if count == 1 else f"{count} words"
    over = f", {count - limit} too many" if count > limit else ""
    return f"{count} of {limit} words{over}"


def characters(text: str) -> str:
    return "1 character" if len(text) == 1 else f"{len(text)} characters"


def headline(story: Story, site) -> dict:
    """Return what the page shows of the stored headline, before anything is typed."""
    shared = story.title_to_share if story.share_title or story.headline else ""
    places = [
        Shown("card", "In a card beside a picture, on a phone", story.card_headline),
        Shown("search", "In a search result", shared and f"{shared} – {site.name}", SEARCH),
        Shown("share", "In a shared link", shared, SHARE),
    ]
    return {
        "words_said": words(story),
        "characters": characters(story.headline),
        "shown": places,
        "is_shown": any(each.title for each in places),
        "summary": html.summary(story.standfirst or html.first_paragraph(story.body)),
    }
