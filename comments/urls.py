"""The addresses of the conversation. All but a report’s read a cookie, and `newsroom.public` calls
them private, which keeps what a reader typed out of every cache.
"""

from django.urls import path, re_path

from comments import report_views, views

app_name = "comments"
urlpatterns = [
    path("", views.post, name="post"),
    path("report/<int:article>/", report_views.form, name="report"),
    re_path(r"^reports/(?P<token>[0-9a-f]{32})/\Z", report_views.receipt, name="receipt"),
    path("form/<int:article>/", views.form, name="form"),
    path("<int:pk>/", views.permalink, name="permalink"),
    path("<int:pk>/sent/", views.sent, name="sent"),
]
