"""Mistakes that readers reported, at the desk: what waits, and one report with what it is about.

Who may work on the story sees its reports; who may correct it settles them.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin.fields import Text
from articles.models import Correction, Story
from articles.models.transitions import EDIT_ANY
from comments.admin import queue
from comments.models import Report
from comments.models.report import Settled
from newsroom import html
from newsroom.pages import LARGEST_ID

LENGTH = 20
LABEL = "Mistakes that readers reported"
EMPTY = "No reader has reported a mistake here that is still open."


class ListForm(forms.Form):
    """What the list's address asks for; what cannot be is left out."""

    state = forms.ChoiceField(choices=Report.State, required=False)
    article = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    before = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class LeaveForm(forms.Form):
    reason = Text(
        required=True,
        max_length=1000,
        label="Why nothing changes",
        help_text="The reader sees these words on the page of the report.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, in words that the reader can read."},
    )


class AnswerForm(forms.Form):
    correction = forms.ModelChoiceField(
        Correction.objects.none(),
        label="Which correction",
        empty_label="Choose one",
        error_messages={"required": "Choose the correction that answers it."},
    )

    def __init__(self, data=None, *, article):
        super().__init__(data)
        self.fields["correction"].queryset = Correction.all_objects.filter(article=article)


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Django's admin gives the addresses and permissions; the pages are the desk's own."""

    nav_order = 45

    def get_queryset(self, request):
        return Report.all_objects.known_to(request.user)

    def get_urls(self):
        pages = [
            ("", "changelist", self.changelist_view),
            ("<int:pk>/", "change", self.report_view),
            ("<int:pk>/settle/", "settle", self.settle_view),
        ]
        wrap = self.admin_site.admin_view
        return [path(way, wrap(view), name=f"comments_report_{name}") for way, name, view in pages]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = _asked(request)
        state = asked.get("state") or Report.State.OPEN
        rows = _with_article(self.get_queryset(request).filter(state=state))
        if asked.get("article"):
            rows = rows.filter(article=asked["article"])
        if asked.get("before"):
            rows = rows.filter(pk__lt=asked["before"])
        found = list(rows[: LENGTH + 1])
        context = self._context(request, LABEL) | {"rows": found[:LENGTH], "state": state}
        context |= {"states": Report.State.choices, "article": asked.get("article")}
        context |= {"next": found[LENGTH - 1].pk if len(found) > LENGTH else None, "empty": EMPTY}
        return TemplateResponse(request, "admin/comments/report/change_list.html", context)

    def report_view(self, request, pk):
        return self._page(request, self._report(request, pk))

    def settle_view(self, request, pk):
        """Start a correction, leave the article as it is, or name the correction that is there."""
        report = self._report(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"], "Settle it on the report’s own page.")
        story = _story(report)
        if not _may_settle(story, request.user):
            raise PermissionDenied
        leave = LeaveForm(request.POST if request.POST.get("do") == "leave" else None)
        answered = request.POST if request.POST.get("do") == "answer" else None
        answer = AnswerForm(answered, article=report.article_id)
        try:
            if request.POST.get("do") == "start":
                report.start(request.user, story)
                messages.success(request, "What the reader says stands in the story’s notes now.")
                return HttpResponseRedirect(_correcting(story))
            if leave.is_valid():
                report.leave(request.user, leave.cleaned_data["reason"])
            elif answer.is_valid():
                report.answer(request.user, answer.cleaned_data["correction"])
            else:
                return self._page(request, report, leave, answer)
        except Settled as settled:
            messages.warning(request, str(settled))
        else:
            messages.success(request, "The report is settled. The reader sees it on its page.")
        return HttpResponseRedirect(reverse("admin:comments_report_change", args=[report.pk]))

    def _report(self, request, pk: int) -> Report:
        rows = self.get_queryset(request).select_related("article", "correction", "settled_by")
        rows = rows.select_related("started_by").defer("article__body", "article__search")
        report = rows.filter(pk=pk).first() if self.has_view_permission(request) else None
        if report is None:
            raise Http404
        return report

    def _page(self, request, report: Report, leave=None, answer=None):
        story, read = _story(report), report.as_read()
        context = self._context(request, "A reported mistake") | {"report": report, "story": story}
        context |= {"may_settle": _may_settle(story, request.user) and report.state == "open"}
        context |= {"leave": leave or LeaveForm()}
        context |= {"answer": answer or AnswerForm(article=report.article_id), "read": read}
        context["has_corrections"] = context["answer"].fields["correction"].queryset.exists()
        if read:
            context["body"] = html.render(read.body, lambda token, alt: "")
        context["sees_email"] = request.user.has_perm(EDIT_ANY)
        context["correct"] = _correcting(story)
        return TemplateResponse(request, "admin/comments/report/change_form.html", context)

    def _context(self, request, title: str) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}


def open_reports(story: Story, user) -> str:
    """Return how many reports of a story's article are open, in words; nothing if none is."""
    if story.article_id is None or not user.has_perm("comments.view_report"):
        return ""
    rows = Report.all_objects.filter(article=story.article_id).open().order_by()
    number = rows[: queue.COUNTED + 1].count()
    return queue.said_count(number) if number else ""


def _asked(request) -> dict:
    form = ListForm(request.GET)
    form.is_valid()
    return form.cleaned_data


def _with_article(rows):
    rows = rows.select_related("article").order_by("-pk")
    return rows.only("text", "passage", "state", "made_at", "started_at", "article__headline")


def _story(report: Report) -> Story:
    return Story.objects.get(article=report.article_id)


def _may_settle(story: Story, user) -> bool:
    return story.may(user, "correct")


def _correcting(story: Story) -> str:
    return reverse("admin:articles_story_verb", args=[story.pk, "correct"])
