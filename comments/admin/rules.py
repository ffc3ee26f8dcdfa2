"""Listed words, and the paper's own rules: one row, straight to its form."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles.admin.fields import Line
from comments.models import ListedWord, Policy
from newsroom.admin.base import DeskAdmin


class ListedWordForm(forms.ModelForm):
    word = Line(
        label="Word or phrase",
        max_length=80,
        required=True,
        help_text=(
            "Found as a whole word, whatever its case and accents: “cafe” finds “Café” and not "
            "“cafeteria”. A phrase is found word by word, in its order."
        ),
    )

    def clean_word(self):
        word = " ".join(self.cleaned_data["word"].split())
        if not any(sign.isalnum() for sign in word):
            raise ValidationError("A listed word has at least one letter or digit.")
        same = ListedWord.objects.filter(word__iexact=word).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError("This word is listed already. Change that line instead.")
        return word


@admin.register(ListedWord)
class ListedWordAdmin(DeskAdmin):
    form = ListedWordForm
    fields = ("word", "action")
    list_display = ("word", "action")
    list_filter = ("action",)
    search_fields = ("word",)
    actions = None
    nav_order = 40


@admin.register(Policy)
class PolicyAdmin(DeskAdmin):
    nav_order = 79
    fieldsets = [
        (
            "Comments on every article without terms of its own",
            {"fields": ("mode", "closes_after")},
        ),
        ("What is looked at", {"fields": ("longest", "most_links")}),
        ("How many are taken", {"fields": ("per_address", "per_article")}),
    ]

    def get_object(self, request, object_id, from_field=None):
        """There is one row; if it was lost, its defaults hold and can be saved."""
        return Policy.current() if object_id == "1" else None

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(self._form())

    def response_change(self, request, obj):
        super().response_change(request, obj)  # says that it is saved
        return HttpResponseRedirect(self._form())

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def _form(self) -> str:
        return reverse("admin:comments_policy_change", args=[1])
