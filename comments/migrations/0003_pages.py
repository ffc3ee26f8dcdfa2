"""A conversation's page changes with what readers see of it; a waiting comment changes nothing."""

from django.db import migrations

from newsroom.page_triggers import watch

OF_ARTICLE = "'thread:' || r.article_id"
UNSEEN = ("email", "user_id", "fingerprint", "address", "version")


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_rules"), ("newsroom", "0003_pages")]

    operations = [
        watch(
            "comments_comment",
            "r.status IN ('approved', 'removed')",
            key=OF_ARTICLE,
            unseen=UNSEEN,
        ),
        watch("comments_thread", "r.article_id IS NOT NULL", key=OF_ARTICLE),
        watch("comments_policy"),
    ]
