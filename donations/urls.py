"""The public doors of gifts, under ``do/give/``."""

from django.urls import path

from donations.views import giving

urlpatterns = [
    path("<uuid:public_id>/", giving.give, name="countersign_give"),
    path("done/<str:token>/", giving.done, name="countersign_give_done"),
    path("<uuid:public_id>/thanks/", giving.thanks, name="countersign_give_thanks"),
    path("back/<str:token>/", giving.back, name="countersign_give_back"),
]
