"""Fill an empty newsroom with the demo, or close its logins."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from comments.demo.build import build
from newsroom.models import User


class Command(BaseCommand):
    help = "Loads the demo newsroom into an empty database, all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("--password", help="The password of the demo logins.")
        parser.add_argument(
            "--deactivate-logins",
            action="store_true",
            help="Only close the demo logins: they are for this machine alone.",
        )

    def handle(self, *args, password=None, deactivate_logins=False, **options):
        if deactivate_logins:
            User.objects.filter(is_demo=True, is_active=True).update(is_active=False)
            return
        if User.objects.exists():
            raise CommandError("This newsroom is in use. The demo needs an empty database.")
        if not password:
            raise CommandError("Give the demo logins a password with --password.")
        with transaction.atomic():
            build(password)
