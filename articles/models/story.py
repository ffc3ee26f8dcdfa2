"""The desk's side: the working copy of a piece. Nothing that readers reach may import it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.models.article import Article, ArticlePhoto, visible
from articles.models.developing import Developing
from articles.models.embargo import Embargo
from articles.models.history import Transition
from articles.models.holding import Holding, LegalHold
from articles.models.pictures import Pictures
from articles.models.piece import Credit, Piece, Section, Tag
from articles.models.sensitive import Sensitive, StoryPerson
from articles.models.versions import Versions
from articles.models.workflow import Workflow
from newsroom import html
from newsroom.database import Now
from newsroom.models import Photo

EDIT_ANY = "articles.edit_any_story"
DAYS_TO_RESTORE = 30
TITLES = ("headline", "working_title")


def on_hold() -> models.Exists:
    """The condition, for a list of stories."""
    return models.Exists(LegalHold.objects.filter(story=models.OuterRef("pk"), released_at=None))


def _is_own(user) -> models.Q:
    in_byline = StoryByline.objects.filter(story=models.OuterRef("pk"), author__user=user)
    return models.Q(owner=user) | models.Q(assignee=user) | models.Exists(in_byline)


def _naming(user):
    return StoryPerson.objects.filter(story=models.OuterRef("pk"), user=user)


class StoryQuerySet(models.QuerySet):
    """The questions a desk asks."""

    def editable_by(self, user):
        """Every story for editors; for a journalist the own ones, and those that name them.

        The others do not exist, nor does a sensitive one for anybody whom it does not name. Every
        page, list, count and search of the desk begins here.
        """
        if user.has_perm(EDIT_ANY):
            return self.open_to(user)
        if not user.has_perm("articles.change_story"):
            return self.none()
        return self.filter(_is_own(user) | models.Exists(_naming(user))).open_to(user)

    def open_to(self, user):
        """Leave out the sensitive stories that do not name this person, whatever their role."""
        return self.filter(models.Q(is_sensitive=False) | models.Exists(_naming(user)))

    def own(self, user):
        """Owned by, assigned to, or with a byline of the user's author."""
        return self.filter(_is_own(user))

    def own_found(self, user):
        """The same, found by the indexes of the three ways rather than by looking at every story.

        For a list: of a search the words are quicker to find.
        """
        bylines = StoryByline.objects.filter(author__user=user).values("story_id")
        ways = (Story.objects.filter(**{role: user}).values("pk") for role in ("owner", "assignee"))
        return self.filter(pk__in=bylines.order_by().union(*(way.order_by() for way in ways)))

    def with_originals_to_destroy(self):
        """Sensitive, and nobody gave a reason to keep the originals of their pictures."""
        return self.filter(is_sensitive=True, originals_kept_because="")

    def active(self):
        return self.exclude(status=Story.Status.SPIKED)

    def spiked(self):
        return self.filter(status=Story.Status.SPIKED)

    def spiked_long_ago(self):
        """Spiked, untouched for 30 days since, on no hold: nobody restores it any more."""
        since = Now() - timedelta(days=DAYS_TO_RESTORE)
        recent = Transition.objects.filter(story=models.OuterRef("pk"), made_at__gt=since)
        return self.spiked().exclude(models.Exists(recent)).exclude(on_hold())

    def releasable_by(self, user):
        """On a legal hold that names this person, whatever else they may see."""
        holds = LegalHold.objects.filter(released_at=None, releasers=user)
        is_there = user.is_active and user.is_staff
        return self.filter(holds__in=holds).open_to(user) if is_there else self.none()

    def waiting_for_review(self):
        return self.filter(status=Story.Status.IN_REVIEW)

    def planned(self):
        """What a news list holds: every story that readers do not see yet."""
        return self.unpublished() | self.active().scheduled()

    def late(self, today):
        return self.unpublished().filter(due_on__lt=today)

    def scheduled(self):
        return self.filter(article__published_at__gt=Now(), article__withdrawn_at__isnull=True)

    def scheduled_lacking(self):
        """Scheduled, while a picture of what goes out lacks what publication asks of it."""
        lead = Photo.objects.lacking().filter(pk=models.OuterRef("article__lead_photo"))
        inside = ArticlePhoto.all_objects.filter(article=models.OuterRef("article"))
        inside = inside.filter(photo__in=Photo.objects.lacking())
        return self.scheduled().filter(models.Exists(lead) | models.Exists(inside))

    def live(self):
        return self.filter(visible("article__"))

    def not_live(self):
        """Never published, or not before its time, or taken back, or over."""
        article = {"isnull": True, "published_at__isnull": True, "published_at__gt": Now()}
        article |= {"withdrawn_at__isnull": False, "expires_at__lte": Now()}
        conditions = (models.Q(**{f"article__{field}": value}) for field, value in article.items())
        return self.filter(models.Q(*conditions, _connector=models.Q.OR))

    def with_unpublished_changes(self):
        return self.live().exclude(version=models.F("published_version"))

    def withdrawn(self):
        """Taken from readers, with a reason or without a word."""
        return self.filter(article__withdrawn_at__isnull=False)

    def hidden(self):
        return self.withdrawn().filter(article__is_hidden=True)

    def unpublished(self):
        """Neither public nor scheduled: still being written, or taken back."""
        return self.active().filter(
            models.Q(article__isnull=True) | models.Q(article__published_at__isnull=True)
        )

    def search(self, words: str, fields=(*TITLES, "body", "standfirst")):
        """Stories that hold every word in a title or in the text."""
        found = self
        for word in words.split()[:8]:
            conditions = (models.Q(**{f"{field}__icontains": word}) for field in fields)
            found = found.filter(models.Q(*conditions, _connector=models.Q.OR))
        return found


class Story(Sensitive, Embargo, Holding, Developing, Workflow, Versions, Pictures, Piece):
    class BylineChoice(models.TextChoices):
        UNDECIDED = "", "Not chosen yet"
        NAMED = "named", "The authors named below"
        NEWSROOM = "newsroom", "The newsroom"

    working_title = models.CharField(
        max_length=120, blank=True, help_text="For the desk; readers never see it."
    )
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
    commissioned_length = models.PositiveIntegerField(null=True, blank=True, help_text="In words.")
    byline_choice = models.CharField(
        "byline", max_length=8, choices=BylineChoice, default=BylineChoice.UNDECIDED, blank=True
    )
    earlier_date = models.DateField(
        "first published on",
        null=True,
        blank=True,
        help_text="Only for a piece that was published before it came here.",
    )
    earlier_time = models.TimeField(
        "at", null=True, blank=True, help_text="In the site’s zone, if it is known."
    )
    expires_at = models.DateTimeField(
        "public until", null=True, blank=True, help_text="Left empty, it stays."
    )
    related = models.TextField(
        "related articles",
        blank=True,
        db_default="",
        help_text="Up to four, one a line: the address or the whole headline. They stand first "
        "under the text; the rest is filled by tags and section.",
    )
    tags = TaggableManager(through="StoryTag", blank=True)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("due", null=True, blank=True)
    # The number a device gave a story that was begun without a network: sent twice, begun once.
    begun_as = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    article = models.OneToOneField(
        Article, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("edit_any_story", "Can change everyone’s stories"),
            ("embargo_story", "Can set an embargo, and release one early with another editor"),
            ("hold_story", "Can set a legal hold"),
            ("let_in_story", "Can be let into a sensitive story, which is told to those it names"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="spiked") | models.Q(article__isnull=True),
                name="story_spiked_was_never_public",
            ),
            models.CheckConstraint(
                condition=models.Q(earlier_time__isnull=True)
                | models.Q(earlier_date__isnull=False),
                name="story_time_needs_date",
                violation_error_message="A time of first publication needs its date.",
            ),
            models.CheckConstraint(
                condition=models.Q(published_version__isnull=True)
                | models.Q(article__isnull=False),
                name="story_published_has_article",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    is_sensitive=False, comments_while_sensitive="", originals_kept_because=""
                )
                | models.Q(is_sensitive=True) & ~models.Q(comments_while_sensitive=""),
                name="story_sensitive_with_its_choices",
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "-changed_at"], name="story_by_status"
            ),  # the desk's lists
            models.Index(fields=["-changed_at", "-id"], name="story_by_change"),  # all of them
            models.Index(
                fields=["due_on"], name="story_by_due", condition=models.Q(due_on__isnull=False)
            ),  # the news list
            models.Index(
                fields=["id"], name="story_sensitive", condition=models.Q(is_sensitive=True)
            ),  # who may be let in, what of theirs is still to be destroyed
            *(
                # the desk's search
                GinIndex(OpClass(Upper(field), "gin_trgm_ops"), name=f"story_find_{field}")
                for field in (*TITLES, "standfirst", "body")
            ),
        ]

    def __str__(self):
        return self.headline or self.working_title or f"Story {self.pk or ''}".strip()

    def get_absolute_url(self):
        return reverse("admin:articles_story_change", args=[self.pk])

    @property
    def words(self) -> int:
        return html.words(self.body)

    def is_own(self, user) -> bool:
        """The twin of `own` for a row in hand."""
        if user.pk in (self.owner_id, self.assignee_id):
            return True
        return self.bylines.filter(author__user=user).exists()

    def take(self, by) -> bool:
        """Take on what nobody has; say whether it was still free."""
        free = Story.objects.filter(pk=self.pk, assignee=None)
        return bool(free.update(assignee=by))

    take.alters_data = True

    def credit(self, credits: list[dict]) -> None:
        """Let the byline be these rows, in a revision's shape."""
        self.bylines.all().delete()
        StoryByline.objects.bulk_create(StoryByline(story=self, **credit) for credit in credits)

    def link_photos(self) -> None:
        """Note which pictures the body shows, so that none of them can be deleted."""
        photos = Photo.objects.filter(token__in=html.photo_tokens(self.body))
        self.story_photos.exclude(photo__in=photos).delete()
        StoryPhoto.objects.bulk_create(
            [StoryPhoto(story=self, photo=photo) for photo in photos], ignore_conflicts=True
        )
        if self.is_sensitive:
            self.guard_photos()


class StoryByline(Credit):
    story = models.ForeignKey(Story, models.CASCADE, related_name="bylines")

    class Meta(Credit.Meta):
        verbose_name = "byline"
        constraints = [
            models.UniqueConstraint(
                fields=["story", "author"],
                name="story_byline_author_once",
                violation_error_message="An author stands in a byline once.",
            )
        ]


class StoryTag(ItemBase):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="story_tags")
    content_object = models.ForeignKey(
        Story, models.CASCADE, related_name="story_tags", db_column="story_id"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="story_tag_once")
        ]


class StoryPhoto(models.Model):
    """A picture inside a working copy's body."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="story_photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="story_photos")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "photo"], name="story_photo_once")]
