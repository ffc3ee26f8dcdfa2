"""Standing pages at the desk: the editor of stories, the facts to choose from, draft or shown."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.html import format_html, format_html_join

from newsroom import html
from newsroom.admin.base import DeskAdmin
from newsroom.database import Now
from newsroom.editor import BodyEditor, BodyField, with_nonce
from newsroom.slugs import slugify
from newsroom.standing import FACTS, StandingPage, unknown

STALE = (
    "Somebody saved this page while you wrote. Your text is below and nothing of it was saved; "
    "open the page in another tab, take over what is new there, and save yours again."
)


class StandingPageForm(forms.ModelForm):
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version it began from
    slug = forms.CharField(
        label="Address",
        max_length=60,
        required=False,
        help_text="The last part of its address. Left empty, it is made from the title.",
    )
    body = BodyField(label="Text", required=False, widget=BodyEditor(picker=None))

    class Meta:
        model = StandingPage
        fields = ["title", "slug", "body", "order", "is_published"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["read"] = self.instance.version

    def clean_slug(self):
        slug = self.cleaned_data["slug"].strip()
        slug = slug or slugify(self.cleaned_data.get("title", ""))[:60].strip("-")
        if self.instance.was_published and slug != self.instance.slug:
            raise ValidationError(
                f"Readers know this address. Leave it “{self.instance.slug}”, or add another page."
            )
        if slug != slugify(slug):
            raise ValidationError("Use small letters, digits and hyphens, such as “privacy”.")
        taken = StandingPage.all_objects.filter(slug=slug).exclude(pk=self.instance.pk)
        if taken.exists():
            raise ValidationError("Another page has this address. Choose a different one.")
        return slug

    def clean_body(self):
        body = self.cleaned_data["body"]
        if names := unknown(body):
            known = ", ".join(f"{{{name}}}" for name in FACTS)
            raise ValidationError(
                f"“{{{names[0]}}}” is not a fact that the software knows. Choose one of {known}."
            )
        if html.photo_tokens(body):
            raise ValidationError("A standing page has no pictures. Take the picture out.")
        return body

    def clean(self):
        """The row is locked, so that nobody saves between this look and our own save."""
        cleaned = super().clean()
        page = self.instance
        if page.pk and not StandingPage.hold(page.pk, cleaned.get("read") or 0):
            raise ValidationError(STALE, "stale")
        return cleaned


@admin.register(StandingPage)
class StandingPageAdmin(DeskAdmin):
    nav_order = 81
    form = StandingPageForm
    fields = ("title", "slug", "body", "facts", "is_published", "order", "read")
    readonly_fields = ("facts",)
    list_display = ("title", "address", "is_published", "changed_at")
    list_filter = ("is_published",)
    actions = None

    def get_queryset(self, request):
        return StandingPage.all_objects.order_by("order", "title")

    def save_model(self, request, obj, form, change):
        obj.version = F("version") + 1 if change else 1
        obj.changed_at = Now()
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(from_queryset=StandingPage.all_objects.all())

    def has_delete_permission(self, request, obj=None):
        """What readers once saw is taken from them, never deleted."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.was_published)

    def get_view_on_site_url(self, obj=None):
        return super().get_view_on_site_url(obj) if obj and obj.is_published else None

    def render_change_form(self, request, context, **kwargs):
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description="facts")
    def facts(self, page):
        """What may stand in braces, with what it says now."""
        rows = ((f"{{{name}}}", about, tell()) for name, (about, tell) in FACTS.items())
        listed = format_html_join("", "<dt><code>{}</code></dt><dd>{}: {}</dd>", rows)
        return format_html(
            '<p class="help">Write one of these, and the page always says what is so.</p>'
            '<dl class="facts">{}</dl>',
            listed,
        )

    @admin.display(description="address")
    def address(self, page):
        return page.get_absolute_url()
