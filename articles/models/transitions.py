"""The table of what may be done to a story: from which states, to which status, by whom."""

from dataclasses import dataclass

from django.db import models

EDIT_ANY = "articles.edit_any_story"
PUBLISH = "articles.publish_article"
SCHEDULE = "articles.schedule_article"
WITHDRAW = "articles.withdraw_article"
EMBARGO = "articles.embargo_story"
HOLD = "articles.hold_story"
LET_IN = "articles.let_in_story"
TAKE_BACK_MINUTES = 10


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    SPIKED = "spiked", "Spiked"


class State(models.TextChoices):
    """A story's status joined with its article's, as the desk reads it."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    SPIKED = "spiked", "Spiked"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    CHANGED = "changed", "Published with unpublished changes"
    WITHDRAWN = "withdrawn", "Withdrawn"
    HIDDEN = "hidden", "Taken down without a word"
    EXPIRED = "expired", "Expired"


@dataclass(frozen=True)
class Verb:
    """One row of the table: the states it starts from, the status it leads to, who may."""

    states: tuple[State, ...]
    to: Status
    permission: str = "articles.change_story"


WRITING = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
LIVE = (State.PUBLISHED, State.CHANGED)
TAKEN_DOWN = (State.WITHDRAWN, State.HIDDEN)
ALL_BUT_SPIKED = tuple(state for state in State if state != State.SPIKED)
TRANSITIONS = {
    "submit": Verb((State.DRAFT, *LIVE, State.SCHEDULED, *TAKEN_DOWN), Status.IN_REVIEW),
    "send_back": Verb(ALL_BUT_SPIKED, Status.DRAFT, EDIT_ANY),
    "approve": Verb(ALL_BUT_SPIKED, Status.APPROVED, EDIT_ANY),
    "publish": Verb((*WRITING, State.SCHEDULED, State.CHANGED, *TAKEN_DOWN), Status.DRAFT, PUBLISH),
    "schedule": Verb((*WRITING, State.SCHEDULED, State.WITHDRAWN), Status.DRAFT, SCHEDULE),
    "update_scheduled": Verb((State.SCHEDULED,), Status.DRAFT, SCHEDULE),
    "unschedule": Verb((State.SCHEDULED,), Status.DRAFT, SCHEDULE),
    "correct": Verb(LIVE, Status.DRAFT, PUBLISH),
    "develop": Verb(LIVE, Status.DRAFT, PUBLISH),
    "take_back": Verb(LIVE, Status.DRAFT, PUBLISH),
    "withdraw": Verb(LIVE, Status.DRAFT, WITHDRAW),
    "hide": Verb((*LIVE, State.WITHDRAWN, State.EXPIRED), Status.DRAFT, WITHDRAW),
    "expire": Verb(LIVE, Status.DRAFT, WITHDRAW),
    "reinstate": Verb((*TAKEN_DOWN, State.EXPIRED), Status.DRAFT, WITHDRAW),
    "move": Verb(LIVE, Status.DRAFT, WITHDRAW),
    "spike": Verb(WRITING, Status.SPIKED),
    "restore": Verb((State.SPIKED,), Status.DRAFT),
    "embargo": Verb((*WRITING, State.SCHEDULED, State.WITHDRAWN), Status.DRAFT, EMBARGO),
    "ask_release": Verb((*WRITING, State.SCHEDULED, State.WITHDRAWN), Status.DRAFT, EMBARGO),
    "release_embargo": Verb((*WRITING, State.SCHEDULED, State.WITHDRAWN), Status.DRAFT, EMBARGO),
    "hold": Verb(tuple(State), Status.DRAFT, HOLD),
    "release_hold": Verb(tuple(State), Status.DRAFT),  # by those whom the hold names
    "mark_sensitive": Verb(tuple(State), Status.DRAFT),
    # Of those whom the story names:
    "name_people": Verb(tuple(State), Status.DRAFT),
    "clear_sensitive": Verb(tuple(State), Status.DRAFT, EDIT_ANY),
}
# These wait for a status of their own, whatever the article's state.
STATUSES = {"submit": (Status.DRAFT,), "send_back": (Status.IN_REVIEW, Status.APPROVED)}
STATUSES["approve"] = (Status.IN_REVIEW,)
# These leave the working copy's status as it is: they concern the article.
KEEP_STATUS = ("correct", "unschedule", "withdraw", "hide", "expire", "reinstate", "move")
KEEP_STATUS += ("develop", "embargo", "ask_release", "release_embargo", "hold", "release_hold")
KEEP_STATUS += ("mark_sensitive", "name_people", "clear_sensitive")
# Undoing an editor's decision takes an editor.
PUBLISH_FROM = {State.SCHEDULED: SCHEDULE, State.WITHDRAWN: WITHDRAW, State.HIDDEN: WITHDRAW}
