"""Standing pages, linked at the foot of every page; administrators there already may edit them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import newsroom.database
from newsroom.page_triggers import watch


def furnish(apps, schema_editor):
    """Administrators that are there already get what is new; a missing group is made later."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name="Administrator")
    if not groups:
        return
    create_permissions(installed.get_app_config("newsroom"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    new = permissions.filter(content_type__app_label="newsroom", codename__endswith="_standingpage")
    for group in groups:
        group.permissions.add(*new)


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0006_visits'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='StandingPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Lower numbers come first.')),
                ('is_published', models.BooleanField(default=False, help_text='It is linked at the foot of every page. Unticked, its address leads nowhere.', verbose_name='readers see it')),
                ('was_published', models.BooleanField(default=False, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(db_default=newsroom.database.Now(), editable=False)),
            ],
            options={
                'ordering': ['order', 'title'],
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('slug__in', ('feed',)), _negated=True)), name='standing_page_slug_leads_nowhere_else', violation_error_message='This address leads elsewhere. Choose another.'), models.CheckConstraint(condition=models.Q(('is_published', False), models.Q(('body', ''), _negated=True), _connector='OR'), name='standing_page_says_something', violation_error_message='Write the text before readers see the page.'), models.CheckConstraint(condition=models.Q(('is_published', False), ('was_published', True), _connector='OR'), name='standing_page_remembers')],
            },
        ),
        watch('newsroom_standingpage', 'r.is_published', unseen=('version',)),
        migrations.RunPython(furnish, migrations.RunPython.noop),
    ]
