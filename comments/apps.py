from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self):
        from comments import facts  # noqa: F401  (they are registered by being loaded)
