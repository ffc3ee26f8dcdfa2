"""“Go to”: from a few letters to a story, an author, a list, or the beginning of something new.

Every registered admin may answer `go_to(request, words)` with a title and places, of what this
person may see and nothing else; no words ask for what is nearest. The page works by itself, and a
script brings it onto every page of the desk.
"""

from typing import NamedTuple

from django.urls import reverse

LONGEST = 200  # characters that are looked for
MOST = 8  # places of a kind


class Place(NamedTuple):
    """Where one can go. One that `begins` something is a button, for going there changes things."""

    label: str
    address: str
    about: str = ""
    begins: bool = False


def found(request, words: str, admins, nav: list[dict]) -> list[tuple[str, list[Place]]]:
    """Return (title, places) for each kind of place that has some."""
    words = " ".join(words[:LONGEST].split())
    groups = [each.go_to(request, words) for each in admins if hasattr(each, "go_to")]
    fixed = (("Begin", _begin(nav)), ("Lists", _lists(nav)))
    groups += [(title, [p for p in places if holds(p.label, words)]) for title, places in fixed]
    return [(title, places[:MOST]) for title, places in groups if places]


def holds(label: str, words: str) -> bool:
    """Whether each of the words begins one of the label's."""
    parts = label.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words.casefold().split())


def _begin(nav: list[dict]) -> list[Place]:
    """Whatever can be added. The page of one that begins at once has only a button, so it posts."""
    return [
        Place(f"New {entry['model']._meta.verbose_name}", entry["add_url"], begins=entry["begins"])
        for entry in nav
        if entry["add_url"]
    ]


def _lists(nav: list[dict]) -> list[Place]:
    own = [Place("The desk", reverse("admin:index")), Place("The site, as readers see it", "/")]
    return [*own, *(Place(entry["name"], entry["admin_url"]) for entry in nav)]
