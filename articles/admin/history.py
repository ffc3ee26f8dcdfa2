"""What happened to a story, page by page: who did what, and the texts as they were."""

import datetime

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Story, StoryByline
from articles.models.transitions import WITHDRAW, Status
from authors.models import Author
from newsroom import html
from newsroom.models import Photo, User

LENGTH = 60
DONE = {
    "create": "began it",
    "edit": "changed",
    "submit": "submitted it for review",
    "send_back": "sent it back",
    "approve": "approved it",
    "publish": "published it",
    "schedule": "scheduled it",
    "update_scheduled": "updated what goes out",
    "unschedule": "took it from the schedule",
    "correct": "added a correction",
    "develop": "told how it develops",
    "take_back": "took the publication back",
    "withdraw": "withdrew it",
    "hide": "took it down without a word",
    "expire": "set its end",
    "reinstate": "reinstated it",
    "move": "changed its address",
    "spike": "spiked it",
    "restore": "restored it",
    "name": "named a version",
    "merge": "moved it when two sections were merged",
    "bring_back": "brought back",
    "embargo": "set its embargo",
    "ask_release": "asked to release the embargo early",
    "release_embargo": "released the embargo early",
    "hold": "put it on legal hold",
    "release_hold": "released the legal hold",
    "mark_sensitive": "made it sensitive",
    "name_people": "changed who may see it",
    "clear_sensitive": "cleared it: it is sensitive no more",
    "let_in": "was let in, as an administrator",
    "share": "made a link to share it",
    "end_share": "ended a shared link",
}
NOTED = ("edit", "bring_back")  # what they did goes on with the note
FOR_EDITORS = "The reason is kept for editors."
NAMED_BY_ID = ("section_id", "lead_photo_id")


def story_history(admin, request, story: Story):
    """List the transitions, newest first, each with the text that was kept at it."""
    before = request.GET.get("before", "")
    rows = story.transitions.select_related("made_by", "revision")
    if before:
        if not before.isdecimal():
            raise Http404
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: LENGTH + 1])
    shown = found[:LENGTH]
    page = {
        **context(admin, request, story),
        "title": "History",
        "entries": [_entry(transition, request.user) for transition in shown],
        "set_aside": story.revisions.filter(kind="conflict").select_related("made_by")[:20],
        "next": shown[-1].pk if len(found) > LENGTH else None,
    }
    return TemplateResponse(request, "admin/articles/story/object_history.html", page)


def story_revision(admin, request, story: Story, revision_id: int):
    """Show a kept text as it was; it can be opened in the form, never changed here."""
    revision = story.revisions.select_related("made_by").filter(pk=revision_id).first()
    if revision is None:
        raise Http404
    content = revision.content
    page = {
        **context(admin, request, story),
        "title": str(revision),
        "revision": revision,
        "content": content,
        "body": drawn(content.get("body", "")),
        "about": about(content),
    }
    return TemplateResponse(request, "admin/articles/story/revision.html", page)


def drawn(body: str):
    """Return a kept body as HTML that may be shown: cleaned anew, its pictures from the desk."""
    return html.render(html.clean(body), _picture)


def about(content: dict) -> list[tuple[str, str]]:
    """Return (label, text) for what is said about the words in a revision."""
    shown = [(key, worded(key, value)) for key, value in content.items() if key not in _WORDS]
    return [(label(key), text) for key, text in shown if text]


def worded(key: str, value) -> str:
    """Return a revision's value as a person reads it."""
    if value in (None, "", []):
        return ""
    if key == "tags":
        return ", ".join(value)
    if key == "bylines":
        return _names(value)
    if key == "due_on":
        return str(value)
    if key in ("owner", "assignee"):
        return str(User.objects.filter(pk=value).first() or "")
    field = Story._meta.get_field(key.removesuffix("_id"))
    if key in NAMED_BY_ID:
        return str(field.related_model.objects.filter(pk=value).first() or "no longer there")
    if key == "expires_at":
        moment = timezone.localtime(datetime.datetime.fromisoformat(value))
        return f"{moment:%Y-%m-%d %H:%M %Z}"
    return str(dict(field.flatchoices).get(value, value))


def label(key: str) -> str:
    if key in ("bylines", "tags", "owner", "assignee", "due_on"):
        return {"bylines": "Named authors", "due_on": "Due"}.get(key, key.capitalize())
    name = str(Story._meta.get_field(key.removesuffix("_id")).verbose_name)
    return name[:1].upper() + name[1:]


def said(transition) -> str:
    """Return what was done, as a sentence continues after a name."""
    done = DONE.get(transition.verb, transition.verb)
    return f"{done} {transition.note}".strip() if transition.verb in NOTED else done


def titled(revision) -> str:
    """Return what a kept version is called in a list to choose from."""
    name = f"“{revision.name}”" if revision.name else revision.get_kind_display()
    when = timezone.localtime(revision.made_at)
    return f"{name}, version {revision.version}, {revision.made_by}, {when:%Y-%m-%d %H:%M}"


_WORDS = ("headline", "standfirst", "body")


def _entry(transition, user) -> dict:
    note = "" if transition.verb in NOTED else transition.note
    if transition.verb == "hide" and not user.has_perm(WITHDRAW):
        note = FOR_EDITORS
    before, after = Status(transition.before).label, Status(transition.after).label
    return {
        "row": transition,
        "said": said(transition),
        "note": note,
        "moved": f"{before} → {after}" if before != after else "",
    }


def context(admin, request, story: Story) -> dict:
    return {**admin.admin_site.each_context(request), "opts": admin.opts, "story": story}


def _names(credits: list[dict]) -> str:
    names = Author.objects.in_bulk([credit["author_id"] for credit in credits])
    roles = dict(StoryByline.Role.choices)
    gone = "no longer there"
    rows = ((names.get(c["author_id"], gone), roles.get(c["role"], "")) for c in credits)
    return ", ".join(f"{name} ({role.lower()})" for name, role in rows)


def _picture(token: str, alt: str):
    width = next((photo.widths[0] for photo in Photo.objects.filter(token=token)), 320)
    return format_html('<img src="/admin/photos/{}/{}.webp" alt="{}">', token, width, alt)
