"""An article takes over its story's thread; the paper's rules; what each existing role may."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# Terms can be chosen before there is an article. `articles` knows no comment, so the database hands
# the thread over when a story gets its article, and keeps it when the article goes.
FOLLOW = """
CREATE FUNCTION comments_thread_follows() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE comments_thread SET article_id = NEW.article_id WHERE story_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER comments_thread_follows AFTER UPDATE OF article_id ON articles_story
FOR EACH ROW WHEN (OLD.article_id IS DISTINCT FROM NEW.article_id)
EXECUTE FUNCTION comments_thread_follows()
"""
FORGET = """
DROP TRIGGER comments_thread_follows ON articles_story;
DROP FUNCTION comments_thread_follows()
"""
LISTED_WORDS = [f"{verb}_listedword" for verb in ("view", "add", "change", "delete")]
MODERATE = ["moderate_comment", "see_writer", "view_comment", "change_thread", *LISTED_WORDS]
PERMISSIONS = {
    "Journalist": ["change_thread"],
    "Editor": MODERATE,
    "Moderator": MODERATE,
    "Administrator": [*MODERATE, "view_policy", "change_policy"],
}


def furnish(apps, schema_editor):
    """Groups that are there already get what is new; missing ones are made complete later."""
    using = schema_editor.connection.alias
    apps.get_model("comments", "Policy").objects.using(using).get_or_create(pk=1)
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=PERMISSIONS)
    if not groups:
        return
    create_permissions(installed.get_app_config("comments"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for group in groups:
        new = permissions.filter(
            content_type__app_label="comments", codename__in=PERMISSIONS[group.name]
        )
        group.permissions.add(*new)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
        ("newsroom", "0002_database"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(FOLLOW, FORGET),
        migrations.RunPython(furnish, migrations.RunPython.noop),
    ]
