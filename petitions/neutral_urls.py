"""Addresses in mail to a campus, under ``do/address/``: they say nothing of petitions."""

from django.urls import path

from petitions import views

urlpatterns = [
    path("<str:token>/", views.proof_link, name="countersign_proof_link"),
    path("<str:token>/forget/", views.proof_forget, name="countersign_proof_forget"),
]
