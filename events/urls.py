"""The events' public doors, under ``do/events/``."""

from django.urls import path

from events.views import calendars, embedding, links, listing, posters, proposing, registering

urlpatterns = [
    path("", listing.find, name="countersign_events"),
    path("month/<int:year>/<int:month>/", listing.month, name="countersign_events_month"),
    path("near.json", listing.near, name="countersign_events_near"),
    path("<uuid:public_id>/register/", registering.register, name="countersign_event_register"),
    path("<uuid:public_id>/thanks/", registering.thanks, name="countersign_event_thanks"),
    path("<uuid:public_id>/signed-up/", registering.signed_up, name="countersign_event_signed_up"),
    path("<uuid:public_id>/event.ics", calendars.calendar, name="countersign_event_calendar"),
    path(
        "<uuid:public_id>/<uuid:date_id>/event.ics",
        calendars.date_calendar,
        name="countersign_event_date_calendar",
    ),
    path("<uuid:public_id>/card.png", posters.card, name="countersign_event_card"),
    path("<uuid:public_id>/story.png", posters.story, name="countersign_event_story"),
    path("<uuid:public_id>/flyer.pdf", posters.flyer, name="countersign_event_flyer"),
    path("embed/<str:token>/", embedding.embed, name="countersign_event_embed"),
    path("embed/<str:token>/register/", embedding.embed_register, name="countersign_event_embed_register"),
    path("embed/<str:token>/thanks/", embedding.embed_thanks, name="countersign_event_embed_thanks"),
    path("host/", proposing.host_choice, name="countersign_host_choice"),
    path("host/<uuid:public_id>/", proposing.host, name="countersign_host"),
    path("host/<uuid:public_id>/thanks/", proposing.host_thanks, name="countersign_host_thanks"),
    path("host/confirm/<str:token>/", proposing.confirm_proposal, name="countersign_proposal_confirm"),
    path("host/not-me/<str:token>/", proposing.not_me_proposal, name="countersign_proposal_not_me"),
    path("confirm/<str:token>/", links.confirm, name="countersign_event_confirm"),
    path("not-me/<str:token>/", links.not_me, name="countersign_event_not_me"),
    path("no-reminders/<str:token>/", links.no_reminders, name="countersign_event_no_reminders"),
]
