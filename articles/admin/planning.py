"""The news list: what is planned and being written, by day and section, on a page to print."""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.admin.fields import Line
from articles.admin.lists import for_rows
from articles.models import Section, Story

LENGTH = 200  # stories: more do not fit onto anybody's page
DAYS_BACK = 30  # what is due longer than that stands under “late” alone


class PlanForm(forms.Form):
    """A plan is a story with only a working title."""

    working_title = Line(required=True, max_length=120, label="What is planned")
    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, empty_label="No section yet"
    )
    due_on = forms.DateField(
        required=False, label="Due", widget=forms.DateInput(attrs={"type": "date"})
    )


def news_list(admin, request):
    """Show the list; POST plans another story."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not admin.has_add_permission(request):
            raise PermissionDenied
        story = plan(request.user, request.site.language, **form.cleaned_data)
        messages.success(request, f"“{story}” is planned.")
        return HttpResponseRedirect(admin.address("plan"))
    rows = list(_rows(admin.get_queryset(request))[: LENGTH + 1])
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "News list",
        "form": form,
        "days": _by_day(rows[:LENGTH]),
        "has_more": len(rows) > LENGTH,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "admin/articles/story/plan.html", context)


def plan(user, language: str, working_title: str, section, due_on) -> Story:
    return Story.objects.create(
        owner=user,
        changed_by=user,
        language=language,
        working_title=working_title,
        section=section,
        due_on=due_on,
    )


def _rows(stories):
    """What is due first stands first; what has no day, last."""
    since = timezone.localdate() - timedelta(DAYS_BACK)
    wanted = models.Q(due_on=None) | models.Q(due_on__gte=since)
    rows = for_rows(stories.planned().filter(wanted))
    day = models.F("due_on").asc(nulls_last=True)
    return rows.order_by(day, "section__order", "section__name", "-changed_at", "-pk")


def _by_day(rows: list[Story]) -> list[tuple]:
    """Return (day or None, [(section or None, stories)]) in order."""
    days = groupby(rows, key=lambda story: story.due_on)
    return [(due, _by_section(list(group))) for due, group in days]


def _by_section(rows: list[Story]) -> list[tuple]:
    groups = groupby(rows, key=lambda story: story.section)
    return [(section, list(group)) for section, group in groups]
