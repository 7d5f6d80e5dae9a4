"""Addresses behind a campus link, under ``do/desk/``: they say nothing of petitions or campuses."""

from django.urls import path

from petitions import views

urlpatterns = [
    path("<str:token>/", views.campus, name="countersign_campus"),
    path("<str:token>/update/", views.campus_update, name="countersign_campus_update"),
    path("<str:token>/news/", views.campus_news, name="countersign_campus_news"),
    path("<str:token>/ask/", views.campus_ask, name="countersign_campus_ask"),
]
