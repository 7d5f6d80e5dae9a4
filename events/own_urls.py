"""One's own sign-up, under ``do/sign-up/``: addresses that say nothing of events."""

from django.urls import path

from events.views import private

urlpatterns = [
    path("<str:token>/place/", private.place, name="countersign_own_place"),
    path("<str:token>/card.pdf", private.card, name="countersign_own_card"),
]
