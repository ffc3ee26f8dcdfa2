"""A version named, and an old one made the working copy: two pages with one button each.

What may be done, and what of an old version is still there, the story says.
"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from articles.admin import history
from articles.admin.fields import Line
from articles.models import Refused, Revision, Stale, Story


class NameForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    name = Line(
        max_length=120,
        label="Name this version",
        help_text="Its words are kept as they are now, under this name.",
    )


class BringBackForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def name(admin, request, story: Story):
    """Keep the words of now under a name; they must be the words that were looked at."""
    form = NameForm(request.POST or None, initial={"version": story.version})
    if request.method == "POST" and form.is_valid():
        try:
            kept = story.name_version(
                request.user, form.cleaned_data["version"], form.cleaned_data["name"]
            )
        except Refused as refused:
            form.add_error("name", refused.problems[0].sentence)
        except Stale as stale:
            return _stale(admin, request, "Name this version", stale, form)
        else:
            messages.success(request, f"Version {kept.version} is kept as “{kept.name}”.")
            return HttpResponseRedirect(admin.address("history", story.pk))
    context = {**history.context(admin, request, story), "title": "Name this version", "form": form}
    return TemplateResponse(request, "admin/articles/story/name.html", context)


def bring_back(admin, request, story: Story, revision_id: int):
    """Say what will happen, then make a kept version's words the working copy."""
    revision = story.revisions.select_related("made_by").filter(pk=revision_id).first()
    if revision is None:
        raise Http404
    form = BringBackForm(request.POST or None, initial={"version": story.version})
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            left = story.bring_back(request.user, form.cleaned_data["version"], revision)
        except Refused as refused:
            problems = [problem.sentence for problem in refused.problems]
        except Stale as stale:
            return _stale(admin, request, "Restore this version", stale, form)
        else:
            return _brought_back(admin, request, story, revision, left)
    context = {
        **history.context(admin, request, story),
        "title": "Restore this version",
        "revision": revision,
        "form": form,
        "problems": problems,
    }
    return TemplateResponse(request, "admin/articles/story/bring_back.html", context)


def _brought_back(admin, request, story: Story, revision: Revision, left: list[str]):
    done = f"The words of version {revision.version} are the working copy again."
    messages.success(request, f"{done} What they replaced is in the history.")
    for sentence in left:
        messages.warning(request, sentence)
    return HttpResponseRedirect(admin.address("change", story.pk))


def _stale(admin, request, label: str, stale: Stale, form):
    """Say who was faster; a name that was typed stays to be read."""
    typed = [{"label": f.label, "text": f.value()} for f in form if not f.is_hidden]
    context = {
        **history.context(admin, request, stale.story),
        "title": label,
        "label": label,
        "since": [(row, history.said(row)) for row in stale.since],
        "typed": [field for field in typed if field["text"]],
    }
    return TemplateResponse(request, "admin/articles/story/stale.html", context, status=409)
