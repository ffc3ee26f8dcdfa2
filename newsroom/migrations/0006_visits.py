"""When a person was at the desk last, and before that; what is to be done after a commit."""

from django.db import migrations, models

import newsroom.database


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0005_originals'),
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
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('subject', models.BigIntegerField(help_text='The id of the row that it is about.')),
                ('tries', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('due_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('ended_at', models.DateTimeField(help_text='Done, or given up.', null=True)),
                ('problem', models.CharField(blank=True, help_text='Of the last try.', max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['due_at', 'id'], name='job_due'), models.Index(fields=['ended_at'], name='job_ended')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject'), name='job_once_for_each')],
            },
        ),
    ]
