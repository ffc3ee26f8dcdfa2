"""The point of a photo that stays in sight wherever it is cut."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0007_standing'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='focus_x',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='from the left, in percent'),
        ),
        migrations.AddField(
            model_name='photo',
            name='focus_y',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='from the top, in percent'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('focus_x', None), ('focus_y', None)) | models.Q(('focus_x__isnull', False), ('focus_x__lte', 100), ('focus_y__isnull', False), ('focus_y__lte', 100)), name='photo_focus_is_inside', violation_error_message='What matters in the picture is a point: give both numbers, or neither.'),
        ),
    ]
