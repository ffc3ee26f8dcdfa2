import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import newsroom.choices
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(editable=False, max_length=32, unique=True)),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
                ('alt', models.CharField(blank=True, help_text='Say what the picture shows, in a sentence.', max_length=500, verbose_name='text for those who cannot see it')),
                ('is_decorative', models.BooleanField(default=False, help_text='It shows nothing that a reader could miss.', verbose_name='decorative')),
                ('credit', models.CharField(blank=True, help_text='Who made it, as readers see it.', max_length=200)),
                ('caption', models.TextField(blank=True)),
                ('kind', models.CharField(choices=[('photograph', 'Photograph'), ('file', 'File picture'), ('handout', 'Handout'), ('screenshot', 'Screenshot'), ('illustration', 'Illustration'), ('machine', 'Machine-made')], default='photograph', max_length=12)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'permissions': [('edit_any_photo', 'Can change everyone’s photos')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Newsroom', max_length=80)),
                ('tagline', models.CharField(blank=True, max_length=160)),
                ('language', models.CharField(choices=newsroom.choices.languages, default='en', max_length=12)),
                ('zone', models.CharField(choices=newsroom.choices.zones, default='UTC', help_text='Times are shown in it and new addresses made with it; existing addresses stay.', max_length=64, verbose_name='time zone')),
                ('about', models.TextField(blank=True, help_text='Shown at the foot of every page.')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail for readers')),
                ('follow_sentence', models.CharField(blank=True, help_text='Shown under each article before the links below, never as part of its text.', max_length=300)),
                ('footer_line', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'site',
                'verbose_name_plural': 'site',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='site_one_row')],
            },
        ),
        migrations.CreateModel(
            name='FollowLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=40)),
                ('url', models.URLField(validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('site', models.ForeignKey(default=1, on_delete=django.db.models.deletion.CASCADE, related_name='follow_links', to='newsroom.site')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='user_email_unique', violation_error_message='Another account has this e-mail address.'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('is_decorative', False), ('alt', ''), _connector='OR'), name='photo_decorative_has_no_alt', violation_error_message='A decorative picture has no text: empty the text or untick “decorative”.'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('token__regex', '^[0-9a-f]{32}$')), name='photo_token_is_random'),
        ),
    ]
