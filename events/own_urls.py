"""One's own sign-up, under ``do/sign-up/``: addresses that say nothing of events."""

from django.urls import path

from events.views import links, own, private

urlpatterns = [
    # The first mail to a school's address.
    path("yes/<str:token>/", links.confirm, name="countersign_own_first"),
    path("not-me/<str:token>/", links.not_me, name="countersign_own_not_me"),
    path("<str:token>/", own.own, name="countersign_own"),
    path("<str:token>/confirm/", own.own_confirm, name="countersign_own_confirm"),
    path("<str:token>/accept/", own.own_accept, name="countersign_own_accept"),
    path("<str:token>/change/", own.own_change, name="countersign_own_change"),
    path("<str:token>/cancel/", own.own_cancel, name="countersign_own_cancel"),
    path("<str:token>/date.ics", own.own_calendar, name="countersign_own_calendar"),
    path("<str:token>/place/", private.place, name="countersign_own_place"),
    path("<str:token>/card.pdf", private.card, name="countersign_own_card"),
]
