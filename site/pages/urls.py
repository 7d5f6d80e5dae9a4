"""Addresses of the look; included by ``config.urls`` without a language prefix."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("look/<slug:fingerprint>.css", views.look, name="look"),
    path("look/styles/<slug:fingerprint>.css", views.styles, name="styles"),
]
