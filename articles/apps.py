from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        # they are registered by being loaded
        from articles import jobs, lexicon, photo_access  # noqa: F401
