"""Check-in, under ``do/door/``: the address says nothing of what is behind the door."""

from django.urls import path

from events.views import door as views

urlpatterns = [
    path("<str:token>/", views.door, name="countersign_door"),
    path("<str:token>/check/", views.door_check, name="countersign_door_check"),
    path("<str:token>/walk-in/", views.door_walk_in, name="countersign_door_walk_in"),
    path("<str:token>/search/", views.door_search, name="countersign_door_search"),
    path("<str:token>/codes.json", views.door_codes, name="countersign_door_codes"),
    path("<str:token>/blank/", views.door_blank, name="countersign_door_blank"),
]
