import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('newsroom', '0002_database'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(blank=True, max_length=80, unique=True)),
                ('sort_name', models.CharField(blank=True, help_text='Last name, first names. Left empty, it is made from the name.', max_length=140, verbose_name='listed as')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('newsroom', 'Newsroom'), ('agency', 'Agency'), ('withheld', 'Name withheld')], default='person', max_length=10)),
                ('job_title', models.CharField(blank=True, max_length=120)),
                ('short_bio', models.TextField(blank=True, help_text='One or two sentences, shown under each article.')),
                ('full_bio', models.TextField(blank=True, help_text='Shown on the author’s page. Leave a blank line between paragraphs.')),
                ('is_listed', models.BooleanField(default=False, help_text='Others appear once an article of theirs is public.', verbose_name='on the list of authors')),
                ('portrait', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='portrait_of', to='newsroom.photo')),
                ('user', models.OneToOneField(blank=True, help_text='Whose stories these are. A guest needs none.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='login')),
            ],
            options={
                'ordering': ['sort_name', 'pk'],
                'permissions': [('edit_any_author', 'Can change everyone’s author page')],
            },
        ),
        migrations.CreateModel(
            name='AuthorLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60)),
                ('url', models.URLField(validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='authors.author')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='author',
            constraint=models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='author_slug_not_empty'),
        ),
    ]
