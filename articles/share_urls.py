"""The addresses of what the desk shares with people who have no account."""

from django.urls import re_path

from articles.sharing import shared, shared_picture

TOKEN = "(?P<token>[A-Za-z0-9_-]{43})"
PICTURE = r"(?P<photo>[0-9a-f]{32})/(?P<width>[0-9]{1,4})\.(?P<extension>webp|jpg)"
urlpatterns = [
    re_path(rf"^{TOKEN}/\Z", shared, name="shared"),
    re_path(rf"^{TOKEN}/{PICTURE}\Z", shared_picture, name="shared_picture"),
]
