"""Pages of the door inside the admin; registered with Wagtail, which guards what it includes."""

from django.urls import path

from staff.admin_views import accounts, security

app_name = "site_staff_admin"

urlpatterns = [
    path("security/", security.overview, name="security"),
    path("security/password/", security.change_password, name="change_password"),
    path("security/address/", security.change_address, name="change_address"),
    path("security/codes/", security.renew_codes, name="renew_codes"),
    path("security/steps/remove/", security.remove_factor, name="remove_factor"),
    path("security/sessions/others/end/", security.end_others, name="end_others"),
    path("security/sessions/<uuid:public_id>/end/", security.end_session, name="end_session"),
    path("security/sessions/<uuid:public_id>/name/", security.name_session, name="name_session"),
    path("staff/", accounts.accounts_list, name="accounts"),
    path("staff/invite/", accounts.invite, name="invite"),
    path("staff/<uuid:public_id>/", accounts.account, name="account"),
    path("staff/<uuid:public_id>/renew/", accounts.renew, name="renew"),
    path("staff/<uuid:public_id>/take-back/", accounts.take_back, name="take_back"),
    path("staff/<uuid:public_id>/sessions/end/", accounts.end_sessions, name="end_sessions"),
    path("staff/<uuid:public_id>/anew/", accounts.let_in_anew, name="let_in_anew"),
]
