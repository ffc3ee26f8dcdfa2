"""The desk's script modules and the names they find each other by.

An import map gives each module its name, so that it is found under its hashed address. It stands on
every page of the desk, before any module, with the editor's names in it: older browsers take only
the first map of a page.
"""

from js_asset import ImportMap, Media

from newsroom import editor

DESK = {
    f"newsroom/desk/{name}": f"js/desk/{name}.js"
    for name in ("dialog", "fields", "journal", "kept", "offers", "saved", "sending")
}


def modules(request) -> Media:
    """Return the import map, with the nonce without which it may not run."""
    return editor.with_nonce(Media(importmap=ImportMap(editor.MODULES | DESK)), request)
