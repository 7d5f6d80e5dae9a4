"""The peer of the supporter file: what Wagtail's documentation has a site write for a table of its own."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from benchmarks.peer.models import PlainPerson


class PlainPersonViewSet(ModelViewSet):
    model = PlainPerson
    icon = "group"
    form_fields = ["given_name", "family_name", "email", "region", "language"]
    list_display = ["given_name", "email", "region", "language", "joined"]
    list_filter = ["region", "language", "joined"]
    search_fields = ["email", "given_name", "family_name"]
    ordering = ["-joined", "-pk"]
    list_per_page = 50


@hooks.register("register_admin_viewset")
def register_people() -> PlainPersonViewSet:
    return PlainPersonViewSet("plain_person")
