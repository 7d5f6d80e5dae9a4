"""Public addresses of privacy/, under ``do/``."""

from django.urls import path

from privacy import views

app_name = "privacy"

urlpatterns = [
    path("what-we-hold/", views.what_we_hold, name="what_we_hold"),
    path("files/<str:token>/", views.download_by_link, name="download"),
]
