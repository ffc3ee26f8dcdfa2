"""What changed in a story since somebody answered for its words, said before it goes out.

Who approved or published a version answers for that one. Where nobody did, it is compared with what
was handed over.
"""

from articles import blocks, merging
from articles.admin import history
from articles.models import Story
from articles.models.publishing import snapshot

ANSWERED_FOR = ("approve", "publish", "schedule", "update_scheduled")
CHANGES = ("edit", "bring_back")
FOR_THE_DESK = ("working_title", "commissioned_length")  # readers never see these


def since_read(story: Story) -> dict | None:
    """Return whose words they were, who changed them since, and how much; None if nothing did."""
    kept = story.transitions.exclude(revision=None).select_related("made_by", "revision")
    read = kept.filter(verb__in=ANSWERED_FOR).first() or kept.filter(verb="submit").first()
    if read is None or read.version == story.version:
        return None
    changed = _changed(read.revision.content, snapshot(story))
    if not changed:
        return None
    later = story.transitions.filter(pk__gt=read.pk, verb__in=CHANGES)
    people = dict.fromkeys(str(row.made_by) for row in later.select_related("made_by")[:200])
    return {
        "read": read,
        "said": history.said(read),
        "who": _listed(list(people)[::-1]) or "Somebody",
        "what": _listed(changed),
    }


def _changed(old: dict, new: dict) -> list[str]:
    """Return what differs, in words: how many paragraphs, and which fields."""
    count = _paragraphs(old.get("body", ""), new["body"])
    found = [f"{count} paragraph{'s' if count > 1 else ''}"] if count else []
    keys = [key for key in new if key in old and key not in ("body", *FOR_THE_DESK)]
    differing = [key for key in keys if not merging.is_same(key, old[key], new[key])]
    return found + [f"“{history.label(key)}”" for key in differing]


def _paragraphs(old: str, new: str) -> int:
    steps = blocks.aligned(blocks.split(old), blocks.split(new))
    return sum(max(len(step.old), len(step.new)) for step in steps if not step.is_same)


def _listed(words: list[str]) -> str:
    """Return “a, b and c”."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
