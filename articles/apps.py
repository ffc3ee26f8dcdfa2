from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from articles import jobs, photo_access  # noqa: F401  (they are registered by being loaded)
