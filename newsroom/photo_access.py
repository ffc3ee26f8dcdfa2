"""Which photos a member of staff may see at the desk.

One's own uploads, and what the apps above add: they know which photos are public now and which
stand in a story one may edit. Editors see all but what is confidential: a sensitive story’s
pictures are for those who may see the story. Each app adds a rule when it is loaded; nothing here
knows them.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from newsroom.models import Photo

EDIT_ANY = "newsroom.edit_any_photo"
_rules: list[Callable] = []


def grants_photos(rule: Callable) -> Callable:
    """Add a rule: a function of a user that returns a condition on photos."""
    _rules.append(rule)
    return rule


def visible_to(user) -> QuerySet:
    """Return the photos this user may see and use; none without the permission to see any."""
    if not user.has_perm("newsroom.view_photo"):
        return Photo.objects.none()
    # What is confidential has to be granted to editors, too.
    condition = Q(is_confidential=False) if user.has_perm(EDIT_ANY) else Q()
    condition |= Q(uploaded_by=user)
    for rule in _rules:
        condition |= rule(user)
    return Photo.objects.filter(condition)


def editable_by(user) -> QuerySet:
    """Return the photos whose words this user may change."""
    if user.has_perm(EDIT_ANY):
        return visible_to(user)
    return Photo.objects.filter(uploaded_by=user)
