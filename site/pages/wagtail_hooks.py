"""What the ready-made site adds to Wagtail's admin; registration only."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages.look_guide import look_guide


@hooks.register("register_admin_urls")
def look_urls() -> list[URLPattern]:
    return [path("look/", look_guide, name="countersign_look_guide")]


@hooks.register("register_reports_menu_item")
def look_menu_item() -> MenuItem:
    return MenuItem(_("The look"), reverse_lazy("countersign_look_guide"), icon_name="view", order=950)
