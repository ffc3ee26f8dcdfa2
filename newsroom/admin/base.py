"""The desk’s plainer pages: only the listed filters, and where a thing is used."""

from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects, quote
from django.db import IntegrityError, models, router
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from newsroom.database import sentence_of

HIDDEN = "Something that is not yours"


class DeskAdmin(admin.ModelAdmin):
    """A model's pages. What is in use is not deleted; the page says where it is used."""

    delete_confirmation_template = "newsroom/delete_confirmation.html"
    show_full_result_count = False
    list_per_page = 50

    def lookup_allowed(self, lookup, value, request=None):
        """An address may ask by the page's own filters only (it could spell out a secret)."""
        filters = {name for name in self.list_filter if isinstance(name, str)}
        return any(lookup == name or lookup.startswith(f"{name}__") for name in filters)

    def get_object(self, request, object_id, from_field=None):
        """An empty `_to_field` in an address means none, not a field of no name."""
        return super().get_object(request, object_id, from_field or None)

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing, protected and uses(objs, request, self.admin_site)

    def delete_view(self, request, object_id, extra_context=None):
        """Delete, or show the uses; also when the first use comes while the page is open."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (models.ProtectedError, IntegrityError) as error:
            used = "Somebody began to use it just now, so it stays."
            messages.error(request, sentence_of(error) or used)
            return HttpResponseRedirect(request.path)


class Links(admin.TabularInline):
    """A handful of rows; a form that claims to have a million gets no more than these."""

    extra = 1
    max_num = 20

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self.max_num + 1, **kwargs)


def uses(objs, request, admin_site) -> list:
    """Return a line, linked where the desk has a page, for everything that uses these objects.

    Of what somebody may not see (a model may say so by `may_be_seen_by`) only that it is there.
    """
    collector = NestedObjects(using=router.db_for_write(type(objs[0])), origin=objs)
    collector.collect(objs)
    users = dict.fromkeys(_user_of(row) for row in collector.protected)
    return sorted({_line(user, request, admin_site) for user in users})


def _user_of(row):
    """A row that only links two things stands for the one it belongs to."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.remote_field.on_delete is models.CASCADE:
            return getattr(row, field.name)
    return row


def _line(user, request, admin_site):
    if hasattr(user, "may_be_seen_by") and not user.may_be_seen_by(request.user):
        return HIDDEN
    name = f"{capfirst(user._meta.verbose_name)}: {user}"
    if not admin_site.is_registered(type(user)):
        return name
    try:
        view = f"{admin_site.name}:{user._meta.app_label}_{user._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(view, args=[quote(user.pk)]), name)
    except NoReverseMatch:
        return name
