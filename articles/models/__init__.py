"""The two sides of a piece: what readers see (`public`) and what the desk works on (`desk`)."""

from articles.models.article import Address, Article, ArticlePhoto, ArticleTag, Byline, Correction
from articles.models.banner import Banner
from articles.models.day import MailWish, Mark, Note, ShiftNote
from articles.models.development import Development
from articles.models.edition import Edition
from articles.models.embargo import EarlyRelease
from articles.models.front import Front, FrontDraft, FrontPin, Overtaken, Rearranged
from articles.models.history import Revision, Transition
from articles.models.holding import LegalHold
from articles.models.lexicon import Reading, Word
from articles.models.piece import Section, Tag
from articles.models.presence import Presence
from articles.models.sections import SectionAddress
from articles.models.sensitive import StoryPerson
from articles.models.sharing import ShareAnswer, ShareLink, ShareVisit
from articles.models.story import Story, StoryByline, StoryPhoto, StoryTag
from articles.models.workflow import Problem, Refused, Stale

__all__ = [
    "Address",
    "Article",
    "ArticlePhoto",
    "ArticleTag",
    "Banner",
    "Byline",
    "Correction",
    "Development",
    "EarlyRelease",
    "Edition",
    "Front",
    "FrontDraft",
    "FrontPin",
    "LegalHold",
    "MailWish",
    "Mark",
    "Note",
    "Overtaken",
    "Presence",
    "Problem",
    "Reading",
    "Rearranged",
    "Refused",
    "Revision",
    "Section",
    "SectionAddress",
    "ShareAnswer",
    "ShareLink",
    "ShareVisit",
    "ShiftNote",
    "Stale",
    "Story",
    "StoryByline",
    "StoryPerson",
    "StoryPhoto",
    "StoryTag",
    "Tag",
    "Transition",
    "Word",
]
