"""The mark “Developing” with its end, the dated lines, what happened lately, who wants mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.page_triggers import watch

# When what readers see changes next by itself. Kept as one function, so that a page asks once.
NEXT = """
CREATE OR REPLACE FUNCTION newsroom_next_change() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT least(
        (SELECT min(published_at) FROM articles_article
         WHERE published_at > newsroom_now() AND withdrawn_at IS NULL),
        (SELECT min(expires_at) FROM articles_article
         WHERE expires_at > newsroom_now() AND withdrawn_at IS NULL AND published_at IS NOT NULL)%s
    )
$$
"""
DEVELOPING = """,
        (SELECT min(developing_until) FROM articles_article
         WHERE developing_until > newsroom_now() AND withdrawn_at IS NULL)"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='developing_until',
            field=models.DateTimeField(help_text='Until then pages say “Developing”, if it was not ended before.', null=True),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('developing_until__isnull', False)), fields=['developing_until'], name='article_developing'),
        ),
        migrations.CreateModel(
            name='Development',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('passage', models.CharField(blank=True, help_text='The anchor of the passage that tells more.', max_length=120)),
                ('number', models.PositiveIntegerField(default=1, help_text='Of its wordings, from 1 on.')),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='developments', to='articles.article')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='development',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='development_says_something'),
        ),
        migrations.RunSQL(NEXT % DEVELOPING, NEXT % ""),
        watch('articles_development'),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(fields=['made_at'], name='transition_newest'),
        ),
        migrations.CreateModel(
            name='MailWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('submitted', 'Submitted'), ('sent_back', 'Sent back'), ('assigned', 'Assigned to you'), ('mentioned', 'You are mentioned')], max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_wishes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='mail_wish_once')],
            },
        ),
    ]
