"""Public addresses of this app, below ``do/mail/``."""

from django.urls import path

from outbox import webhooks

urlpatterns = [
    path("<slug:provider>/", webhooks.provider_events, name="countersign_provider_events"),
]
