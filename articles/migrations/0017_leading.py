"""Sections that never lead by themselves; the shape of a picture on the front page."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_story_by_change'),
    ]

    operations = [
        migrations.AddField(
            model_name='section',
            name='never_leads',
            field=models.BooleanField(db_default=False, default=False, help_text='For death notices, say: its articles lead the front page only where an editor pins them there.', verbose_name='never leads by itself'),
        ),
        migrations.AddField(
            model_name='frontpin',
            name='shape',
            field=models.CharField(blank=True, choices=[('wide', 'Wide, 2 : 1'), ('square', 'Square')], db_default='', default='', max_length=6),
        ),
    ]
