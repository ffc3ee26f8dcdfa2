"""A small cast, made by plain functions: people by role, and stories in any state."""

import io
from functools import cache
from itertools import count

from django.contrib.auth.models import Group
from PIL import Image

from articles.models import Section, Story, StoryByline
from authors.models import Author
from comments.models import Comment, Report
from newsroom import images
from newsroom.models import Photo, User
from newsroom.standing import StandingPage

BODY = "<p>The ferry left at six. Nobody was on the quay.</p><p>It came back empty.</p>"
PASSWORD = "a long and quiet evening"
numbers = count(1)


def make_user(role: str = "", username: str = "", **kwargs) -> User:
    """A person with a login; with a role, one of the staff."""
    username = username or f"{role.lower() or 'reader'}{next(numbers)}"
    kwargs.setdefault("email", f"{username}@example.org")
    kwargs.setdefault("is_staff", bool(role))
    user = User.objects.create_user(username, password=PASSWORD, **kwargs)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_section(name: str = "World", **kwargs) -> Section:
    kwargs.setdefault("slug", name.lower())
    return Section.objects.get_or_create(name=name, defaults=kwargs)[0]


def make_author(name: str = "Ines Falk", **kwargs) -> Author:
    return Author.objects.create(name=name, **kwargs)


def picture_bytes(width: int = 640, height: int = 427, format: str = "JPEG", **kwargs) -> bytes:
    """A plain picture as a file's bytes."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#7a8b99").save(file, format, **kwargs)
    return file.getvalue()


def make_photo(**kwargs) -> Photo:
    kwargs.setdefault("alt", "A grey field under a grey sky")
    kwargs.setdefault("credit", "Ines Falk")
    return Photo.keep(_grey_field(), picture_bytes(), **kwargs)


@cache
def _grey_field() -> images.Picture:
    """Redrawn once a process: the same bytes always give the same picture."""
    return images.accept(io.BytesIO(picture_bytes()))


def make_story(owner=None, author=None, tags=(), **kwargs) -> Story:
    """A story that could be published as it is; `section=None` and the like make it lack."""
    kwargs.setdefault("headline", f"The ferry that came back empty {next(numbers)}")
    kwargs.setdefault("body", BODY)
    kwargs.setdefault("byline_choice", "named" if author else "newsroom")
    if "section" not in kwargs:
        kwargs["section"] = make_section()
    story = Story.objects.create(owner=owner or make_user("Journalist"), **kwargs)
    if author:
        StoryByline.objects.create(story=story, author=author)
    if tags:
        story.tags.set(tags)
    story.link_photos()
    return story


def make_article(by=None, **kwargs):
    """A public article, through its story's own verb."""
    story = make_story(**kwargs)
    story.publish(by or make_user("Editor"), story.version)
    return story.article


def rewrite(story, by, **words) -> Story:
    """Save other words into the working copy."""
    story.claim(by, story.version, ", ".join(words))
    for field, value in words.items():
        setattr(story, field, value)
    story.save(update_fields=list(words))
    return story


def story_of(article) -> Story:
    return Story.objects.get(article=article)


def make_page(slug: str = "imprint", **kwargs) -> StandingPage:
    """A standing page; a draft unless it `is_published`."""
    kwargs.setdefault("title", slug.title())
    kwargs.setdefault("body", "<p>Who answers for the paper.</p>")
    return StandingPage.all_objects.create(slug=slug, **kwargs)


def make_comment(article, status: str = "approved", **kwargs) -> Comment:
    """A reader's comment, as the rules would have taken it in."""
    number = next(numbers)
    kwargs.setdefault("name", f"Reader {number}")
    kwargs.setdefault("email", f"reader{number}@example.org")
    kwargs.setdefault("text", f"I was on the quay that morning, number {number}.")
    return Comment.take_in(article=article, status=status, rule="made", **kwargs)


def make_report(article, **kwargs) -> Report:
    """A mistake that a reader reported."""
    kwargs = {"passage": "", "email": "", "wording": 1} | kwargs
    kwargs.setdefault("text", f"The ferry left at seven, number {next(numbers)}.")
    return Report.take_in(article, **kwargs)
