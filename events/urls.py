"""The events' public doors, under ``do/events/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
