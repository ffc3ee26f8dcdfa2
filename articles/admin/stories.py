"""Stories at the desk: which pages there are, and that each begins with what one may see."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin import (
    autosave,
    checking,
    comparing,
    developing,
    history,
    home,
    lists,
    notes,
    pasting,
    planning,
    presence,
    relating,
    seen,
    sensitive,
    sharing,
    starting,
    taking_down,
    verbs,
    versions,
    writing,
)
from articles.models import Story
from articles.preview import preview
from newsroom.language import for_readers


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Django's admin gives the addresses and permissions; the pages are the desk's own.

    Every page fetches its story through `get_queryset`, so that another's unpublished story and
    one that never was give the same answer.
    """

    nav_order = 0
    begins_at_once = True  # without a form

    def get_queryset(self, request):
        return Story.objects.editable_by(request.user)

    def get_urls(self):
        """Name every page; the admin's other addresses (its delete, its popups) are not there."""
        pages = [
            ("", "changelist", self.changelist_view),
            ("add/", "add", self.add_view),
            ("plan/", "plan", self.plan_view),
            ("shift/", "shift", self.shift_view),
            ("marks/", "marks", self.marks_view),
            ("mail/", "mail", self.mail_view),
            ("related/", "related", self.related_view),
            ("let-in/", "let_in", self.let_in_view),
            ("<int:pk>/change/", "change", self.change_view),
            ("<int:pk>/autosave/", "autosave", self.autosave_view),
            ("<int:pk>/history/", "history", self.history_view),
            ("<int:pk>/preview/", "preview", self.preview_view),
            ("<int:pk>/seen/", "seen", self.seen_view),
            ("<int:pk>/notes/", "notes", self.notes_view),
            ("<int:pk>/take/", "take", self.take_view),
            ("<int:pk>/checks/", "checks", self.checks_view),
            ("<int:pk>/apart/", "apart", self.apart_view),
            ("<int:pk>/presence/", "presence", self.presence_view),
            ("<int:pk>/compare/", "compare", self.compare_view),
            ("<int:pk>/name/", "name", self.name_view),
            ("<int:pk>/share/", "share", self.share_view),
            ("<int:pk>/share/<int:link>/end/", "end_share", self.end_share_view),
            ("<int:pk>/developing/", "developing", self.developing_view),
            ("<int:pk>/take-down/", "take_down", self.take_down_view),
            ("<int:pk>/taken-down/", "taken_down", self.taken_down_view),
            ("<int:pk>/revision/<int:revision>/", "revision", self.revision_view),
            ("<int:pk>/revision/<int:revision>/restore/", "bring_back", self.bring_back_view),
            ("<int:pk>/<slug:verb>/", "verb", self.verb_view),
        ]
        wrap = self.admin_site.admin_view
        return [path(way, wrap(view), name=self._name(name)) for way, name, view in pages]

    def address(self, name: str, *args) -> str:
        return reverse(f"admin:{self._name(name)}", args=args)

    def has_delete_permission(self, request, obj=None):
        """A story is spiked, and what was public is withdrawn; nothing is deleted here."""
        return False

    def panels(self, request) -> list[dict]:
        may_see = self.has_view_permission(request)
        return home.panels(self, request) if may_see else home.held_panels(request.user)

    def go_to(self, request, words: str) -> tuple[str, list]:
        allowed = self.has_view_permission(request)
        found = lists.places(self, request, words) if allowed else []
        return "Stories", [*found, *sensitive.places(self, request, words)]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return lists.story_list(self, request)

    def add_view(self, request, form_url="", extra_context=None):
        """A button, not a form: the story is there from its first letter on."""
        if not self.has_add_permission(request):
            raise Http404
        if request.method == "POST":
            return starting.begin(self, request)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "New story"}
        return TemplateResponse(request, "admin/articles/story/add.html", context)

    def change_view(self, request, pk, form_url="", extra_context=None):
        return writing.story_form(self, request, pk)

    def autosave_view(self, request, pk):
        return autosave.autosave(self, request, pk)

    def history_view(self, request, pk, extra_context=None):
        return history.story_history(self, request, self.story(request, pk))

    def revision_view(self, request, pk, revision):
        return history.story_revision(self, request, self.story(request, pk), revision)

    def presence_view(self, request, pk):
        return presence.beat(request, self.story(request, pk))

    def compare_view(self, request, pk):
        return comparing.compare(self, request, self.story(request, pk))

    def name_view(self, request, pk):
        return versions.name(self, request, self.story(request, pk))

    def bring_back_view(self, request, pk, revision):
        return versions.bring_back(self, request, self.story(request, pk), revision)

    def verb_view(self, request, pk, verb):
        """Do it; whom a legal hold names may come from anywhere to release it."""
        stories = self.get_queryset(request)
        if verb == "release_hold":
            named = Story.objects.releasable_by(request.user)
            stories = Story.objects.filter(Q(pk__in=stories) | Q(pk__in=named))
        return verbs.story_verb(self, request, self.story(request, pk, stories), verb)

    def seen_view(self, request, pk):
        return seen.expected(request, self.story(request, pk))

    def plan_view(self, request):
        return planning.news_list(self, request)

    def shift_view(self, request):
        return notes.shift_note(self, request)

    def marks_view(self, request):
        return notes.marks(request)

    def mail_view(self, request):
        return notes.mail(self, request)

    def related_view(self, request):
        return relating.find(self, request)

    def let_in_view(self, request):
        return sensitive.let_in(self, request)

    def notes_view(self, request, pk):
        return notes.story_notes(self, request, self.story(request, pk))

    def take_view(self, request, pk):
        return notes.take(request, self, pk)

    def checks_view(self, request, pk):
        return checking.story_checks(request, self.story(request, pk))

    def apart_view(self, request, pk):
        return pasting.take_apart(self, request, self.story(request, pk))

    def share_view(self, request, pk):
        return sharing.story_sharing(self, request, self.story(request, pk))

    def end_share_view(self, request, pk, link):
        return sharing.end_link(self, request, self.story(request, pk), link)

    def developing_view(self, request, pk):
        return developing.page(self, request, self.story(request, pk))

    def take_down_view(self, request, pk):
        return taking_down.choose(self, request, self.story(request, pk))

    def taken_down_view(self, request, pk):
        return taking_down.after(self, request, self.story(request, pk))

    def preview_view(self, request, pk):
        """Draw the working copy on the readers' own template, for nobody else's eyes."""
        story = self.story(request, pk)
        page = preview(story)
        context = {"page": page, "article": page.article, "picture_root": page.picture_root}
        with for_readers(request.site):
            context |= {"story": story}
            response = render(request, "admin/articles/story/preview.html", context)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def story(self, request, pk: int, stories=None) -> Story:
        """Return the story if this person may know of it, else 404."""
        found = self.get_queryset(request) if stories is None else stories
        found = found.select_related("article", "changed_by", "lead_photo")
        story = found.filter(pk=pk).first()
        if story is None:
            raise Http404
        return story

    def _name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"
