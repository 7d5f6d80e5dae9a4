"""The addresses of staff's views of exports."""

from django.urls import path

from supporters.admin_views import exports

app_name = "supporter_export"

urlpatterns = [
    path("", exports.ExportsView.as_view(), name="index"),
    path("canary/", exports.CanaryView.as_view(), name="canary"),
    path("<uuid:public_id>/take/", exports.TakeExportView.as_view(), name="take"),
    path("<uuid:public_id>/allow/", exports.AllowExportView.as_view(), name="allow"),
    path("<uuid:public_id>/end/", exports.EndExportView.as_view(), name="end"),
]
