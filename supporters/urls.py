"""Public addresses of this app, below ``do/``."""

from django.urls import path

from supporters import views

app_name = "countersign_supporters"

urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/all/", views.unsubscribe_all, name="unsubscribe_all"),
    path("unsubscribe/<str:token>/some/", views.unsubscribe_some, name="unsubscribe_some"),
    path("unsubscribe/<str:token>/why/", views.why_unsubscribed, name="why_unsubscribed"),
    path("own-door/", views.ask_door, name="ask_door"),
    path("own-door/asked/", views.asked_door, name="asked_door"),
    path("own-door/<str:token>/", views.open_door, name="open_door"),
    path("own-door/in/<str:token>/", views.inside, name="door"),
    path("own-door/in/<str:token>/choices/", views.save_choices, name="door_choices"),
    path("own-door/in/<str:token>/correct/", views.correct, name="door_correct"),
    path("own-door/in/<str:token>/withdraw/", views.withdraw_consent, name="door_withdraw"),
    path("own-door/in/<str:token>/download/", views.download, name="door_download"),
    path("own-door/in/<str:token>/erase/", views.erase_me, name="door_erase"),
    path("own-door/in/<str:token>/close/", views.close_door, name="door_close"),
    path("lists/", views.lists, name="lists"),
    path("lists/<uuid:list>/", views.join, name="join_list"),
    path("lists/<uuid:list>/asked/", views.asked, name="asked_list"),
    path("lists/<uuid:list>/joined/", views.joined, name="joined_list"),
    path("lists/confirm/<str:token>/", views.confirm_join, name="confirm_join"),
    path("lists/not-me/<str:token>/", views.not_me_join, name="not_me_join"),
    path("keep-me/<str:token>/", views.keep_me, name="keep_me"),
]
