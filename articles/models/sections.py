"""What becomes of a section's old addresses, and how one section is merged into another."""

from django.db import models, transaction
from django.db.models import Case, F, PositiveIntegerField, When

from articles.models.article import Article
from articles.models.history import Transition
from articles.models.piece import Section
from articles.models.story import Story
from articles.models.workflow import Problem, Refused
from newsroom.database import Now

BATCH = 1_000


class SectionAddress(models.Model):
    """A slug that a section had: its pages and feeds lead to where the section is now.

    A trigger writes the rows, whoever renames a section. Each names the section itself, so that
    any chain of names leads there in one step, and goes once a section has the slug again.
    """

    slug = models.SlugField(max_length=60, unique=True)
    section = models.ForeignKey(Section, models.CASCADE, related_name="old_addresses")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="section_address_is_one")
        ]

    def __str__(self):
        return f"/{self.slug}/"

    @classmethod
    def target(cls, slug: str) -> Section | None:
        """Return the section that an old address leads to now."""
        row = cls.objects.filter(slug=slug).select_related("section").first()
        return row and row.section


@transaction.atomic
def merge(section: Section, other: Section, by, reason: str) -> None:
    """Move all that `section` has to `other`, its addresses too, and let it go.

    Articles and working copies move alike: no published story seems changed by it. Each working
    copy becomes a new version, so that who has it open is told. What an open legal hold or another
    rule of the database keeps is refused for the whole.
    """
    if not reason.strip():
        raise Refused([Problem("reason", "Say why, for those who come after you.")])
    rows = Section.objects.select_for_update().filter(pk__in=[section.pk, other.pk])
    if section.pk == other.pk or len(rows) < 2:
        raise Refused([Problem("into", "Choose another section that is still there.")])
    stories = Story.objects.filter(section=section)
    _record(stories, f"From “{section}” to “{other}”: {reason.strip()}", by)
    is_same = When(published_version=F("version"), then=F("version") + 1)
    kept = Case(is_same, default=F("published_version"), output_field=PositiveIntegerField())
    stories.update(section=other, version=F("version") + 1, published_version=kept)
    Article.all_objects.filter(section=section).update(section=other)
    SectionAddress.objects.filter(section=section).update(section=other)
    slug = section.slug
    section.delete()
    SectionAddress.objects.create(slug=slug, section=other)


def _record(stories, note: str, by) -> None:
    """Lock the stories, as every verb does first, and note in each one's history what happens."""
    found = stories.select_for_update().order_by("pk").values_list("pk", "version", "status")
    rows = (
        Transition(
            story_id=pk,
            verb="merge",
            version=version + 1,
            before=status,
            after=status,
            note=note,
            made_by=by,
        )
        for pk, version, status in found
    )
    Transition.objects.bulk_create(rows, batch_size=BATCH)


merge.alters_data = True
