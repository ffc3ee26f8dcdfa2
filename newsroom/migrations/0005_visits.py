"""When a person was at the desk last, and until when they had been there before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0004_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='desk_seen_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='desk_left_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
