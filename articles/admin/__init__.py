"""The desk's pages for stories, sections and tags."""

from articles.admin.front import FrontAdmin
from articles.admin.sections import SectionAdmin, TagAdmin
from articles.admin.stories import StoryAdmin

__all__ = ["FrontAdmin", "SectionAdmin", "StoryAdmin", "TagAdmin"]
