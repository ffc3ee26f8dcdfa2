"""What the worker does for stories."""

from articles.models import Mark
from newsroom.jobs import job


@job("tell")
def tell(mark: int) -> None:
    for each in Mark.objects.filter(pk=mark).select_related("user", "story"):
        each.tell()
