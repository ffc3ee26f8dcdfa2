"""Arranges the demo's front pages, the paper's and sections', as an editor would."""

from collections import defaultdict

from articles.arranging import Slot, Slots
from articles.models import Front, Section, Story
from comments.demo.content import read_pins
from newsroom.models import User


def arrange(stories: dict[str, Story], sections: dict[str, Section], by: User) -> None:
    """Put live what `content/front.toml` says; a story is named as its file is."""
    fronts: dict[str, Slots] = defaultdict(dict)
    for row in read_pins():
        section, place = row.pop("section", ""), row.pop("place")
        article = stories[row.pop("story")].article_id
        fronts[section][place] = Slot(article, **row)
    for slug, slots in fronts.items():
        Front.put(sections.get(slug), by, 0, slots)
