"""Public addresses of this app, below ``do/unsubscribe/``."""

from django.urls import path

from supporters import views

app_name = "countersign_supporters"

urlpatterns = [
    path("<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<str:token>/all/", views.unsubscribe_all, name="unsubscribe_all"),
]
