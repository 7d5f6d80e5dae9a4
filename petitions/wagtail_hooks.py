"""Registration with Wagtail's admin; nothing else stands here."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from petitions.admin_views import CommentsMenuItem, ReportsMenuItem, WordsMenuItem
from petitions.enums import PetitionState
from petitions.services.states import LOGGED
from petitions.viewsets import PetitionChooserViewSet, PetitionViewSet


@hooks.register("register_admin_viewset")
def register_petitions() -> list[PetitionViewSet | PetitionChooserViewSet]:
    return [PetitionViewSet("petition"), PetitionChooserViewSet("petition_chooser")]


@hooks.register("register_admin_menu_item")
def register_words() -> WordsMenuItem:
    return WordsMenuItem()


@hooks.register("register_admin_menu_item")
def register_comments() -> CommentsMenuItem:
    return CommentsMenuItem()


@hooks.register("register_admin_menu_item")
def register_reports() -> ReportsMenuItem:
    return ReportsMenuItem()


@hooks.register("register_log_actions")
def name_states(actions: LogActionRegistry) -> None:
    """What the petition's history says of who moved it from state to state."""
    for state in PetitionState:
        actions.register_action(f"{LOGGED}{state}", state.label, state.label)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("petitions/admin.css"))
