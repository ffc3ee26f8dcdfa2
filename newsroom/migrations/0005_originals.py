"""What became of a photo's original, and whether the photo is a sensitive story's."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0004_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='is_confidential',
            field=models.BooleanField(db_default=False, default=False, help_text='In the library only you see it, and whoever sees a story that shows it. The original, with where and when it was taken, is destroyed at once.', verbose_name='for a sensitive story'),
        ),
        migrations.AddField(
            model_name='photo',
            name='original',
            field=models.CharField(choices=[('kept', 'Kept, private'), ('going', 'About to be destroyed'), ('gone', 'Destroyed')], db_default='kept', default='kept', editable=False, max_length=5),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('original__in', ['kept', 'going', 'gone'])), name='photo_original_is_known'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('original', 'going')), fields=['id'], name='photo_original_going'),
        ),
    ]
