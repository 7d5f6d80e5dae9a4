"""The petitions' public doors, under ``do/petitions/``."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from petitions import views


def _embedded(end: str, name: str, view: Callable[..., HttpResponseBase]) -> list[URLPattern]:
    """One address of the form on partners' pages, and the same of each campus."""
    return [
        path(f"embed/<str:token>/{end}", view, name=name),
        path(f"embed/<str:token>/at/<slug:at>/{end}", view, name=f"{name}_at"),
    ]


urlpatterns = [
    path("<uuid:public_id>/sign/", views.sign, name="countersign_petition_sign"),
    path("<uuid:public_id>/propose/", views.propose_place, name="countersign_place_propose"),
    path("<uuid:public_id>/at/<slug:at>/recruiter/", views.tell_of_recruiter, name="countersign_recruiter"),
    path("<uuid:public_id>/at/<slug:at>/prove/", views.prove, name="countersign_prove"),
    path("<uuid:public_id>/report/", views.report, name="countersign_report"),
    path("<uuid:public_id>/at/<slug:at>/report/", views.report_place, name="countersign_report_place"),
    path("<uuid:public_id>/thanks/", views.thanks, name="countersign_petition_thanks"),
    path("<uuid:public_id>/signed/", views.signed, name="countersign_petition_signed"),
    path("<uuid:public_id>/withdrawn/", views.withdrawn, name="countersign_petition_withdrawn"),
    path("<uuid:public_id>/removed/", views.removed, name="countersign_petition_removed"),
    path("<uuid:public_id>/card.png", views.card, name="countersign_petition_card"),
    path("<uuid:public_id>/story.png", views.story, name="countersign_petition_story"),
    path("<uuid:public_id>/flyer.pdf", views.flyer, name="countersign_petition_flyer"),
    path("<uuid:public_id>/at/<slug:at>/card.png", views.card, name="countersign_place_card"),
    path("<uuid:public_id>/at/<slug:at>/story.png", views.story, name="countersign_place_story"),
    path("<uuid:public_id>/at/<slug:at>/flyer.pdf", views.flyer, name="countersign_place_flyer"),
    path("<uuid:public_id>/totals.json", views.totals, name="countersign_petition_totals"),
    path("<uuid:public_id>/at/<slug:at>/totals.json", views.totals, name="countersign_place_totals"),
    *_embedded("", "countersign_embed", views.embed),
    *_embedded("sign/", "countersign_embed_sign", views.embed_sign),
    *_embedded("thanks/", "countersign_embed_thanks", views.embed_thanks),
    path("table/<str:token>/", views.kiosk, name="countersign_kiosk"),
    path("table/<str:token>/sign/", views.kiosk_sign, name="countersign_kiosk_sign"),
    path("table/<str:token>/thanks/", views.kiosk_thanks, name="countersign_kiosk_thanks"),
    path("confirm/<str:token>/", views.confirm, name="countersign_petition_confirm"),
    path("not-me/<str:token>/", views.not_me, name="countersign_petition_not_me"),
    path("no-reminders/<str:token>/", views.no_reminders, name="countersign_petition_no_reminders"),
    path("no-updates/<str:token>/", views.no_updates, name="countersign_petition_no_updates"),
    path("withdraw/<str:token>/", views.withdraw, name="countersign_petition_withdraw"),
]
