"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from petitions.admin_views import WordsMenuItem
from petitions.admin_views.dashboard import BurstsPanel, DeliveriesPanel, PetitionsPanel
from petitions.viewsets import PetitionChooserViewSet, PetitionViewSet


@hooks.register("register_admin_viewset")
def register_petitions() -> list[PetitionViewSet | PetitionChooserViewSet]:
    return [PetitionViewSet("petition"), PetitionChooserViewSet("petition_chooser")]


@hooks.register("register_admin_menu_item")
def register_words() -> WordsMenuItem:
    return WordsMenuItem()


@hooks.register("construct_homepage_panels")
def show_petitions(request: HttpRequest, panels: list[Any]) -> None:
    panels += [BurstsPanel(), PetitionsPanel(), DeliveriesPanel()]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("petitions/admin.css"))
