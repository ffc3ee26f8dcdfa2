import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import newsroom.choices
import newsroom.database
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authors', '0001_initial'),
        ('newsroom', '0002_database'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Lower numbers come first.')),
            ],
            options={
                'ordering': ['order', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('slug__in', ('about', 'accounts', 'admin', 'authors', 'comments', 'corrections', 'feed', 'favicon-ico', 'healthz', 'media', 'news-sitemap', 'readyz', 'robots-txt', 'search', 'share', 'sitemap', 'static', 'tags')), _negated=True), models.Q(('slug__regex', '^[0-9]{4}$'), _negated=True), models.Q(('slug', ''), _negated=True)), name='section_slug_leads_nowhere_else', violation_error_message='This address is taken by another part of the site. Choose another slug.')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=300)),
                ('short_headline', models.CharField(blank=True, help_text='For cards. Left empty, the headline is used.', max_length=120)),
                ('share_title', models.CharField(blank=True, help_text='For search engines and shared links. Left empty, the headline is used.', max_length=160)),
                ('standfirst', models.TextField(blank=True, help_text='Left empty, cards use the first paragraph.')),
                ('body', models.TextField(blank=True)),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='place line')),
                ('kind', models.CharField(choices=[('news', 'News'), ('analysis', 'Analysis'), ('opinion', 'Opinion'), ('interview', 'Interview'), ('review', 'Review'), ('explainer', 'Explainer'), ('live', 'Live'), ('obituary', 'Obituary'), ('advertisement', 'Advertisement')], default='news', max_length=14)),
                ('language', models.CharField(choices=newsroom.choices.languages, default='en', max_length=12)),
                ('lead_caption', models.TextField(blank=True, help_text='Left empty, the picture’s own is used.', verbose_name='lead picture’s caption')),
                ('slug', models.SlugField(max_length=80)),
                ('day', models.DateField(help_text='The date in its address, in the zone of that moment.')),
                ('published_at', models.DateTimeField(null=True)),
                ('first_publication', models.CharField(choices=[('here', 'Here'), ('day', 'Earlier; the day is known'), ('time', 'Earlier; the time is known')], default='here', max_length=4)),
                ('updated_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('summary', models.TextField(help_text='The standfirst, or the first paragraph’s beginning.')),
                ('body_text', models.TextField()),
                ('search_config', newsroom.database.RegConfigField(max_length=63)),
                ('search', models.GeneratedField(db_persist=True, expression=newsroom.database.Vector('search_config', 'headline', 'standfirst', 'body_text'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('lead_photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsroom.photo', verbose_name='lead picture')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section')),
            ],
            options={
                'permissions': [('publish_article', 'Can publish own stories'), ('schedule_article', 'Can schedule, and give an earlier first publication'), ('withdraw_article', 'Can withdraw and reinstate, and change an address')],
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=300)),
                ('short_headline', models.CharField(blank=True, help_text='For cards. Left empty, the headline is used.', max_length=120)),
                ('share_title', models.CharField(blank=True, help_text='For search engines and shared links. Left empty, the headline is used.', max_length=160)),
                ('standfirst', models.TextField(blank=True, help_text='Left empty, cards use the first paragraph.')),
                ('body', models.TextField(blank=True)),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='place line')),
                ('kind', models.CharField(choices=[('news', 'News'), ('analysis', 'Analysis'), ('opinion', 'Opinion'), ('interview', 'Interview'), ('review', 'Review'), ('explainer', 'Explainer'), ('live', 'Live'), ('obituary', 'Obituary'), ('advertisement', 'Advertisement')], default='news', max_length=14)),
                ('language', models.CharField(choices=newsroom.choices.languages, default='en', max_length=12)),
                ('lead_caption', models.TextField(blank=True, help_text='Left empty, the picture’s own is used.', verbose_name='lead picture’s caption')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Approved'), ('spiked', 'Spiked')], default='draft', editable=False, max_length=10)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('published_version', models.PositiveIntegerField(editable=False, null=True)),
                ('working_title', models.CharField(blank=True, help_text='For the desk; readers never see it.', max_length=120)),
                ('commissioned_length', models.PositiveIntegerField(blank=True, help_text='In words.', null=True)),
                ('byline_choice', models.CharField(blank=True, choices=[('', 'Not chosen yet'), ('named', 'The authors named below'), ('newsroom', 'The newsroom')], default='', max_length=8, verbose_name='byline')),
                ('earlier_date', models.DateField(blank=True, help_text='Only for a piece that was published before it came here.', null=True, verbose_name='first published on')),
                ('earlier_time', models.TimeField(blank=True, help_text='In the site’s zone, if it is known.', null=True, verbose_name='at')),
                ('expires_at', models.DateTimeField(blank=True, help_text='Left empty, it stays.', null=True, verbose_name='public until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('article', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead_photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsroom.photo', verbose_name='lead picture')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section')),
            ],
            options={
                'verbose_name_plural': 'stories',
                'ordering': ['-changed_at', '-pk'],
                'permissions': [('edit_any_story', 'Can change everyone’s stories')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('named', 'Named'), ('handed_over', 'Handed over'), ('published', 'Published'), ('restored', 'Restored'), ('conflict', 'Set aside in a conflict')], max_length=12)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('version', models.PositiveIntegerField(help_text='The story’s version it was taken of.')),
                ('content', models.JSONField()),
                ('made_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='articles.story')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryByline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('text', 'Text'), ('both', 'Text and pictures'), ('pictures', 'Pictures'), ('reporting', 'Additional reporting'), ('translation', 'Translation')], default='text', max_length=12)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='authors.author')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.story')),
            ],
            options={
                'verbose_name': 'byline',
                'ordering': ['order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StoryPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='story_photos', to='newsroom.photo')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='story_photos', to='articles.story')),
            ],
        ),
        migrations.CreateModel(
            name='StoryTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(db_column='story_id', on_delete=django.db.models.deletion.CASCADE, related_name='story_tags', to='articles.story')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='story_tags', to='articles.tag')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='story',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='articles.StoryTag', to='articles.Tag', verbose_name='Tags'),
        ),
        migrations.CreateModel(
            name='ArticleTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(null=True)),
                ('content_object', models.ForeignKey(db_column='article_id', on_delete=django.db.models.deletion.CASCADE, related_name='article_tags', to='articles.article')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='article_tags', to='articles.tag')),
            ],
            options={
                'ordering': ['pk'],
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('version', models.PositiveIntegerField()),
                ('before', models.CharField(max_length=10)),
                ('after', models.CharField(max_length=10)),
                ('note', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(db_default=newsroom.database.Now())),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.revision')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='articles.story')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('gone', 'Withdrawn (410)'), ('moved', 'Moved (301)')], max_length=5)),
                ('reason', models.TextField(blank=True, help_text='What readers are told.')),
                ('made_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='articles.article')),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('path', 'kind'), name='address_leads_one_way'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'gone'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='address_gone_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ArticlePhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_photos', to='articles.article')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='article_photos', to='newsroom.photo')),
            ],
            options={
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('article', 'photo'), name='article_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('text', 'Text'), ('both', 'Text and pictures'), ('pictures', 'Pictures'), ('reporting', 'Additional reporting'), ('translation', 'Translation')], default='text', max_length=12)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('published_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='authors.author')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'abstract': False,
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['author', 'published_at', 'article'], name='byline_by_author')],
                'constraints': [models.UniqueConstraint(fields=('article', 'author'), name='byline_author_once')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update')], default='correction', max_length=14)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='articles.article')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='correction_says_something')],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['published_at', 'id'], name='article_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['section', 'published_at', 'id'], name='article_by_section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(models.F('search'), name='article_search'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('day', 'slug'), name='article_address_unique', violation_error_message='Another article of that day has this address.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('published_at__isnull', False), _connector='OR'), name='article_withdrawn_was_published'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='article_expires_after_publication'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('headline', ''), _negated=True)), name='article_has_headline_and_slug'),
        ),
        migrations.AddConstraint(
            model_name='storybyline',
            constraint=models.UniqueConstraint(fields=('story', 'author'), name='story_byline_author_once', violation_error_message='An author stands in a byline once.'),
        ),
        migrations.AddConstraint(
            model_name='storyphoto',
            constraint=models.UniqueConstraint(fields=('story', 'photo'), name='story_photo_once'),
        ),
        migrations.AddConstraint(
            model_name='storytag',
            constraint=models.UniqueConstraint(fields=('content_object', 'tag'), name='story_tag_once'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(fields=['status', '-changed_at'], name='story_by_status'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('headline'), 'gin_trgm_ops'), name='story_find_headline'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('working_title'), 'gin_trgm_ops'), name='story_find_working_title'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('standfirst'), 'gin_trgm_ops'), name='story_find_standfirst'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('body'), 'gin_trgm_ops'), name='story_find_body'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'spiked'), _negated=True), ('article__isnull', True), _connector='OR'), name='story_spiked_was_never_public'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(('earlier_time__isnull', True), ('earlier_date__isnull', False), _connector='OR'), name='story_time_needs_date', violation_error_message='A time of first publication needs its date.'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(('published_version__isnull', True), ('article__isnull', False), _connector='OR'), name='story_published_has_article'),
        ),
        migrations.AddIndex(
            model_name='articletag',
            index=models.Index(fields=['tag', 'published_at', 'content_object'], name='article_by_tag'),
        ),
        migrations.AddConstraint(
            model_name='articletag',
            constraint=models.UniqueConstraint(fields=('content_object', 'tag'), name='article_tag_once'),
        ),
    ]
