"""Private links of hosts, under ``do/link/``: addresses that say nothing of events or of hosting."""

from django.urls import path

from events.views import hosting, proposing

DATE = "<str:token>/<uuid:date_id>/"

urlpatterns = [
    path("answer/<str:token>/", proposing.confirm_proposal, name="countersign_proposal_answer"),
    path("<str:token>/", hosting.host, name="countersign_hosting"),
    path(DATE, hosting.host_date, name="countersign_hosting_date"),
    path(f"{DATE}paper/", hosting.host_paper, name="countersign_hosting_paper"),
    path(f"{DATE}accept/", hosting.host_accept, name="countersign_hosting_accept"),
    path(f"{DATE}decline/", hosting.host_decline, name="countersign_hosting_decline"),
    path(f"{DATE}door/", hosting.host_door, name="countersign_hosting_door"),
    path(f"{DATE}end-door/", hosting.host_end_door, name="countersign_hosting_end_door"),
    path(f"{DATE}count/", hosting.host_count, name="countersign_hosting_count"),
    path(f"{DATE}call-off/", hosting.host_call_off, name="countersign_hosting_call_off"),
]
