"""Erase what was spiked more than 30 days ago; every start does so, and a daily timer may."""

from django.core.management.base import BaseCommand
from django.db import IntegrityError

from articles.models import Story
from newsroom.database import sentence_of


class Command(BaseCommand):
    help = "Erases stories spiked more than 30 days ago, with their history."

    def handle(self, *args, **options):
        count = sum(erase(story) for story in Story.objects.spiked_long_ago().only("pk"))
        if count:
            self.stdout.write(f"Erased {count} spiked stories.")


def erase(story: Story) -> bool:
    """Erase one; if somebody puts it on legal hold at this moment, it stays."""
    try:
        story.delete()
    except IntegrityError as error:
        if not sentence_of(error):
            raise
        return False
    return True
