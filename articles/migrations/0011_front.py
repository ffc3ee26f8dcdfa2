"""Front pages that editors arrange, the banner over them, and who may: also in existing groups."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import newsroom.database
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from newsroom.page_triggers import watch

ROLES = ("Editor", "Administrator")


def furnish(apps, schema_editor):
    """Groups that are there already get what is new; missing ones are made complete later."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES)
    if not groups:
        return
    create_permissions(installed.get_app_config("articles"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    arrange = permissions.get(content_type__app_label="articles", codename="arrange_front")
    for group in groups:
        group.permissions.add(arrange)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_developing'),
        ('newsroom', '0004_changes'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=140)),
                ('begins_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('ends_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-pk'],
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Front',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('is_live', models.BooleanField(default=True)),
                ('changes', models.CharField(help_text='Against the one before, in words.', max_length=200)),
                ('made_at', models.DateTimeField(db_default=newsroom.database.Now())),
            ],
            options={
                'verbose_name': 'front page',
                'verbose_name_plural': 'front page',
                'ordering': ['-number'],
                'permissions': [('arrange_front', 'Can arrange front pages and put up the banner')],
            },
        ),
        migrations.CreateModel(
            name='FrontDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base', models.PositiveIntegerField(help_text='The number of the front it began from.')),
                ('slots', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField(db_default=newsroom.database.Now())),
            ],
        ),
        migrations.CreateModel(
            name='FrontPin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('begins_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('ends_at', models.DateTimeField()),
                ('headline', models.CharField(blank=True, max_length=120)),
                ('kicker', models.CharField(blank=True, max_length=40)),
                ('crop', models.CharField(blank=True, choices=[('top', 'Keep the top'), ('bottom', 'Keep the bottom'), ('left', 'Keep the left side'), ('right', 'Keep the right side')], max_length=6)),
            ],
            options={
                'ordering': ['place'],
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('first_publication', 'here')), fields=['published_at', 'id'], name='article_news'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('first_publication', 'here')), fields=['section', 'published_at', 'id'], name='article_news_by_section'),
        ),
        migrations.AddField(
            model_name='banner',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='banner',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='front',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='front',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='frontdraft',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='frontdraft',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='frontpin',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='frontpin',
            name='front',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.front'),
        ),
        migrations.AddConstraint(
            model_name='banner',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('begins_at', 'ends_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='banner_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='banner',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='banner_ends_after_begin'),
        ),
        migrations.AddConstraint(
            model_name='banner',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='banner_says_something'),
        ),
        migrations.AddConstraint(
            model_name='front',
            constraint=models.UniqueConstraint(fields=('section', 'number'), name='front_number_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='front',
            constraint=models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('section',), name='front_live_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='frontdraft',
            constraint=models.UniqueConstraint(fields=('section', 'user'), name='front_draft_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='frontpin',
            constraint=models.UniqueConstraint(fields=('front', 'place'), name='pin_one_a_place'),
        ),
        migrations.AddConstraint(
            model_name='frontpin',
            constraint=models.UniqueConstraint(fields=('front', 'article'), name='pin_article_once'),
        ),
        migrations.AddConstraint(
            model_name='frontpin',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='pin_ends_after_begin'),
        ),
        migrations.AddConstraint(
            model_name='frontpin',
            constraint=models.CheckConstraint(condition=models.Q(('place__lt', 6)), name='pin_place_is_there'),
        ),
        # A working copy is no table of readers: it says nothing.
        watch("articles_front", key="'front'"),
        watch("articles_frontpin", key="'front'"),
        watch("articles_banner", key="'front'"),
        migrations.RunPython(furnish, migrations.RunPython.noop),
    ]
