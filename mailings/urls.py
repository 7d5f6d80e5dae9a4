"""Public addresses of this app, under ``do/s/``."""

from django.urls import path

from mailings import views

urlpatterns = [
    path("<slug:code>/", views.follow, name="countersign_mail_link"),
    path("<slug:code>/<slug:token>/", views.follow_to_act, name="countersign_mail_act"),
]
