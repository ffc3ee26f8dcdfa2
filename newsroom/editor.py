"""The field a story's text is written in: an editor in the browser, a plain field without one.

Whatever arrives goes through `newsroom.html`. The editor is made of django-prose-editor's modules
and our own in static/js/editor; an import map gives them their names, so that they are found under
the hashed names of the static files, too.
"""

import json

from django import forms
from django.http import HttpRequest
from js_asset import ImportMap, Media, Script

from newsroom import choices, html

PICKER = "/admin/photos/pick/"
OWN_MODULES = (
    *("blocks", "card", "dialog", "find", "findbar", "icons", "language", "link", "lists", "note"),
    *("paste", "paste-dom", "paste-lists", "paste-notes", "paste-tables", "paste-words"),
    *("picture", "pull", "quote", "table", "toolbar"),
)
MODULES = {"django-prose-editor/editor": "django_prose_editor/editor.js"} | {
    f"newsroom/editor/{name}": f"js/editor/{name}.js" for name in OWN_MODULES
}


class BodyEditor(forms.Textarea):
    """A textarea that our module turns into the editor; the picker's address may be None."""

    def __init__(self, attrs: dict | None = None, *, picker: str | None = PICKER) -> None:
        languages = json.dumps(choices.languages(), separators=(",", ":"))
        marks = {"data-newsroom-editor": "", "rows": 24, "data-languages": languages}
        if picker:
            marks["data-pick-photo"] = picker
        super().__init__(marks | (attrs or {}))

    @property
    def media(self) -> Media:
        return Media(
            importmap=ImportMap(MODULES),
            css={"all": ["css/editor.css"]},
            js=[Script("js/editor/main.js", type="module")],
        )

    def use_required_attribute(self, initial: object) -> bool:
        """Never: a browser refuses to send a form whose required field it cannot show."""
        return False


class BodyField(forms.CharField):
    """Takes HTML or paragraphs between blank lines and gives clean HTML, or says what to do."""

    widget = BodyEditor

    def __init__(self, **kwargs) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        return html.from_field(super().to_python(value))


def with_nonce(media: forms.Media, request: HttpRequest) -> Media:
    """Return `media` with the request's nonce, without which the import map may not run."""
    return Media.from_media(media, nonce=str(request.csp_nonce))
