"""Mistakes that readers report; the next correction of an article answers what was begun for it."""

import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import comments.models.report
import newsroom.database

# `articles` knows no report, so the database links a correction with the reports it was begun for.
ANSWER = """
CREATE FUNCTION comments_report_is_answered() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE comments_report
    SET state = 'corrected', correction_id = NEW.id,
        settled_at = newsroom_now(), settled_by_id = started_by_id
    WHERE article_id = NEW.article_id AND state = 'open' AND started_at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER comments_report_is_answered AFTER INSERT ON articles_correction
FOR EACH ROW EXECUTE FUNCTION comments_report_is_answered()
"""
FORGET = """
DROP TRIGGER comments_report_is_answered ON articles_correction;
DROP FUNCTION comments_report_is_answered()
"""
ROLES = ("Journalist", "Editor", "Administrator")


def furnish(apps, schema_editor):
    """Groups that are there already get what is new; missing ones are made complete later."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES)
    if not groups:
        return
    create_permissions(installed.get_app_config("comments"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    new = permissions.filter(content_type__app_label="comments", codename="view_report")
    for group in groups:
        group.permissions.add(*new)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_sections'),
        ('comments', '0004_sensitive'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=comments.models.report.new_token, editable=False, max_length=32, unique=True)),
                ('wording', models.PositiveIntegerField(default=1)),
                ('passage', models.TextField(blank=True)),
                ('text', models.TextField()),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('state', models.CharField(choices=[('open', 'Open'), ('corrected', 'Corrected'), ('no_change', 'No change')], default='open', max_length=9)),
                ('started_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('correction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.correction')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['article', 'id'], name='report_open'), models.Index(condition=models.Q(('email', ''), _negated=True), fields=['made_at'], name='report_with_email')],
                'constraints': [models.UniqueConstraint(fields=('article', 'fingerprint'), name='report_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='report_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'no_change'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='report_unchanged_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='report_settled_at_a_time')],
            },
        ),
        migrations.RunSQL(ANSWER, FORGET),
        migrations.RunPython(furnish, migrations.RunPython.noop),
    ]
