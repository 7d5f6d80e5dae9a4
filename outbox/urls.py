"""Addresses of the local outbox page; a site includes them where DEBUG is on."""

from django.urls import path

from outbox import views

app_name = "outbox"

urlpatterns = [
    path("", views.mails, name="mails"),
    path("<slug:key>/", views.mail_html, name="mail_html"),
]
