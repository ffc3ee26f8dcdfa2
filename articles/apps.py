from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from articles import photo_access  # noqa: F401  (its rules are added by being loaded)
