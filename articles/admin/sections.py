"""Sections and tags at the desk. What is in use is not deleted: a page says where it is used."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin import merging_sections
from articles.admin.fields import Line
from articles.models import Article, ArticleTag, Section, Story, StoryTag, Tag
from articles.models.piece import RESERVED_SLUGS
from newsroom.admin.base import DeskAdmin
from newsroom.slugs import slugify

SHOWN = 20


class InUse(DeskAdmin):
    """An admin whose rows can be deleted only while nothing needs them."""

    advice = ""
    actions = None

    def places(self, request, obj):
        """Return the stories and articles that use it, as (name, address), newest first."""
        raise NotImplementedError

    def next_step(self, obj) -> tuple[str, str] | None:
        """Return what to do instead of deleting it, and where, if there is such a page."""
        return None

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        may = obj is not None and self.has_delete_permission(request, obj)
        if may and (places := self.places(request, obj)):
            return self._in_use(request, obj, places)
        return super().delete_view(request, object_id, extra_context)

    def _in_use(self, request, obj, places):
        context = {
            **self.admin_site.each_context(request),
            "title": f"“{obj}” is in use",
            "object": obj,
            "places": places[:SHOWN],
            "has_more": len(places) > SHOWN,
            "advice": self.advice,
            "back": "../change/",
            "next_step": self.next_step(obj),
        }
        return TemplateResponse(request, "admin/in_use.html", context, status=409)


class SectionForm(forms.ModelForm):
    name = Line(max_length=60, required=True)
    description = Line(max_length=200)
    slug = forms.CharField(
        label="Address",
        max_length=60,
        required=False,
        help_text="Left empty, it is made from the name. An address it had leads to the new one.",
    )

    def clean_slug(self):
        slug = self.cleaned_data["slug"].strip() or slugify(self.cleaned_data.get("name", ""))[:60]
        if slug != slugify(slug):
            raise ValidationError("Use small letters, digits and hyphens, such as “city-life”.")
        if slug in RESERVED_SLUGS or (slug.isdecimal() and len(slug) == 4):
            raise ValidationError("This address leads elsewhere on the site. Choose another.")
        return slug


@admin.register(Section)
class SectionAdmin(InUse):
    form = SectionForm
    fields = ("name", "slug", "description", "order", "never_leads")
    list_display = ("name", "slug", "order", "never_leads")
    ordering = ("order", "name")
    nav_order = 20
    advice = "Merge it into another section instead: all it has moves there."

    def get_urls(self):
        view = self.admin_site.admin_view(partial(merging_sections.merge, self))
        merge = path("<path:object_id>/merge/", view, name="articles_section_merge")
        return [merge, *super().get_urls()]

    def next_step(self, obj) -> tuple[str, str]:
        return "Merge it into another section", reverse(
            "admin:articles_section_merge", args=[obj.pk]
        )

    def places(self, request, obj):
        stories = Story.objects.filter(section=obj)
        articles = Article.all_objects.filter(section=obj)
        return _stories(request, stories) + _articles(articles)


class TagForm(forms.ModelForm):
    name = Line(max_length=100, required=True)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("This tag is there already.")
        if "," in name:
            raise ValidationError("A tag has no comma: commas stand between tags.")
        return name


@admin.register(Tag)
class TagAdmin(InUse):
    form = TagForm
    fields = ("name", "is_series")
    list_display = ("name", "slug", "is_series")
    search_fields = ("name",)
    ordering = ("name",)
    nav_order = 30
    advice = "Take it from the stories first."

    def get_queryset(self, request):
        """A tag that stands on nothing but sensitive stories is known to those they name."""
        links = StoryTag.objects.filter(tag=OuterRef("pk"))
        closed = links.exclude(content_object__in=Story.objects.open_to(request.user))
        open_links = links.filter(content_object__in=Story.objects.open_to(request.user))
        public = ArticleTag.objects.filter(tag=OuterRef("pk"))
        known = ~Exists(closed) | Exists(open_links) | Exists(public)
        return super().get_queryset(request).filter(known)

    def places(self, request, obj):
        stories = Story.objects.filter(story_tags__tag=obj)
        articles = Article.all_objects.filter(article_tags__tag=obj)
        return _stories(request, stories) + _articles(articles)


def _stories(request, stories) -> list[tuple[str, str]]:
    """Name only the stories that this person may know of; of the others, only that they are."""
    own = stories.editable_by(request.user).only("headline", "working_title")
    found = [(str(story), story.get_absolute_url()) for story in own[: SHOWN + 1]]
    is_hidden = not found and stories.exists()  # a sensitive one among them, or another's
    return [("A story that is not yours", "")] if is_hidden else found


def _articles(articles) -> list[tuple[str, str]]:
    known = articles.nameable()
    found = known.only("headline", "day", "slug").order_by("-pk")[: SHOWN + 1]
    return [(f"Article: {article}", article.get_absolute_url()) for article in found]
