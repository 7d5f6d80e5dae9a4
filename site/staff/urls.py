"""Addresses of the staff door; a site includes them under ``admin/``, before Wagtail's."""

from django.urls import path, re_path

from staff.views import again, factors, links, login

app_name = "site_staff"

urlpatterns = [
    path("login/invitation/<str:token>/", links.invitation, name="invitation"),
    path("login/lost/", login.lost, name="lost"),
    path("login/step/", factors.begin_factor, name="begin_factor"),
    path("login/step/app/", factors.add_app, name="add_app"),
    path("login/step/passkey/", factors.add_key, name="add_key"),
    path("login/step/codes/", factors.codes, name="codes"),
    path("login/again/", again.prove_again, name="again"),
    path("login/again/state/", again.state, name="again_state"),
    path("password_reset/", links.ask_for_password, name="ask_password"),
    path("password_reset/asked/", links.password_asked, name="password_asked"),
    path("password_reset/stored/", links.password_stored, name="password_stored"),
    path("password_reset/new/<str:token>/", links.new_password, name="new_password"),
    re_path(r"^password_reset/(?P<rest>.+)$", links.other_password_way, name="other_password_way"),
]
