"""The addresses of the conversation. All read a cookie: `newsroom.public` calls them private."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("", views.post, name="post"),
    path("form/<int:article>/", views.form, name="form"),
    path("<int:pk>/", views.permalink, name="permalink"),
    path("<int:pk>/sent/", views.sent, name="sent"),
]
