"""Which rows of the paper readers could see, and when the next one comes or goes by itself."""

from django.db import migrations, models

from newsroom.page_triggers import watch

NEXT = """
CREATE OR REPLACE FUNCTION newsroom_next_change() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT least(
        (SELECT min(published_at) FROM articles_article
         WHERE published_at > newsroom_now() AND withdrawn_at IS NULL),
        (SELECT min(expires_at) FROM articles_article
         WHERE expires_at > newsroom_now() AND withdrawn_at IS NULL AND published_at IS NOT NULL)
    )
$$
"""
NONE = """
CREATE OR REPLACE FUNCTION newsroom_next_change() RETURNS timestamptz
LANGUAGE sql STABLE AS 'SELECT NULL::timestamptz'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("authors", "0001_initial"),
        ("newsroom", "0003_pages"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["expires_at"],
                name="article_expiring",
                condition=models.Q(expires_at__isnull=False),
            ),
        ),
        migrations.RunSQL(NEXT, NONE),
        # A scheduled article counts, too: it sets the moment at which pages end.
        watch("articles_article", "r.published_at IS NOT NULL"),
        watch("articles_byline"),
        watch("articles_articletag"),
        watch("articles_articlephoto"),
        watch("articles_correction"),
        watch("articles_address"),
        watch("articles_section"),
        watch("articles_tag", alone="false"),
        watch("authors_author", unseen=("user_id",), alone="r.is_listed"),
        watch("authors_authorlink"),
        watch("newsroom_photo", unseen=("uploaded_by_id", "uploaded_at"), alone="false"),
    ]
