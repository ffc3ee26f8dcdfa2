"""How Django finds the ground floor, and the desk in place of the stock admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True

    def ready(self):
        from newsroom import roles

        post_migrate.connect(roles.furnish, sender=self)


class Desk(admin.AdminConfig):
    default = False
    default_site = "newsroom.desk.DeskSite"
