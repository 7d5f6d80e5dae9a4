"""Addresses that a payment provider is given or stands behind, under ``do/give/``."""

from django.urls import path

from donations.views import demo, webhook

urlpatterns = [
    path("webhook/", webhook.webhook, name="countersign_stripe_webhook"),
    path("demo/<uuid:public_id>/", demo.demo_pay, name="countersign_demo_pay"),
    path("demo/<uuid:public_id>/pay/", demo.demo_paid, name="countersign_demo_paid"),
    path("demo/monthly/<slug:ref>/", demo.demo_portal, name="countersign_demo_portal"),
    path("demo/monthly/<slug:ref>/charge/<slug:outcome>/", demo.demo_charge, name="countersign_demo_charge"),
]
