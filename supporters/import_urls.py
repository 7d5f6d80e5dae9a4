"""The addresses of staff's views of imports."""

from django.urls import path

from supporters.admin_views import imports

app_name = "supporter_import"

ONE = "<uuid:work>/"
urlpatterns = [
    path("", imports.ImportsView.as_view(), name="index"),
    path(ONE, imports.ImportView.as_view(), name="one"),
    path(f"{ONE}check/", imports.CheckImportView.as_view(), name="check"),
    path(f"{ONE}start/", imports.StartImportView.as_view(), name="start"),
    path(f"{ONE}allow/", imports.AllowImportView.as_view(), name="allow"),
    path(f"{ONE}decline/", imports.DeclineImportView.as_view(), name="decline"),
    path(f"{ONE}go-on/", imports.GoOnImportView.as_view(), name="go_on"),
    path(f"{ONE}forget/", imports.ForgetImportView.as_view(), name="forget"),
    path(f"{ONE}undo/", imports.UndoImportView.as_view(), name="undo"),
]
