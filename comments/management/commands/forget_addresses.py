"""Erase the hashes of addresses, and the e-mail addresses of who reported a mistake, after 30 days;
every start does so, and a daily timer may.
"""

from django.core.management.base import BaseCommand

from comments.models import Comment, Report


class Command(BaseCommand):
    help = "Erases commenters’ address hashes and reporters’ e-mail addresses after 30 days."

    def handle(self, *args, **options):
        count = Comment.all_objects.forget_addresses() + Report.all_objects.forget_addresses()
        if count:
            self.stdout.write(f"Addresses forgotten: {count}.")
