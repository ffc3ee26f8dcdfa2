"""Which photos the authors let a journalist see: portraits that readers see, and the own one."""

from django.db.models import Exists, OuterRef, Q

from authors.models import Author
from newsroom.photo_access import grants_photos


@grants_photos
def portraits(user) -> Q:
    public = Author.objects.public().filter(portrait=OuterRef("pk"))
    return Q(Exists(public)) | Q(portrait_of__user=user)
