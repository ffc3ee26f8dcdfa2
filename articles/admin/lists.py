"""The desk's lists: its questions, the filters, and how a list is paged by its last row."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from articles.models import Section, Story
from articles.models.story import TITLES, on_hold
from articles.models.transitions import EDIT_ANY, State
from newsroom.choices import languages
from newsroom.database import Now
from newsroom.pages import Key, key_of
from newsroom.palette import MOST, Place

LENGTH = 50
HEAVY = ("body", "standfirst", "article__body", "article__body_text", "article__search")
HEAVY += ("article__standfirst", "article__summary")


@dataclass(frozen=True)
class Question:
    """A list that the desk asks for: which stories, and what to do when there are none."""

    name: str
    label: str
    empty: str
    rows: object  # a function of (stories, user)
    by_time: bool = False  # what comes next stands first

    @property
    def address(self) -> str:
        return f"?list={self.name}"


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "mine",
            "My stories",
            "You have no stories yet. Start one with “New story”.",
            lambda stories, user: stories.own(user).active(),
        ),
        Question(
            "all",
            "All stories",
            "Nobody has written anything yet. Start with “New story”.",
            lambda stories, user: stories.active(),
        ),
        Question(
            "review",
            "Waiting for review",
            "Nothing waits for review. A story comes here when its writer submits it.",
            lambda stories, user: stories.waiting_for_review(),
        ),
        Question(
            "scheduled",
            "Scheduled",
            "Nothing is scheduled. An editor schedules a story from its page.",
            lambda stories, user: stories.scheduled(),
            by_time=True,
        ),
        Question(
            "changed",
            "Published with unpublished changes",
            "Readers see the latest words of every published story. A change to one waits here "
            "until it is published.",
            lambda stories, user: stories.with_unpublished_changes(),
        ),
        Question(
            "published",
            "Published",
            "Nothing is published yet. Open a story and choose “Publish”.",
            lambda stories, user: stories.live(),
        ),
        Question(
            "withdrawn",
            "Withdrawn",
            "Nothing is withdrawn. An editor takes an article down from its story’s page.",
            lambda stories, user: stories.withdrawn(),
        ),
        Question(
            "spiked",
            "Spiked",
            "Nothing is spiked. A spiked story can be restored here for 30 days.",
            lambda stories, user: stories.spiked(),
        ),
    )
}
EXPIRED = models.Q(article__expires_at__lte=Now(), article__withdrawn_at__isnull=True)
STATES = {
    State.DRAFT: lambda rows: rows.unpublished().filter(status=Story.Status.DRAFT),
    State.IN_REVIEW: lambda rows: rows.filter(status=Story.Status.IN_REVIEW),
    State.APPROVED: lambda rows: rows.filter(status=Story.Status.APPROVED),
    State.SPIKED: lambda rows: rows.spiked(),
    State.SCHEDULED: lambda rows: rows.scheduled(),
    State.PUBLISHED: lambda rows: rows.live().filter(version=models.F("published_version")),
    State.CHANGED: lambda rows: rows.with_unpublished_changes(),
    State.WITHDRAWN: lambda rows: rows.withdrawn().filter(article__is_hidden=False),
    State.HIDDEN: lambda rows: rows.hidden(),
    State.EXPIRED: lambda rows: rows.filter(EXPIRED),
}


class Filters(forms.Form):
    """The only lookups there are: an address cannot ask for another."""

    q = forms.CharField(label="Words in title or text", required=False, max_length=200)
    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, empty_label="Any section"
    )
    kind = forms.ChoiceField(choices=[("", "Any kind"), *Story.Kind.choices], required=False)
    state = forms.ChoiceField(choices=[("", "Any state"), *State.choices], required=False)
    language = forms.ChoiceField(
        choices=lambda: [("", "Any language"), *languages()], required=False
    )

    @property
    def given(self) -> dict:
        """Return what was asked for and makes sense; the rest shows its sentence."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, rows):
        given = self.given
        if words := given.pop("q", ""):
            rows = rows.search(words)
        if state := given.pop("state", ""):
            rows = STATES[state](rows)
        return rows.filter(**given)


def for_rows(stories):
    """Bring along what a row shows; the clock too, so that no row asks for its state."""
    related = ("article", "section", "owner", "assignee", "changed_by")
    known = stories.annotate(newsroom_time=Now(), newsroom_hold=on_hold())
    return known.select_related(*related).defer(*HEAVY)


def questions_for(user) -> list[Question]:
    every = list(QUESTIONS.values())
    return every if user.has_perm(EDIT_ANY) else [q for q in every if q.name != "all"]


def question_of(request) -> Question:
    """Return the list that was asked for; everything for editors, one’s own for the others."""
    name = request.GET.get("list", "")
    default = "all" if request.user.has_perm(EDIT_ANY) else "mine"
    asked = QUESTIONS.get(name, QUESTIONS[default])
    return asked if asked in questions_for(request.user) else QUESTIONS[default]


def page(rows, key: Key | None, by_time: bool = False) -> tuple[list, Key | None]:
    """Return a stretch of the list after `key`, and the next key if there is more."""
    if by_time:
        return list(rows.order_by("article__published_at", "pk")[: LENGTH * 4]), None
    if key:
        rows = rows.filter(changed_at__lte=key.moment).exclude(
            changed_at=key.moment, pk__gte=key.pk
        )
    found = list(rows.order_by("-changed_at", "-pk")[: LENGTH + 1])
    last = found[LENGTH - 1] if len(found) > LENGTH else None
    return found[:LENGTH], Key(last.changed_at, last.pk) if last else None


def story_list(admin, request):
    """Draw the list; `?list=` asks the question, the filters narrow it."""
    stories = admin.get_queryset(request)
    question = question_of(request)
    filters = Filters(request.GET)
    filters.is_valid()
    asked = filters.apply(question.rows(stories, request.user))
    if question.name == "mine" and "q" not in filters.given:
        asked = asked.own_found(request.user)
    rows, next_key = page(for_rows(asked), key_of(request), question.by_time)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": question.label,
        "questions": questions_for(request.user),
        "question": question,
        "filters": filters,
        "rows": rows,
        "next": _address(request, question, before=next_key) if next_key else "",
        "is_first": "before" not in request.GET,
        "clear": question.address if filters.given else "",
    }
    return TemplateResponse(request, "admin/articles/story/change_list.html", context)


def places(admin, request, words: str) -> list[Place]:
    """The stories with the words in a title, or those that this person had in hand last."""
    stories = admin.get_queryset(request).active()
    rows = stories.search(words, TITLES) if words else stories.filter(changed_by=request.user)
    return [
        Place(str(story), story.get_absolute_url(), story.state.label)
        for story in for_rows(rows).order_by("-changed_at", "-pk")[:MOST]
    ]


def _address(request, question: Question, before: Key) -> str:
    kept = {k: v for k, v in request.GET.items() if k in Filters.base_fields and v}
    return "?" + urlencode({"list": question.name, **kept, "before": str(before)})
