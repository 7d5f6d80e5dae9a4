"""Public addresses of this app, below ``do/``."""

from django.urls import path

from supporters import views

app_name = "countersign_supporters"

urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/all/", views.unsubscribe_all, name="unsubscribe_all"),
    path("keep-me/<str:token>/", views.keep_me, name="keep_me"),
]
