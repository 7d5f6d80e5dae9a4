"""The one URL line of an install: ``path("do/", include("campaigns.urls"))``.

It includes what every installed app registered with ``privacy.doors``.
"""

from django.urls import URLPattern, URLResolver, path

from campaigns import views
from privacy.doors import public_urlpatterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("challenge/", views.challenge, name="countersign_challenge"),
    path("act/<str:token>/", views.act, name="countersign_act"),
    path("report/<uuid:page_key>/", views.ask_report, name="countersign_page_report"),
    path("report/<uuid:page_key>/send/", views.send_report, name="countersign_page_report_send"),
    path("report/<uuid:page_key>/thanks/", views.report_thanks, name="countersign_page_report_thanks"),
    path("pressed/<uuid:target>/<slug:kind>/", views.pressed, name="countersign_pressed"),
    path("fights/", views.find_fights, name="countersign_fights"),
    path("fights/<uuid:public_id>/", views.fight, name="countersign_fight"),
    path("fights.ics", views.fights_calendar, name="countersign_fights_calendar"),
    path("house-rules/", views.house_rules, name="countersign_house_rules"),
    path("really-us/", views.really_us, name="countersign_really_us"),
    *public_urlpatterns(),
]
