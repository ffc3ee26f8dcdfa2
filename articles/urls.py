"""The readers' addresses, as the contract has them. A section's are the last to be tried."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from articles import changes, corrections, feeds, search_page, share_card, sitemaps, views
from articles.pictures import picture


class Digits4(StringConverter):
    regex = "[0-9]{4}"


class Digits2(StringConverter):
    regex = "[0-9]{2}"


register_converter(Digits4, "yyyy")
register_converter(Digits2, "nn")


def feeds_of(page: str, view, name: str) -> list:
    """The three formats, under the page they belong to: `reverse(name, kwargs={"form": "rss"})`."""
    return [path(page + place, view, {"form": form}, name) for form, place in feeds.PLACES.items()]


app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("search/", search_page.page, name="search"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("corrections/", corrections.page, name="corrections"),
    re_path(
        r"^media/(?P<token>[0-9a-f]{32})/(?P<width>[0-9]{1,4})\.(?P<extension>webp|jpg)\Z",
        picture,
        name="picture",
    ),
    re_path(
        r"^media/shared/(?P<article>[1-9][0-9]{0,17})/(?P<name>[0-9a-f]{32})\.jpg\Z",
        share_card.picture,
        name="share_picture",
    ),
    path("<yyyy:yyyy>/", views.archive, name="year"),
    path("<yyyy:yyyy>/<nn:mm>/", views.archive, name="month"),
    path("<yyyy:yyyy>/<nn:mm>/<nn:dd>/", views.archive, name="day"),
    path("<yyyy:yyyy>/<nn:mm>/<nn:dd>/<slug:slug>/", views.article, name="article"),
    path("<yyyy:yyyy>/<nn:mm>/<nn:dd>/<slug:slug>/changes/", changes.page, name="changes"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(r"^sitemap-pages\.xml\Z", sitemaps.pages, name="sitemap_pages"),
    re_path(
        r"^sitemap-(?P<kind>articles|authors|tags)-(?P<number>[1-9][0-9]{0,11})\.xml\Z",
        sitemaps.file,
        name="sitemap_file",
    ),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    re_path(r"^robots\.txt\Z", sitemaps.robots, name="robots"),
    *feeds_of("", feeds.of_site, "feed"),
    *feeds_of("corrections/", corrections.feed, "corrections_feed"),
    *feeds_of("tags/<slug:slug>/", feeds.of_tag, "tag_feed"),
    *feeds_of("authors/<slug:slug>/", feeds.of_author, "author_feed"),
    *feeds_of("<slug:slug>/", feeds.of_section, "section_feed"),
    path("<slug:slug>/", views.section, name="section"),
]
