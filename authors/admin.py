"""Authors at the desk. Editors change everyone; a journalist the own page, and adds guests."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from authors.models import Author, AuthorLink
from newsroom.admin.base import DeskAdmin, Links
from newsroom.models import User
from newsroom.palette import MOST, Place
from newsroom.photo_access import visible_to
from newsroom.photo_forms import PhotoChoice
from newsroom.slugs import slugify

ABOUT = ("job_title", "short_bio", "full_bio", "portrait")
FIXED = ("name", "slug", "sort_name", "kind", "user", "is_listed")
GUEST = ("name", "sort_name", *ABOUT)


class AuthorForm(forms.ModelForm):
    class Meta:
        model = Author
        fields = [*FIXED, *ABOUT]
        help_texts = {"slug": "Left empty, it is made from the name."}
        widgets = {"short_bio": forms.Textarea(attrs={"rows": 3})}

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug and slug != slugify(slug):
            raise forms.ValidationError("Use small letters, digits and hyphens.", "invalid")
        return slug

    def clean(self):
        """An emptied slug stays what it was; a new author's is made from the name."""
        cleaned = super().clean()
        if cleaned.get("slug") == "" and cleaned.get("name"):
            cleaned["slug"] = self.instance.slug or Author(name=cleaned["name"])._free_slug()
        return cleaned


class AuthorLinks(Links):
    model = AuthorLink

    def has_change_permission(self, request, obj=None):
        return may_change(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission

    def has_view_permission(self, request, obj=None):
        return True  # who sees the author sees the links


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    nav_order = 40
    form = AuthorForm
    inlines = [AuthorLinks]
    list_display = ("name", "kind", "job_title", "is_listed", "user")
    list_filter = ("kind", "is_listed")
    list_select_related = ("user",)
    search_fields = ("name", "sort_name", "job_title")

    class Media:
        css = {"all": ["css/photos.css"]}

    def get_fields(self, request, obj=None):
        if _may_change_any(request.user):
            return ("name", "slug", "sort_name", "kind", *ABOUT, "user", "is_listed")
        return GUEST if obj is None else ("name", *ABOUT)

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None or _may_change_any(request.user) else ("name",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "portrait":
            return PhotoChoice(visible_to(request.user), self._portrait(request), label="Portrait")
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("portrait", "user"):  # without the icons for adding and changing
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def go_to(self, request, words: str) -> tuple[str, list[Place]]:
        """Authors of a name; without words nobody, for there is no nearest author."""
        if not words or not self.has_view_permission(request):
            return "Authors", []
        rows = Author.objects.all()
        for word in words.split()[:8]:
            rows = rows.filter(Q(name__icontains=word) | Q(sort_name__icontains=word))
        found = rows.only("name", "job_title")[:MOST]
        way = "admin:authors_author_change"
        return "Authors", [Place(a.name, reverse(way, args=[a.pk]), a.job_title) for a in found]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, obj))

    def _portrait(self, request) -> int | None:
        """The present portrait, which may stay whoever may see it."""
        number = request.resolver_match.kwargs.get("object_id", "")
        found = Author.objects.filter(pk=number) if number.isdecimal() else Author.objects.none()
        return found.values_list("portrait", flat=True).first()


def may_change(user, author: Author | None) -> bool:
    """Everyone’s, the own, or the one that is just being added."""
    return _may_change_any(user) or author is None or author.user_id == user.pk


def _may_change_any(user) -> bool:
    return user.has_perm("authors.edit_any_author")
