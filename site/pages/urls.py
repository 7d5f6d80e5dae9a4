"""Addresses of the look; included by ``config.urls`` without a language prefix."""

from django.urls import path

from pages import public_views, views

app_name = "pages"
urlpatterns = [
    path("sitemap.xml", public_views.sitemap, name="sitemap"),
    path("robots.txt", public_views.robots, name="robots"),
    path("look/<slug:fingerprint>.css", views.look, name="look"),
    path("look/styles/<slug:fingerprint>.css", views.styles, name="styles"),
]
