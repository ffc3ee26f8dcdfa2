"""The banner of breaking news: one line over the front pages, one at a time, ending by itself."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models, transaction

from articles.models.article import Article, visible
from articles.models.front import LONG
from newsroom.database import Now, take_turns
from newsroom.prepared import Prepared

MINUTES = 60
CHOICES = (15, 30, 60, 120, 240, 480)  # minutes


class PublicBanners(models.Manager):
    """What is up now; with an article, while that is public.

    It is up from its first moment, and not from the time that its row names: once the clock is set
    back that lies ahead, and a page that is kept would have to know of it.
    """

    def get_queryset(self):
        up = super().get_queryset().filter(ends_at__gt=Now())
        return up.filter(models.Q(article__isnull=True) | visible("article__"))

    def current(self) -> "Banner | None":
        return next(iter(_current()), None)


@Prepared
def _current():
    rows = Banner.objects.select_related("article")
    return rows.defer(*(f"article__{field}" for field in LONG))[:1]


class Banner(models.Model):
    """A line of breaking news over the front pages. One at a time; it ends by itself."""

    text = models.CharField(max_length=140)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    begins_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PublicBanners()
    all_objects = models.Manager()

    class Meta:
        default_manager_name = "objects"
        ordering = ["-pk"]
        constraints = [
            ExclusionConstraint(
                name="banner_one_at_a_time",
                expressions=[
                    (
                        models.Func(
                            "begins_at",
                            "ends_at",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="banner_ends_after_begin",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="banner_says_something"),
        ]

    def __str__(self):
        return self.text

    @classmethod
    def put_up(cls, text: str, by, minutes: int, article: Article | None = None) -> "Banner":
        """Put it up in place of any other; the same twice is one."""
        with transaction.atomic():
            take_turns("banner")
            up = cls.up()
            if up and (up.text, up.article_id) == (text, article and article.pk):
                return up
            cls.end()
            end = Now() + timedelta(minutes=minutes)
            return cls.all_objects.create(text=text, article=article, made_by=by, ends_at=end)

    put_up.__func__.alters_data = True

    @classmethod
    def up(cls) -> "Banner | None":
        """Return what is up, also while its article is not public."""
        up = cls.all_objects.filter(ends_at__gt=Now())
        return up.select_related("article", "made_by").first()

    @classmethod
    def end(cls) -> bool:
        """Take down what is up; return whether anything was.

        What has not begun yet, by a clock that was set back, leaves nothing.
        """
        up = cls.all_objects.filter(ends_at__gt=Now())
        gone, _ = up.filter(begins_at__gte=Now()).delete()
        return bool(up.update(ends_at=Now()) + gone)

    end.__func__.alters_data = True
