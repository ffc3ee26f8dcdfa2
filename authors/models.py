"""Who writes. An author need not have a login, and need not have a name that is told."""

from django.conf import settings
from django.db import models

from newsroom.models import Photo, web_address
from newsroom.pages import path_to
from newsroom.slugs import slugify, sort_name


class AuthorQuerySet(models.QuerySet):
    def public(self):
        """Authors whom readers may meet: on the list, or in the byline of a public article."""
        bylines = self.model._meta.get_field("bylines").related_model._default_manager
        has_article = models.Exists(bylines.filter(author=models.OuterRef("pk")))
        return self.filter(models.Q(is_listed=True) | has_article)

    def editable_by(self, user):
        if user.has_perm("authors.edit_any_author"):
            return self
        return self.filter(user=user)


class Author(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        NEWSROOM = "newsroom", "Newsroom"
        AGENCY = "agency", "Agency"
        WITHHELD = "withheld", "Name withheld"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True, blank=True)
    sort_name = models.CharField(
        "listed as",
        max_length=140,
        blank=True,
        help_text="Last name, first names. Left empty, it is made from the name.",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    job_title = models.CharField(max_length=120, blank=True)
    short_bio = models.TextField(
        blank=True, help_text="One or two sentences, shown under each article."
    )
    full_bio = models.TextField(
        blank=True, help_text="Shown on the author’s page. Leave a blank line between paragraphs."
    )
    portrait = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="portrait_of"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="login",
        related_name="author",
        help_text="Whose stories these are. A guest needs none.",
    )
    is_listed = models.BooleanField(
        "on the list of authors",
        default=False,
        help_text="Others appear once an article of theirs is public.",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        permissions = [("edit_any_author", "Can change everyone’s author page")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="author_slug_not_empty")
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or self._free_slug()
        self.sort_name = self.sort_name or self._listed_as()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path_to("authors:author", self.slug)

    @property
    def first_name(self) -> str:
        """How “About …” calls the author."""
        return self.name.split()[0] if self.kind == self.Kind.PERSON else self.name

    def _listed_as(self) -> str:
        return sort_name(self.name) if self.kind == self.Kind.PERSON else self.name.casefold()

    def _free_slug(self) -> str:
        slug = slugify(self.name)
        taken = Author.objects.filter(slug__startswith=slug[:76])
        used = set(taken.values_list("slug", flat=True))
        tries = (slug if n == 1 else f"{slug[:76]}-{n}" for n in range(1, len(used) + 2))
        return next(candidate for candidate in tries if candidate not in used)


class AuthorLink(models.Model):
    """Where else an author can be found."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(max_length=60)
    url = models.URLField("address", validators=[web_address])
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.label
