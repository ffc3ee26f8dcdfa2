"""Which of an article's earlier wordings readers can compare."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0003_pages'),
    ]

    operations = [
        migrations.AddField(
            model_name='site',
            name='shown_changes',
            field=models.CharField(choices=[('all', 'All changes'), ('corrections', 'Corrections and clarifications only'), ('none', 'None')], default='all', help_text='What readers can compare under “What changed”. Small fixes are only counted, and what was hidden stays hidden.', max_length=11, verbose_name='earlier wordings'),
        ),
    ]
