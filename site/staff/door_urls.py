"""The door, under the names that the login package and Wagtail know it by."""

from django.urls import path

from staff.views import login

urlpatterns = [
    path("login/", login.LoginView.as_view(), name="account_login"),
    path("login/code/", login.CodeView.as_view(), name="mfa_authenticate"),
    path("login/passkey/", login.PasskeyView.as_view(), name="mfa_login_webauthn"),
    path("logout/", login.LogoutView.as_view(), name="account_logout"),
]
