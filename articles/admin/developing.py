"""The page on which a piece's mark “Developing” and its dated lines are kept."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from articles import anchors
from articles.admin.fields import Line
from articles.admin.history import said
from articles.models import Development, Refused, Stale, Story
from articles.models.development import LONGEST
from articles.models.transitions import LIVE
from newsroom import database


class Deed(models.TextChoices):
    DEVELOP = "develop", "It says “Developing” for the next twelve hours."
    SETTLE = "settle", "It no longer says “Developing”, and its lines are gone from readers."
    ADD = "add_line", "Readers see the line now."
    CHANGE = "change_line", "Readers see the changed line now."
    DROP = "drop_line", "The line is gone from readers. The history keeps it."


OF_A_LINE = (Deed.CHANGE, Deed.DROP)
WITH_WORDS = (Deed.ADD, Deed.CHANGE)


class LineForm(forms.Form):
    """One deed on the version that was read; on a line, from the wording that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    line = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1
    )
    number = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1
    )
    text = Line(max_length=LONGEST, label="What has become known")
    passage = forms.ChoiceField(
        required=False,
        label="The passage that tells more",
        error_messages={"invalid_choice": "This passage is no longer there. Choose another."},
    )
    deed = forms.ChoiceField(
        choices=Deed, error_messages={"required": "Press one of the buttons below."}
    )

    def __init__(self, *args, passages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passage"].choices = [("", "none: the line has no link"), *passages]

    def clean(self):
        data = super().clean()
        deed = data.get("deed")
        if deed in OF_A_LINE and not (data.get("line") and data.get("number")):
            self.add_error(None, "The page lost which line is meant. Load it anew, then try again.")
        return data

    def do(self, story: Story, by) -> str:
        """Do it and return what to say."""
        data, deed = self.cleaned_data, Deed(self.cleaned_data["deed"])
        of_line = {"line": data["line"], "number": data["number"]} if deed in OF_A_LINE else {}
        names = ("text", "passage") if deed in WITH_WORDS else ()
        getattr(story, deed.value)(
            by, data["version"], **of_line, **{name: data[name] for name in names}
        )
        return deed.label


def page(admin, request, story: Story):
    """Show the mark and the lines, or do what was pressed."""
    if not story.may(request.user, "develop"):
        raise PermissionDenied
    if story.state not in LIVE:
        raise Http404
    passages = anchors.places(story.article.body)
    if request.method != "POST":
        return _drawn(admin, request, story, passages)
    form = LineForm(request.POST, passages=passages)
    if form.is_valid() and (told := _do(form, story, request.user)):
        messages.success(request, told)
        return HttpResponseRedirect(admin.address("developing", story.pk))
    return _drawn(admin, request, admin.story(request, story.pk), passages, form)


def _do(form: LineForm, story: Story, by) -> str:
    """Do it and return what to say; what stands in the way is said in the form."""
    try:
        return form.do(story, by)
    except Refused as refused:
        for problem in refused.problems:
            field = problem.field if problem.field in form.fields else None
            form.add_error(field, problem.sentence)
    except Stale as stale:
        form.data = form.data.copy()
        form.data["version"] = stale.story.version
        last = next(iter(stale.since), None)
        whose = f" ({last.made_by} {said(last)})" if last else ""
        form.add_error(None, f"The story changed meanwhile{whose}. Look at it, then press again.")
    return ""


def _drawn(admin, request, story: Story, passages, tried: LineForm | None = None):
    """Draw the page; what was tried and refused stands where it was typed."""
    lines = list(Development.all_objects.filter(article=story.article))
    tried_line = tried.data.get("line", "") if tried else None
    forms_of = [(line, _form(story, passages, line)) for line in lines]
    rows = [(line, tried if tried_line == str(line.pk) else form) for line, form in forms_of]
    is_placed = any(form is tried for _, form in rows)
    now = database.now()
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Developing",
        "story": story,
        "is_live": story.state in LIVE,
        "is_developing": bool(story.article) and story.article.is_developing(now),
        "rows": rows,
        "form": tried if tried and not is_placed else _form(story, passages),
    }
    return TemplateResponse(request, "admin/articles/story/developing.html", context)


def _form(story: Story, passages, line: Development | None = None) -> LineForm:
    initial = {"version": story.version}
    if line:
        initial |= {"line": line.pk, "number": line.number}
        initial |= {"text": line.text, "passage": line.passage}
    prefix = f"id_{line.pk}_%s" if line else "id_%s"
    return LineForm(initial=initial, passages=passages, auto_id=prefix)
