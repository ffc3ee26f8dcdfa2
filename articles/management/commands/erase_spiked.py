"""Erase what was spiked more than 30 days ago; every start does so, and a daily timer may.

The originals of sensitive stories’ pictures go with it, where something was in their way before: a
process that died, a disk that could only be read, a legal hold that was released since.
"""

from django.core.management.base import BaseCommand
from django.db import IntegrityError

from articles.models import Story
from newsroom.database import sentence_of
from newsroom.models import Photo


class Command(BaseCommand):
    help = "Erases stories spiked more than 30 days ago, with their history."

    def handle(self, *args, **options):
        count = sum(erase(story) for story in Story.objects.spiked_long_ago().only("pk"))
        if count:
            self.stdout.write(f"Erased {count} spiked stories.")
        for story in Story.objects.with_originals_to_destroy():
            story.guard_photos(of_history=True)
        Photo.objects.finish_destroying()


def erase(story: Story) -> bool:
    """Erase one; if somebody puts it on legal hold at this moment, it stays."""
    try:
        story.delete()
    except IntegrityError as error:
        if not sentence_of(error):
            raise
        return False
    return True
