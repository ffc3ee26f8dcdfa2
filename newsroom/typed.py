"""What a person typed, given back on a page that asks neither the session nor the database.

Every refusal at the desk that follows a form ends here. Scripts ask for JSON and get the reason by
a short word (`why`) and a sentence; they hold the text themselves.
"""

import re
from urllib.parse import parse_qsl

from django.contrib.auth import get_user
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.html import escape

from newsroom import html

CHOICE = re.compile(r"[a-z0-9_-]{1,14}")  # a number, or the code that a list sends
READ_AT_MOST = 8_000_000  # bytes of a form that was too large to be taken
FIELDS_AT_MOST = 2_000
ROWS = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")
NOT_STORED = "The database did not answer. It is not certain that anything was saved."
# why: (status, heading, what happened, what to do now)
REASONS = {
    "csrf": (
        403,
        "Nothing was saved, and nothing is lost",
        "The page was open for a long time, or in another window you signed in or out.",
        "Copy your text, then open the page again and send it once more.",
    ),
    "forbidden": (
        403,
        "This is not open to you",
        "Your role does not allow this, or no longer does. Nothing was saved.",
        "Copy your text and ask the person who looks after the accounts.",
    ),
    "gone": (
        404,
        "There is nothing here any more",
        "It was given to somebody else, erased, or never there. Nothing was saved.",
        "Copy your text and ask an editor, or put it into a new story.",
    ),
    "unreadable": (
        400,
        "This could not be read",
        "It was too large, or held something that no form sends. Nothing was saved.",
        "Copy your text. A picture belongs into the library, not into the text; "
        "a very long text is better sent in parts.",
    ),
    "broken": (
        500,
        "Something went wrong here",
        "The fault is ours, and it has been written down. It is not certain that anything was "
        "saved.",
        "Copy your text, open the page again and look whether it is there.",
    ),
}


def wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def refused(request, why: str) -> HttpResponse:
    """Refuse a form of the desk for one of the `REASONS`, and give what was typed back."""
    status, heading, happened, advice = REASONS[why]
    words = {"heading": heading, "happened": happened, "advice": advice}
    if why == "gone":
        words["again"] = ""  # the same bytes for what is hidden and for what never was
    return given_back(request, "admin/given_back.html", status, why, happened, words)


def not_stored(request) -> HttpResponse:
    """The database failed while a form was being taken."""
    return given_back(request, "admin/not_stored.html", 503, "database", NOT_STORED)


def given_back(
    request, template: str, status: int, why: str, sentence: str, more: dict | None = None
) -> HttpResponse:
    """Draw a refusal with what was typed; for a script, only say why."""
    if wants_json(request):
        return JsonResponse({"why": why, "sentence": sentence}, status=status)
    post = _pairs(request)
    words, choices = typed(post)
    context = {"typed": words, "choices": choices, "again": request.get_full_path()} | (more or {})
    context["sent"] = [pair for pair in post if not _is_secret(pair[0])]
    page = render_to_string(template, context | {"site": getattr(request, "site", None)})
    return HttpResponse(page, status=status)


def typed(pairs: list[tuple[str, str]]) -> tuple[list[dict], list[dict]]:
    """Return what a person wrote into a form, in its order; and apart from it, mere choices."""
    fields = [(key, text) for key, text in pairs if _is_written(key, text)]
    words = [_shown(key, text) for key, text in fields if not CHOICE.fullmatch(text)]
    return words, [_shown(key, text) for key, text in fields if CHOICE.fullmatch(text)]


def is_desk_form(request) -> bool:
    return request.method == "POST" and request.path_info.startswith("/admin/")


def _pairs(request) -> list[tuple[str, str]]:
    try:
        post = request.POST
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        post = {}
    if not post:  # also what Django says of a form that it refused before
        return _beyond_limits(request)
    return [(key, text) for key in post for text in post.getlist(key)]


def _beyond_limits(request) -> list[tuple[str, str]]:
    """Read a colleague's form that Django refused for its size, as far as is sensible."""
    is_plain = request.content_type == "application/x-www-form-urlencoded"
    if not is_plain or not _is_colleague(request):
        return []
    try:
        raw = getattr(request, "_body", None) or request.read(READ_AT_MOST)
    except (OSError, UnreadablePostError):
        return []
    fields = raw[:READ_AT_MOST].decode("utf-8", "replace").split("&", FIELDS_AT_MOST)
    return parse_qsl("&".join(fields[:FIELDS_AT_MOST]), keep_blank_values=True)


def _is_colleague(request) -> bool:
    """Whether somebody of the staff is signed in; a doubt is a no."""
    return hasattr(request, "session") and get_user(request).is_staff


def _shown(key: str, text: str) -> dict:
    label = key.replace("_", " ").replace("-", " ").capitalize()
    return {"label": label, "text": text, "drawn": _drawn(text) if text.startswith("<") else ""}


def _drawn(text: str):
    """Return HTML as it reads, so that it can be copied into the editor with its formatting."""
    try:
        return html.render(html.clean(text), lambda token, alt: escape(f"[Picture: {alt}]"))
    except html.Refused:
        return ""


def _is_written(key: str, text: str) -> bool:
    is_hidden = key.startswith("_") or key in ("version", "base") or ROWS.search(key)
    return bool(text.strip()) and not is_hidden and not _is_secret(key)


def _is_secret(key: str) -> bool:
    return key == "csrfmiddlewaretoken" or "password" in key
