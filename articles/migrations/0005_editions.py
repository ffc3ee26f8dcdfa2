"""The wordings of a changed article, and corrections that are amended."""

import django.db.models.deletion
from django.db import migrations, models

from newsroom.page_triggers import watch


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('change', models.CharField(choices=[('first', 'First publication'), ('small_fix', 'Small fix'), ('update', 'Update'), ('correction', 'Correction'), ('clarification', 'Clarification')], max_length=13)),
                ('made_at', models.DateTimeField()),
                ('headline', models.CharField(blank=True, max_length=300)),
                ('standfirst', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('is_shown', models.BooleanField(default=True)),
                ('hidden_because', models.CharField(blank=True, choices=[('legal', 'Legal reasons'), ('privacy', 'Privacy'), ('safety', 'Safety')], help_text='For the desk; readers never see it.', max_length=7)),
            ],
            options={
                'ordering': ['number'],
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='correction',
            name='amends',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='amendment', to='articles.correction'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['made_at', 'id'], name='correction_newest'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('amends__isnull', True), models.Q(('amends', models.F('pk')), _negated=True), _connector='OR'), name='correction_amends_another'),
        ),
        migrations.AddField(
            model_name='edition',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='articles.article'),
        ),
        migrations.AddField(
            model_name='edition',
            name='correction',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='edition', to='articles.correction'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='edition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change', 'first'), ('number', 1)), models.Q(('number__gt', 1), models.Q(('change', 'first'), _negated=True)), _connector='OR'), name='edition_first_is_first'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_because', ''), ('is_shown', True)), models.Q(('body', ''), ('headline', ''), ('is_shown', False), ('standfirst', ''), models.Q(('hidden_because', ''), _negated=True)), _connector='OR'), name='edition_hidden_has_no_words'),
        ),
        watch('articles_edition'),
    ]
