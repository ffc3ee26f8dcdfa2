"""Merging a section into another: the one way in which a section with articles goes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.verb_form import reason
from articles.models import Refused, Section
from newsroom.database import sentence_of

MEANWHILE = "Something else was moved at the same moment. Nothing was merged; try it again."


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Section.objects.none(), label="Into which section", empty_label="Choose a section"
    )
    reason = reason("Why")

    def __init__(self, section: Section, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["into"].queryset = Section.objects.exclude(pk=section.pk)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = "It stands in the history of each story that moves."


def merge(admin, request, object_id: str):
    """Say what happens and ask into which; POST does it."""
    section = admin.get_object(request, object_id)
    if section is None:
        raise Http404
    if not admin.has_delete_permission(request, section):
        raise PermissionDenied
    form = MergeForm(section, request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(admin, request, section, form):
        into = form.cleaned_data["into"]
        said = f"“{section}” is now part of “{into}”. Its old address leads there."
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:articles_section_change", args=[into.pk]))
    context = {**admin.admin_site.each_context(request), "form": form, "section": section}
    context |= {"title": f"Merge “{section}” into another section", "opts": admin.opts}
    return TemplateResponse(request, "admin/articles/section/merge.html", context)


def _done(admin, request, section: Section, form: MergeForm) -> bool:
    into, why = form.cleaned_data["into"], form.cleaned_data["reason"]
    try:
        section.merge_into(into, request.user, why)
    except Refused as refused:
        for problem in refused.problems:
            form.add_error(problem.field, problem.sentence)
    except IntegrityError as error:
        form.add_error(None, sentence_of(error) or MEANWHILE)
    else:
        admin.log_change(request, into, f"“{section}” was merged into it: {why}")
        return True
    return False
