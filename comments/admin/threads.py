"""The terms of a conversation at the desk: what holds, and the form that changes it.

They belong to comments alone: no save of the story touches them, and they touch no story.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from articles.models import Story
from articles.models.transitions import EDIT_ANY
from comments.admin.back import way_back
from comments.models import Comment, Mode, Policy, Terms, Thread
from comments.models.comment import MODERATE, Status
from comments.models.thread import LONGEST_DAYS
from newsroom.database import Now

CHANGE = "comments.change_thread"
_OWN = Thread.all_objects.filter(article=models.OuterRef("article"))
OWN_TERMS = {
    "own_mode": models.Subquery(_OWN.values("mode")),
    "own_days": models.Subquery(_OWN.values("closes_after")),
}


def terms_of(published_at, own_mode, own_days, policy: Policy, now) -> Terms:
    """Return what holds; before publication no day is counted."""
    days = (own_days, policy.closes_after) if published_at else (None, None)
    return Terms.from_choices(published_at, own_mode, days[0], policy.mode, days[1], now)


class ThreadForm(forms.Form):
    mode = forms.ChoiceField(label="Rule for this article", required=False)
    closes_after = forms.IntegerField(
        label="Close after",
        required=False,
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text="Days after publication. Left empty, they do not close by themselves.",
    )

    def __init__(self, *args, policy: Policy, is_sensitive: bool = False, **kwargs):
        super().__init__(*args, auto_id="id_thread_%s", **kwargs)
        paper = f"As the paper: {policy.get_mode_display().lower()}"
        self.fields["mode"].choices = [("", paper), *Mode.choices]
        if is_sensitive:
            self.fields["mode"].choices = Story.Comments.choices
            self.fields["mode"].required = True
        for each in self.fields.values():
            each.widget.attrs["form"] = "thread-form"  # it stands inside the story's form

    @property
    def chosen(self) -> str:
        """What was chosen, in words."""
        return dict(self.fields["mode"].choices)[self.cleaned_data["mode"]]

    def save(self, story: Story) -> None:
        """Let it hold from now on."""
        if self.cleaned_data["mode"]:
            Thread.choose(story, self.cleaned_data["mode"], self.cleaned_data["closes_after"])
        else:
            Thread.follow_the_paper(story)

    def clean(self):
        data = super().clean()
        if data.get("closes_after") and not data.get("mode") and "mode" not in self.errors:
            raise ValidationError(
                "The paper’s rule has days of its own. Leave the days empty, or choose a rule "
                "for this article."
            )
        return data


class SheetPart(ThreadForm):
    """The same on the sheet that publishes a story, set with it or not at all.

    Only what was chosen there counts: it carries what it began with, so that what a colleague set
    meanwhile stays.
    """

    template = "admin/comments/thread/_sheet.html"

    def __init__(self, data, *, story: Story, log, found: "Conversation", **kwargs):
        initial = found.form.initial
        known = {"policy": Policy.current(), "is_sensitive": story.is_sensitive}
        super().__init__(data, initial=initial, prefix="thread", **known, **kwargs)
        self.story, self.log, self.terms = story, log, found.terms
        for each in self.fields.values():
            del each.widget.attrs["form"]
            each.show_hidden_initial = True

    def save(self, request) -> None:
        if self.has_changed():
            super().save(self.story)
            if not self.story.is_sensitive:  # that log is no place for its title
                self.log(request, self.story, f"Comments: {self.chosen}")


@dataclass(frozen=True)
class Conversation:
    """A story's conversation as the desk shows it."""

    story: Story
    title: str
    terms: Terms
    is_own: bool
    readable: int
    waiting: int
    form: ThreadForm

    @property
    def article(self) -> int | None:
        return self.story.article_id


def conversation(story: Story, data=None) -> Conversation:
    """Gather what holds for a story's conversation: its own row and the paper's, two queries."""
    of_article = Comment.all_objects.filter(article=models.OuterRef("article"))
    readable = Comment.objects.filter(article=models.OuterRef("article"))
    own = Thread.all_objects.filter(story=models.OuterRef("pk"))
    facts = (
        Story.objects.filter(pk=story.pk)
        .annotate(
            own_mode=models.Subquery(own.values("mode")),
            own_days=models.Subquery(own.values("closes_after")),
            readable=_count(readable),
            waiting=_count(of_article.filter(status=Status.PENDING)),
            now=Now(),
        )
        .values("own_mode", "own_days", "readable", "waiting", "now", "article__published_at")
        .get()
    )
    policy = Policy.current()
    mode, days = facts["own_mode"], facts["own_days"]
    return Conversation(
        story=story,
        title=str(story.article or story),
        terms=terms_of(facts["article__published_at"], mode, days, policy, facts["now"]),
        is_own=mode is not None,
        readable=facts["readable"] or 0,
        waiting=facts["waiting"] or 0,
        form=ThreadForm(
            data,
            policy=policy,
            is_sensitive=story.is_sensitive,
            initial={"mode": mode or "", "closes_after": days},
        ),
    )


def _count(rows):
    counted = rows.order_by().values("article").annotate(n=models.Count("pk"))
    return models.Subquery(counted.values("n"))


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    """One page a story, for those whose story it is, for editors, and for moderators."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("<int:pk>/", wrap(self.thread_view), name="comments_thread_change")]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def thread_view(self, request, pk):
        story = self.story(request, pk)
        data = request.POST if request.method == "POST" else None
        found = conversation(story, data)
        if data is not None and found.form.is_valid():
            return self._change(request, found)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Comments on this article",
            "conversation": found,
        }
        status = 400 if data is not None else 200
        template = "admin/comments/thread/change_form.html"
        return TemplateResponse(request, template, context, status=status)

    def story(self, request, pk: int) -> Story:
        """Return the story if this person may set its terms, else 404.

        A moderator has no desk for stories, so for them there is only what was public once.
        """
        stories = Story.objects.select_related("article").defer("body", "article__body")
        user = request.user
        if not user.has_perm(CHANGE):
            raise Http404
        found = stories.open_to(user).filter(pk=pk)
        if not user.has_perm(EDIT_ANY):
            was_public = models.Q(article__published_at__lte=Now())
            own = models.Q(pk__in=Story.objects.own(user).values("pk"))
            found = found.filter(own | was_public if user.has_perm(MODERATE) else own)
        story = found.first()
        if story is None:
            raise Http404
        return story

    def on_the_sheet(self, request, story: Story) -> SheetPart | None:
        """What the sheet that publishes a story asks of its conversation."""
        if not request.user.has_perm(CHANGE):
            return None
        data = request.POST if request.method == "POST" else None
        return SheetPart(data, story=story, log=self.log_change, found=conversation(story))

    def _change(self, request, found: Conversation):
        found.form.save(found.story)
        chosen = found.form.chosen
        if not found.story.is_sensitive:  # that log is no place for its title
            self.log_change(request, found.story, f"Comments: {chosen}")
        sentence = "Comments on “{}”, from now on: {}."
        messages.success(request, format_html(sentence, found.title, chosen.lower()))
        own_page = reverse("admin:comments_thread_change", args=[found.story.pk])
        return HttpResponseRedirect(way_back(request, own_page))
