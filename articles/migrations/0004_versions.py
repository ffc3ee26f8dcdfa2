"""An approval keeps its words; who has a story open is noted in a table that is not logged."""

import django.db.models.deletion
import newsroom.database
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('named', 'Named'), ('handed_over', 'Handed over'), ('approved', 'Approved'), ('published', 'Published'), ('restored', 'Restored'), ('conflict', 'Set aside in a conflict')], max_length=12),
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.story')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('story', 'user'), name='presence_person_once')],
            },
        ),
        migrations.RunSQL("ALTER TABLE articles_presence SET UNLOGGED", migrations.RunSQL.noop),
    ]
