"""Erase the hashes of addresses after 30 days; every start does so, and a daily timer may."""

from django.core.management.base import BaseCommand

from comments.models import Comment


class Command(BaseCommand):
    help = "Erases the hashes of commenters’ addresses that are more than 30 days old."

    def handle(self, *args, **options):
        count = Comment.all_objects.forget_addresses()
        if count:
            self.stdout.write(f"Addresses forgotten: {count}.")
