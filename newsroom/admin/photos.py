"""Photos: upload one, say what it shows, find it again. The original is never shown to anyone."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.html import format_html
from js_asset import Script

from newsroom import picture_store, pictures
from newsroom.admin.base import DeskAdmin
from newsroom.models import Photo
from newsroom.photo_access import editable_by, visible_to
from newsroom.photo_forms import FOCUS, WORDS, NewPhotoForm, PhotoForm
from newsroom.photo_views import shelf

IN_SIGHT = (
    "Where the picture is cut, on cards and beside shared links, this point stays in sight. Press "
    "on it in the picture, or give two numbers. With neither, the middle stays."
)


@admin.register(Photo)
class PhotoAdmin(DeskAdmin):
    nav_order = 10
    form = PhotoForm
    search_fields = ("alt", "caption", "credit")

    class Media:
        css = {"all": ["css/photos.css"]}
        js = [Script("js/desk/focus.js", type="module")]

    def get_queryset(self, request):
        return visible_to(request.user).order_by("-pk")

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs, **({} if obj else {"form": NewPhotoForm}))

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ("picture", *WORDS, "is_confidential")})]
        point = {"fields": (tuple(FOCUS),), "description": IN_SIGHT}
        return [
            (None, {"fields": ("preview",)}),
            ("What stays in sight", point),
            ("What is said of it", {"fields": (*WORDS, "uploaded")}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ("preview", "uploaded") if obj else ()

    def changelist_view(self, request, extra_context=None):
        """Show the pictures themselves, paged by the last one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **shelf(request),
            "opts": self.opts,
            "title": "Photos",
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "newsroom/photo_list.html", context)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or editable_by(request.user).filter(pk=obj.pk).exists())

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        if not change and obj.is_confidential:
            Photo.objects.filter(pk=obj.pk).destroy_originals()

    def delete_model(self, request, obj):
        """The files go once it is certain that the row is gone."""
        token = obj.token
        super().delete_model(request, obj)
        transaction.on_commit(lambda: picture_store.discard(settings.PICTURES_ROOT, token))

    @admin.display(description="picture")
    def preview(self, photo):
        src = pictures.address(photo, pictures.widest(photo, 640), "webp", pictures.DESK)
        return format_html('<img class="photo-preview" src="{}" alt="{}">', src, photo.alt)

    @admin.display(description="uploaded")
    def uploaded(self, photo):
        by = photo.uploaded_by or "the newsroom"
        is_kept = photo.original == Photo.Original.KEPT
        original = "" if is_kept else f" · original: {photo.get_original_display().lower()}"
        return f"by {by} · {photo.width} × {photo.height}{original}"
