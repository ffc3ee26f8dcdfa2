"""Sensitive stories: the switch, whom a story names, and what the database holds of it by itself.

Every trigger refuses with `restrict_violation` and a sentence that people may read.
"""

import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import newsroom.database

# With the path of today: a restore empties its own.
TRIGGER = "RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
REFUSE = "USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sensitive'"
IS_SENSITIVE = "SELECT 1 FROM articles_story s WHERE s.is_sensitive AND s.id"

# The article's mark is its story's. The story's trigger only touches the article's row, and the
# article's own trigger, the last before the row is written, sets the mark: so it is no change in
# the eyes of the trigger that keeps what is on legal hold.
ARTICLE = f"""
CREATE FUNCTION articles_article_is_sensitive() {TRIGGER} AS $$
BEGIN
    NEW.is_sensitive := EXISTS (
        SELECT 1 FROM articles_story s WHERE s.is_sensitive AND s.article_id = NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER articles_article_is_sensitive BEFORE UPDATE ON articles_article
FOR EACH ROW EXECUTE FUNCTION articles_article_is_sensitive();

CREATE FUNCTION articles_article_learns_sensitive() {TRIGGER} AS $$
BEGIN
    UPDATE articles_article SET is_sensitive = is_sensitive
    WHERE id = NEW.article_id AND is_sensitive IS DISTINCT FROM NEW.is_sensitive;
    RETURN NULL;
END $$;
CREATE TRIGGER articles_article_learns_sensitive AFTER INSERT OR UPDATE OF article_id, is_sensitive
ON articles_story FOR EACH ROW WHEN (NEW.article_id IS NOT NULL)
EXECUTE FUNCTION articles_article_learns_sensitive()
"""
PEOPLE = f"""
CREATE FUNCTION articles_story_names_owner() {TRIGGER} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM articles_storyperson p
                   WHERE p.story_id = NEW.id AND p.user_id = NEW.owner_id) THEN
        RAISE EXCEPTION 'A sensitive story names its owner. Name the new one first.' {REFUSE};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_story_names_owner BEFORE INSERT OR UPDATE OF owner_id, is_sensitive
ON articles_story FOR EACH ROW WHEN (NEW.is_sensitive)
EXECUTE FUNCTION articles_story_names_owner();

-- A spiked story is erased with all that hangs on it.
CREATE FUNCTION articles_person_stays() {TRIGGER} AS $$
BEGIN
    IF EXISTS ({IS_SENSITIVE} = OLD.story_id AND s.owner_id = OLD.user_id
               AND s.status <> 'spiked') THEN
        RAISE EXCEPTION 'A sensitive story names its owner. Give it to somebody else first.'
        {REFUSE};
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER articles_person_stays BEFORE UPDATE OR DELETE ON articles_storyperson
FOR EACH ROW EXECUTE FUNCTION articles_person_stays()
"""
LINKS = f"""
CREATE FUNCTION articles_link_stays_inside() {TRIGGER} AS $$
BEGIN
    IF NEW.revoked_at IS NULL AND EXISTS ({IS_SENSITIVE} = NEW.story_id) THEN
        RAISE EXCEPTION 'The story is sensitive: nobody outside can read it.' {REFUSE};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_link_stays_inside BEFORE INSERT OR UPDATE ON articles_sharelink
FOR EACH ROW EXECUTE FUNCTION articles_link_stays_inside()
"""
# What a legal hold keeps, down to a picture that only a kept text shows, keeps its original: it
# stays as it is without a word, since the other pictures of the same story are to go.
ORIGINALS = f"""
CREATE FUNCTION articles_original_is_kept() {TRIGGER} AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM articles_legalhold h
        JOIN articles_story s ON s.id = h.story_id
        LEFT JOIN articles_article a ON a.id = s.article_id
        WHERE h.released_at IS NULL AND (
            OLD.id IN (s.lead_photo_id, a.lead_photo_id)
            OR EXISTS (SELECT 1 FROM articles_storyphoto p
                       WHERE p.story_id = s.id AND p.photo_id = OLD.id)
            OR EXISTS (SELECT 1 FROM articles_articlephoto p
                       WHERE p.article_id = a.id AND p.photo_id = OLD.id)
            OR EXISTS (SELECT 1 FROM articles_revision r WHERE r.story_id = s.id AND (
                r.content->>'lead_photo_id' = OLD.id::text
                OR strpos(r.content->>'body', OLD.token) > 0))
        )
    ) THEN
        NEW.original := 'kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_original_is_kept BEFORE UPDATE OF original ON newsroom_photo
FOR EACH ROW WHEN (OLD.original = 'kept' AND NEW.original <> 'kept')
EXECUTE FUNCTION articles_original_is_kept();

CREATE FUNCTION articles_original_is_gone() {TRIGGER} AS $$
BEGIN
    RAISE EXCEPTION 'An original that was destroyed does not come back.' {REFUSE};
END $$;
CREATE TRIGGER articles_original_is_gone BEFORE UPDATE OF original ON newsroom_photo
FOR EACH ROW WHEN (OLD.original <> 'kept' AND NEW.original NOT IN (OLD.original, 'gone'))
EXECUTE FUNCTION articles_original_is_gone()
"""
UNDO = """
DROP TRIGGER articles_article_is_sensitive ON articles_article;
DROP FUNCTION articles_article_is_sensitive();
DROP TRIGGER articles_article_learns_sensitive ON articles_story;
DROP FUNCTION articles_article_learns_sensitive();
DROP TRIGGER articles_story_names_owner ON articles_story;
DROP FUNCTION articles_story_names_owner();
DROP TRIGGER articles_person_stays ON articles_storyperson;
DROP FUNCTION articles_person_stays();
DROP TRIGGER articles_link_stays_inside ON articles_sharelink;
DROP FUNCTION articles_link_stays_inside();
DROP TRIGGER articles_original_is_kept ON newsroom_photo;
DROP FUNCTION articles_original_is_kept();
DROP TRIGGER articles_original_is_gone ON newsroom_photo;
DROP FUNCTION articles_original_is_gone()
"""


def furnish(apps, schema_editor):
    """Administrators that are there already get what is new; a missing group is made later."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name="Administrator")
    if not groups:
        return
    create_permissions(installed.get_app_config("articles"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    new = permissions.filter(content_type__app_label="articles", codename="let_in_story")
    for group in groups:
        group.permissions.add(*new)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_front'),
        ('newsroom', '0005_originals'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='story',
            options={'ordering': ['-changed_at', '-pk'], 'permissions': [('edit_any_story', 'Can change everyone’s stories'), ('embargo_story', 'Can set an embargo, and release one early with another editor'), ('hold_story', 'Can set a legal hold'), ('let_in_story', 'Can be let into a sensitive story, which is told to those it names')], 'verbose_name_plural': 'stories'},
        ),
        migrations.AddField(
            model_name='article',
            name='is_sensitive',
            field=models.BooleanField(db_default=False, default=False, help_text='The story’s, kept in step by triggers. It stands in no automatic list.'),
        ),
        migrations.AddField(
            model_name='story',
            name='is_sensitive',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='story',
            name='comments_while_sensitive',
            field=models.CharField(blank=True, choices=[('premoderated', 'Each comment is read first'), ('closed', 'Closed')], db_default='', editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name='story',
            name='originals_kept_because',
            field=models.TextField(blank=True, db_default='', editable=False),
        ),
        migrations.AlterField(
            model_name='mark',
            name='kind',
            field=models.CharField(choices=[('mentioned', 'mentioned you in'), ('assigned', 'assigned you'), ('submitted', 'submitted'), ('sent_back', 'sent back'), ('approved', 'approved'), ('named', 'named you to see'), ('let_in', 'was let into')], max_length=10),
        ),
        migrations.CreateModel(
            name='StoryPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='articles.story')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('story', 'user'), name='story_person_once')],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('is_sensitive', True)), fields=['id'], name='article_sensitive'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('is_sensitive', True)), fields=['id'], name='story_sensitive'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comments_while_sensitive', ''), ('is_sensitive', False), ('originals_kept_because', '')), models.Q(('is_sensitive', True), models.Q(('comments_while_sensitive', ''), _negated=True)), _connector='OR'), name='story_sensitive_with_its_choices'),
        ),
        migrations.RunSQL([ARTICLE, PEOPLE, LINKS, ORIGINALS], UNDO),
        migrations.RunPython(furnish, migrations.RunPython.noop),
    ]
