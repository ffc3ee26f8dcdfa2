"""Two versions of a story as one text with what came and what went.

A version is a kept one by its number, the working copy (`now`) or what the article holds (`live`).
"""

from django.http import Http404
from django.template.response import TemplateResponse

from articles import merging, worddiff
from articles.admin import history
from articles.models import Article, ArticleTag, Byline, Story
from articles.models.publishing import COPIED, snapshot

NOW, LIVE = "now", "live"
MOST = 100  # versions to choose from


def compare(admin, request, story: Story):
    """Show the change from `a` to `b`; without them, ask which."""
    offered = _offered(story)
    old, new = (_chosen(request.GET.get(name, ""), offered, story) for name in ("a", "b"))
    context = {
        **history.context(admin, request, story),
        "title": "Compare",
        "offered": offered,
        "choices": _choices(request.GET, offered),
    }
    if old and new:
        context |= {"old": old, "new": new, **_difference(old[2], new[2])}
    return TemplateResponse(request, "admin/articles/story/compare.html", context)


def _choices(asked, offered) -> list[tuple[str, str, str]]:
    """Return (name, what is chosen, label) of the two lists."""
    latest_kept = next((value for value, _ in offered if value != NOW), NOW)
    return [("a", asked.get("a", latest_kept), "From"), ("b", asked.get("b", NOW), "To")]


def _offered(story: Story) -> list[tuple[str, str]]:
    """Return (value, label) of each version, newest first."""
    offered = [(NOW, f"Now (version {story.version})")]
    if story.article_id:
        offered.append((LIVE, "The article"))
    rows = story.revisions.select_related("made_by").defer("content")[:MOST]
    return offered + [(str(row.pk), history.titled(row)) for row in rows]


def _chosen(asked: str, offered, story: Story) -> tuple[str, str, dict] | None:
    """Return (value, label, content); a version that this story does not have is a 404."""
    if not asked:
        return None
    if asked == NOW:
        return NOW, dict(offered)[NOW], snapshot(story)
    if asked == LIVE and story.article:
        return LIVE, "The article", _of_article(story.article)
    kept = (
        story.revisions.filter(pk=asked).first() if asked.isascii() and asked.isdecimal() else None
    )
    if kept is None:
        raise Http404
    return asked, history.titled(kept), kept.content


def _of_article(article: Article) -> dict:
    """Return what readers see, or will see, in a revision's shape."""
    content = {key: getattr(article, key) for key in COPIED}
    if article.expires_at:
        content["expires_at"] = article.expires_at.isoformat()
    rows = Byline.all_objects.filter(article=article)
    content["bylines"] = list(rows.values("author_id", "role", "order"))
    tags = ArticleTag.all_objects.filter(content_object=article)
    content["tags"] = list(tags.values_list("tag__name", flat=True))
    return content


def _difference(old: dict, new: dict) -> dict:
    """Return the drawn body and (label, drawn text) for each other field that differs."""
    old, new = _bylines_in_force(old), _bylines_in_force(new)
    keys = [key for key in new if key in old and key != "body"]
    fields = [
        (history.label(key), worddiff.compared_text(*(history.worded(key, v) for v in pair)))
        for key in keys
        if not merging.is_same(key, *(pair := (old[key], new[key])))
    ]
    body = worddiff.compared(old.get("body", ""), new.get("body", ""))
    return {"fields": fields, "body": body, "is_same": not fields and not body}


def _bylines_in_force(content: dict) -> dict:
    """Names that “The newsroom” stands over are in no byline."""
    if content.get("byline_choice", Story.BylineChoice.NAMED) == Story.BylineChoice.NAMED:
        return content
    return content | {"bylines": []}
