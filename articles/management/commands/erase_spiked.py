"""Erase what was spiked more than 30 days ago; every start does so, and a daily timer may."""

from django.core.management.base import BaseCommand

from articles.models import Story


class Command(BaseCommand):
    help = "Erases stories spiked more than 30 days ago, with their history."

    def handle(self, *args, **options):
        erased = Story.objects.spiked_long_ago()
        count = erased.count()
        erased.delete()
        if count:
            self.stdout.write(f"Erased {count} spiked stories.")
