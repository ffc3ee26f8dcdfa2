"""The roles: which group may do what, in one table, and the rows that a new database needs.

A missing group is made with these permissions after `migrate`. An existing one is never touched:
what an administrator took away stays away, and a later permission comes by a migration.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

MODERATOR = [
    "comments.view_comment",
    "comments.moderate_comment",
    "comments.see_writer",
    "comments.change_thread",
    "comments.view_listedword",
    "comments.add_listedword",
    "comments.change_listedword",
    "comments.delete_listedword",
]
JOURNALIST = [
    "articles.view_story",
    "articles.add_story",
    "articles.change_story",
    "articles.publish_article",
    "articles.add_tag",
    "articles.view_tag",
    "articles.view_section",
    "authors.view_author",
    "authors.add_author",
    "authors.change_author",
    "newsroom.view_photo",
    "newsroom.add_photo",
    "newsroom.change_photo",
    "comments.change_thread",
    "comments.view_report",
]
EDITOR = [
    *JOURNALIST,
    *(permission for permission in MODERATOR if permission not in JOURNALIST),
    "articles.edit_any_story",
    "articles.schedule_article",
    "articles.withdraw_article",
    "articles.embargo_story",
    "articles.hold_story",
    "articles.arrange_front",
    "articles.add_section",
    "articles.change_section",
    "articles.delete_section",
    "articles.change_tag",
    "articles.delete_tag",
    "authors.edit_any_author",
    "authors.delete_author",
    "newsroom.edit_any_photo",
    "newsroom.delete_photo",
]
ADMINISTRATOR = [
    *EDITOR,
    "articles.let_in_story",
    "newsroom.view_user",
    "newsroom.add_user",
    "newsroom.change_user",
    "auth.view_group",
    "auth.add_group",
    "auth.change_group",
    "comments.view_policy",
    "comments.change_policy",
    "newsroom.view_site",
    "newsroom.change_site",
    "newsroom.view_followlink",
    "newsroom.add_followlink",
    "newsroom.change_followlink",
    "newsroom.delete_followlink",
    "newsroom.view_standingpage",
    "newsroom.add_standingpage",
    "newsroom.change_standingpage",
    "newsroom.delete_standingpage",
]
ROLES = {
    "Journalist": JOURNALIST,
    "Editor": EDITOR,
    "Moderator": MODERATOR,
    "Administrator": ADMINISTRATOR,
}
# With the setting on, these sign in with a second factor.
SECOND_FACTOR = ("Editor", "Administrator")


def furnish(using: str = "default", apps=installed, **kwargs) -> None:
    """Make the missing groups and the site's row."""
    _make_permissions(using)
    Group = apps.get_model("auth", "Group")
    for name, permissions in ROLES.items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(apps, using, permissions))
    apps.get_model("newsroom", "Site").objects.using(using).get_or_create(pk=1)


def _make_permissions(using: str) -> None:
    """Django makes an app's permissions after its own turn; the groups need all of them now."""
    labels = {label.split(".")[0] for permissions in ROLES.values() for label in permissions}
    for label in sorted(labels):
        create_permissions(installed.get_app_config(label), verbosity=0, using=using)


def _permissions(apps, using: str, labels: list[str]) -> list:
    Permission = apps.get_model("auth", "Permission")
    found = Permission.objects.using(using).select_related("content_type")
    by_label = {f"{p.content_type.app_label}.{p.codename}": p for p in found}
    return [by_label[label] for label in labels]
