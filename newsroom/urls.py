"""Every address. The apps are named by string; the sections' catch-all comes last."""

from django.contrib import admin
from django.urls import include, path

from newsroom import first_run, journal, photo_views, standing_views, views

handler400 = "newsroom.views.bad_request"
handler403 = "newsroom.views.forbidden"
handler404 = "newsroom.views.not_found"
handler429 = "newsroom.accounts.too_many"
handler500 = "newsroom.views.server_error"

desk_picture = "admin/photos/<str:token>/<int:width>.<str:extension>"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("newsroom.account_urls")),
    path("admin/first-run/<str:token>/", first_run.first_run, name="first_run"),
    path("admin/journal/", journal.journal, name="journal"),
    path("admin/photos/pick/", admin.site.admin_view(photo_views.pick), name="photo_pick"),
    path(desk_picture, photo_views.desk_picture, name="desk_picture"),
    path("admin/", admin.site.urls),
    path("about/", standing_views.page, name="about"),
    path("about/<slug:slug>/", standing_views.page, name="standing_page"),
    path("authors/", include("authors.urls")),
    path("comments/", include("comments.urls")),
    path("share/", include("articles.share_urls")),
    path("", include("articles.urls")),
]
