"""Embargoes and legal holds, and the triggers by which the database keeps them itself.

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
REFUSE = "USING ERRCODE = 'restrict_violation', CONSTRAINT"
HELD = "SELECT 1 FROM articles_legalhold h WHERE h.released_at IS NULL AND h.story_id"
NOT_OUT = "It is on legal hold: nothing of it goes out until a named person releases it."
NOT_ERASED = "It is on legal hold: nothing of it can be erased until a named person releases it."

# An article's embargo is its story's, and only while it is to come: once it is over, no date that
# moves is in its way. A row that is new has no story yet; the link brings the story's embargo.
ARTICLE = f"""
CREATE FUNCTION articles_article_is_held() {TRIGGER} AS $$
DECLARE of_story record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT id, embargoed_until INTO of_story FROM articles_story WHERE article_id = NEW.id;
        IF FOUND THEN
            NEW.embargoed_until := of_story.embargoed_until;
            -- It may be taken from readers; nothing new may go to them. The generated column is
            -- not there yet.
            IF NEW.published_at IS NOT NULL AND NEW.withdrawn_at IS NULL
               AND EXISTS ({HELD} = of_story.id)
               AND to_jsonb(NEW) - ARRAY['embargoed_until', 'search']
                   IS DISTINCT FROM to_jsonb(OLD) - ARRAY['embargoed_until', 'search'] THEN
                RAISE EXCEPTION '{NOT_OUT}' {REFUSE} = 'legal_hold';
            END IF;
        END IF;
    END IF;
    IF NEW.embargoed_until <= newsroom_now() THEN
        NEW.embargoed_until := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_article_is_held BEFORE INSERT OR UPDATE ON articles_article
FOR EACH ROW EXECUTE FUNCTION articles_article_is_held();

CREATE FUNCTION articles_correction_is_held() {TRIGGER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM articles_story s WHERE s.article_id = NEW.article_id
               AND EXISTS ({HELD} = s.id)) THEN
        RAISE EXCEPTION '{NOT_OUT}' {REFUSE} = 'legal_hold';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_correction_is_held BEFORE INSERT ON articles_correction
FOR EACH ROW EXECUTE FUNCTION articles_correction_is_held()
"""
STORY = f"""
CREATE FUNCTION articles_story_is_held() {TRIGGER} AS $$
BEGIN
    IF NEW.article_id IS NOT NULL AND NEW.article_id IS DISTINCT FROM OLD.article_id
       AND EXISTS ({HELD} = NEW.id) THEN
        RAISE EXCEPTION '{NOT_OUT}' {REFUSE} = 'legal_hold';
    END IF;
    IF OLD.embargoed_until > newsroom_now()
       AND coalesce(NEW.embargoed_until < OLD.embargoed_until, true)
       AND NOT coalesce(OLD.embargo_set_at > newsroom_now() - interval '10 minutes', false)
       AND NOT EXISTS (SELECT 1 FROM articles_earlyrelease r WHERE r.story_id = OLD.id
                       AND r.until = OLD.embargoed_until AND r.released_at IS NOT NULL) THEN
        RAISE EXCEPTION 'It is under embargo: an earlier time, or none, takes two editors.'
        {REFUSE} = 'embargo';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_story_is_held BEFORE UPDATE OF article_id, embargoed_until ON articles_story
FOR EACH ROW EXECUTE FUNCTION articles_story_is_held();

CREATE FUNCTION articles_article_follows() {TRIGGER} AS $$
DECLARE until timestamptz := NEW.embargoed_until;
BEGIN
    IF until <= newsroom_now() THEN
        until := NULL;
    END IF;
    UPDATE articles_article SET embargoed_until = until
    WHERE id = NEW.article_id AND embargoed_until IS DISTINCT FROM until;
    RETURN NULL;
END $$;
CREATE TRIGGER articles_article_follows AFTER INSERT OR UPDATE OF article_id, embargoed_until
ON articles_story FOR EACH ROW WHEN (NEW.article_id IS NOT NULL)
EXECUTE FUNCTION articles_article_follows()
"""
ERASING = f"""
CREATE FUNCTION articles_story_is_kept() {TRIGGER} AS $$
BEGIN
    IF EXISTS ({HELD} = OLD.id) THEN
        RAISE EXCEPTION '{NOT_ERASED}' {REFUSE} = 'legal_hold';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER articles_story_is_kept BEFORE DELETE ON articles_story
FOR EACH ROW EXECUTE FUNCTION articles_story_is_kept();

CREATE FUNCTION articles_history_is_kept() {TRIGGER} AS $$
BEGIN
    IF EXISTS ({HELD} = OLD.story_id) THEN
        RAISE EXCEPTION '{NOT_ERASED}' {REFUSE} = 'legal_hold';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER articles_revision_is_kept BEFORE UPDATE OR DELETE ON articles_revision
FOR EACH ROW EXECUTE FUNCTION articles_history_is_kept();
CREATE TRIGGER articles_transition_is_kept BEFORE UPDATE OR DELETE ON articles_transition
FOR EACH ROW EXECUTE FUNCTION articles_history_is_kept();

-- A picture that only a kept text shows counts, too.
CREATE FUNCTION articles_photo_is_kept() {TRIGGER} AS $$
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
        RAISE EXCEPTION 'A story with this picture is on legal hold, so the picture stays.'
        {REFUSE} = 'legal_hold';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER articles_photo_is_kept BEFORE DELETE ON newsroom_photo
FOR EACH ROW EXECUTE FUNCTION articles_photo_is_kept()
"""
HOLD = f"""
CREATE FUNCTION articles_hold_is_kept() {TRIGGER} AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.released_at IS NULL THEN
            RAISE EXCEPTION '{NOT_ERASED}' {REFUSE} = 'legal_hold';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM articles_legalhold_releasers r
        WHERE r.legalhold_id = OLD.id AND r.user_id = NEW.released_by_id
    ) THEN
        RAISE EXCEPTION 'Only those whom the legal hold names may release it.'
        {REFUSE} = 'legal_hold';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_hold_is_kept BEFORE UPDATE OR DELETE ON articles_legalhold
FOR EACH ROW EXECUTE FUNCTION articles_hold_is_kept();

CREATE FUNCTION articles_releaser_is_kept() {TRIGGER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM articles_legalhold h
               WHERE h.id = OLD.legalhold_id AND h.released_at IS NULL) THEN
        RAISE EXCEPTION 'A legal hold keeps those whom it names.' {REFUSE} = 'legal_hold';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER articles_releaser_is_kept BEFORE UPDATE OR DELETE ON articles_legalhold_releasers
FOR EACH ROW EXECUTE FUNCTION articles_releaser_is_kept()
"""
UNDO = """
DROP TRIGGER articles_article_is_held ON articles_article;
DROP FUNCTION articles_article_is_held();
DROP TRIGGER articles_correction_is_held ON articles_correction;
DROP FUNCTION articles_correction_is_held();
DROP TRIGGER articles_story_is_held ON articles_story;
DROP FUNCTION articles_story_is_held();
DROP TRIGGER articles_article_follows ON articles_story;
DROP FUNCTION articles_article_follows();
DROP TRIGGER articles_story_is_kept ON articles_story;
DROP FUNCTION articles_story_is_kept();
DROP TRIGGER articles_revision_is_kept ON articles_revision;
DROP TRIGGER articles_transition_is_kept ON articles_transition;
DROP FUNCTION articles_history_is_kept();
DROP TRIGGER articles_photo_is_kept ON newsroom_photo;
DROP FUNCTION articles_photo_is_kept();
DROP TRIGGER articles_hold_is_kept ON articles_legalhold;
DROP FUNCTION articles_hold_is_kept();
DROP TRIGGER articles_releaser_is_kept ON articles_legalhold_releasers;
DROP FUNCTION articles_releaser_is_kept()
"""
GROUPS = ("Editor", "Administrator")
PERMISSIONS = ("embargo_story", "hold_story")


def furnish(apps, schema_editor):
    """Groups that are there already get what is new; missing ones are made complete later."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS)
    if not groups:
        return
    create_permissions(installed.get_app_config("articles"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    new = permissions.filter(content_type__app_label="articles", codename__in=PERMISSIONS)
    for group in groups:
        group.permissions.add(*new)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_editions'),
        ('newsroom', '0003_pages'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlyRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(help_text='The embargo it is about.')),
                ('reason', models.TextField()),
                ('asked_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('released_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField()),
                ('set_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('released_at', models.DateTimeField(null=True)),
                ('release_note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='story',
            options={'ordering': ['-changed_at', '-pk'], 'permissions': [('edit_any_story', 'Can change everyone’s stories'), ('embargo_story', 'Can set an embargo, and release one early with another editor'), ('hold_story', 'Can set a legal hold')], 'verbose_name_plural': 'stories'},
        ),
        migrations.AddField(
            model_name='article',
            name='embargoed_until',
            field=models.DateTimeField(help_text='The story’s, while it is to come: triggers keep it in step.', null=True),
        ),
        migrations.AddField(
            model_name='story',
            name='embargo_set_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='story',
            name='embargo_set_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='story',
            name='embargoed_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('named', 'Named'), ('handed_over', 'Handed over'), ('approved', 'Approved'), ('published', 'Published'), ('restored', 'Restored'), ('conflict', 'Set aside in a conflict'), ('held', 'Kept at a legal hold')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', False), ('embargoed_until__isnull', True), ('published_at__isnull', True), ('published_at__gte', models.F('embargoed_until')), _connector='OR'), name='article_keeps_embargo', violation_error_message='It is under embargo: nothing goes out before its time.'),
        ),
        migrations.AddField(
            model_name='earlyrelease',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earlyrelease',
            name='released_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earlyrelease',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='early_releases', to='articles.story'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='released_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='releasers',
            field=models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='set_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='articles.story'),
        ),
        migrations.AddConstraint(
            model_name='earlyrelease',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('story',), name='early_release_one_open'),
        ),
        migrations.AddConstraint(
            model_name='earlyrelease',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False), models.Q(('released_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='early_release_takes_two', violation_error_message='An early release takes two different editors.'),
        ),
        migrations.AddConstraint(
            model_name='earlyrelease',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='early_release_says_why'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('story',), name='legal_hold_one_open'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False), models.Q(('release_note', ''), _negated=True)), _connector='OR'), name='legal_hold_released_with_a_note'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='legal_hold_says_why'),
        ),
        migrations.RunSQL([ARTICLE, STORY, ERASING, HOLD], UNDO),
        migrations.RunPython(furnish, migrations.RunPython.noop),
    ]
