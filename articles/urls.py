"""The readers' addresses, as the contract has them. A section's is the last to be tried."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from articles import views
from articles.pictures import picture


class Digits4(StringConverter):
    regex = "[0-9]{4}"


class Digits2(StringConverter):
    regex = "[0-9]{2}"


register_converter(Digits4, "yyyy")
register_converter(Digits2, "nn")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("search/", views.search, name="search"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    re_path(
        r"^media/(?P<token>[0-9a-f]{32})/(?P<width>[0-9]{1,4})\.(?P<extension>webp|jpg)\Z",
        picture,
        name="picture",
    ),
    path("<yyyy:yyyy>/", views.archive, name="year"),
    path("<yyyy:yyyy>/<nn:mm>/", views.archive, name="month"),
    path("<yyyy:yyyy>/<nn:mm>/<nn:dd>/", views.archive, name="day"),
    path("<yyyy:yyyy>/<nn:mm>/<nn:dd>/<slug:slug>/", views.article, name="article"),
    path("<slug:slug>/", views.section, name="section"),
]
