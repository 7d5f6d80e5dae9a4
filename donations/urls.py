"""The public doors of gifts, under ``do/give/``."""

from django.urls import path

from donations.views import embedding, giving

urlpatterns = [
    path("<uuid:public_id>/", giving.give, name="countersign_give"),
    path("done/<str:token>/", giving.done, name="countersign_give_done"),
    path("<uuid:public_id>/thanks/", giving.thanks, name="countersign_give_thanks"),
    path("back/<str:token>/", giving.back, name="countersign_give_back"),
    path("embed/<str:token>/", embedding.embed, name="countersign_gift_embed"),
    path("embed/<str:token>/form/", embedding.embed_form, name="countersign_gift_embed_form"),
    path("embed/<str:token>/give/", embedding.embed_give, name="countersign_gift_embed_give"),
]
