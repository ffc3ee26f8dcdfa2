from django.apps import AppConfig


class AuthorsConfig(AppConfig):
    name = "authors"

    def ready(self):
        from authors import photo_access  # noqa: F401  (its rules are added by being loaded)
