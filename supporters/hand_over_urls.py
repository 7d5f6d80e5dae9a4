"""The addresses of staff's views of what partners are given."""

from django.urls import path

from supporters.admin_views import hand_overs

app_name = "hand_over"

urlpatterns = [
    path("", hand_overs.HandOversView.as_view(), name="index"),
    path("keys/<uuid:public_id>/agree/", hand_overs.AgreeToKeyView.as_view(), name="agree_to_key"),
    path("<uuid:public_id>/take/", hand_overs.TakeHandOverView.as_view(), name="take"),
    path("<uuid:public_id>/allow/", hand_overs.AllowHandOverView.as_view(), name="allow"),
    path("<uuid:public_id>/received/", hand_overs.ReceivedView.as_view(), name="received"),
    path("<uuid:public_id>/end/", hand_overs.EndHandOverView.as_view(), name="end"),
]
