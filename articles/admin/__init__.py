"""The desk's pages for stories, sections and tags."""

from articles.admin.sections import SectionAdmin, TagAdmin
from articles.admin.stories import StoryAdmin

__all__ = ["SectionAdmin", "StoryAdmin", "TagAdmin"]
