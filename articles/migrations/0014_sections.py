"""The addresses that sections had: each leads to its section for good."""

import django.db.models.deletion
from django.db import migrations, models

import newsroom.database
from newsroom.page_triggers import watch

# Whoever renames a section, the shell and SQL included, leaves the old address behind; what a
# section has now is nobody's old address.
LEAVES = """
CREATE FUNCTION articles_section_leaves_address() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM articles_sectionaddress WHERE slug = NEW.slug;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO articles_sectionaddress (slug, section_id, made_at)
        SELECT OLD.slug, NEW.id, newsroom_now()
        WHERE NOT EXISTS (SELECT 1 FROM articles_section WHERE slug = OLD.slug)
        ON CONFLICT (slug) DO UPDATE SET section_id = NEW.id, made_at = newsroom_now();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER articles_section_arrives AFTER INSERT ON articles_section
FOR EACH ROW EXECUTE FUNCTION articles_section_leaves_address();
CREATE TRIGGER articles_section_leaves_address AFTER UPDATE OF slug ON articles_section
FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION articles_section_leaves_address()
"""
STAYS = """
DROP TRIGGER articles_section_arrives ON articles_section;
DROP TRIGGER articles_section_leaves_address ON articles_section;
DROP FUNCTION articles_section_leaves_address()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_article_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='SectionAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('made_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='articles.section')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='section_address_is_one')],
            },
        ),
        migrations.RunSQL(LEAVES, STAYS),
        watch('articles_sectionaddress'),
    ]
