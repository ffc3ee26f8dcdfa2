"""Comments at the desk: which pages there are, and who gets them.

Nothing here adds or edits: staff decide a reader's words and never touch them.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse

from comments.admin import deciding, home, queue
from comments.admin.known import known_to
from comments.models import Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Django's admin gives the addresses and permissions; the pages are the desk's own."""

    nav_order = 10

    def get_queryset(self, request):
        return known_to(request.user)

    def get_urls(self):
        """Name every page; the admin's other addresses (its forms, its delete) are not there."""
        pages = [
            ("", "changelist", self.changelist_view),
            ("decide/", "decide", self.decide_view),
            ("<int:pk>/", "change", self.comment_view),
        ]
        wrap = self.admin_site.admin_view
        return [path(way, wrap(view), name=self._name(name)) for way, name, view in pages]

    def address(self, name: str, *args) -> str:
        return reverse(f"admin:{self._name(name)}", args=args)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def panels(self, request) -> list[dict]:
        return home.panels(request)

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return queue.comment_list(self, request)

    def comment_view(self, request, pk):
        comment = None
        if self.has_view_permission(request):
            rows = queue.with_all(self.get_queryset(request), request.user)
            comment = rows.filter(pk=pk).first()
        if comment is None:
            raise Http404
        return queue.comment_page(self, request, comment)

    def decide_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return deciding.decide(self, request)

    def _name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"
