"""The petitions' public doors, under ``do/petitions/``."""

from django.urls import path

from petitions import views

urlpatterns = [
    path("<uuid:public_id>/sign/", views.sign, name="countersign_petition_sign"),
    path("<uuid:public_id>/propose/", views.propose_place, name="countersign_place_propose"),
    path("<uuid:public_id>/thanks/", views.thanks, name="countersign_petition_thanks"),
    path("<uuid:public_id>/signed/", views.signed, name="countersign_petition_signed"),
    path("<uuid:public_id>/withdrawn/", views.withdrawn, name="countersign_petition_withdrawn"),
    path("<uuid:public_id>/removed/", views.removed, name="countersign_petition_removed"),
    path("confirm/<str:token>/", views.confirm, name="countersign_petition_confirm"),
    path("not-me/<str:token>/", views.not_me, name="countersign_petition_not_me"),
    path("no-reminders/<str:token>/", views.no_reminders, name="countersign_petition_no_reminders"),
    path("no-updates/<str:token>/", views.no_updates, name="countersign_petition_no_updates"),
    path("withdraw/<str:token>/", views.withdraw, name="countersign_petition_withdraw"),
]
