"""The authors' addresses."""

from django.urls import path

from authors import views

app_name = "authors"
urlpatterns = [
    path("", views.authors, name="authors"),
    path("<slug:slug>/", views.author, name="author"),
]
