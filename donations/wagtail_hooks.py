"""Registration with Wagtail's admin; nothing else stands here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry

from donations.enums import FundraiserState
from donations.services.fundraisers import LOGGED
from donations.services.refunding import REFUND
from donations.viewsets import DonationsViewSetGroup, FundraiserChooserViewSet


@hooks.register("register_admin_viewset")
def register_donations() -> list[ViewSet | ModelViewSetGroup]:
    return [DonationsViewSetGroup(), FundraiserChooserViewSet("fundraiser_chooser")]


@hooks.register("register_log_actions")
def name_deeds(actions: LogActionRegistry) -> None:
    """What a fundraiser's history says of who did what to it."""
    for state in FundraiserState:
        actions.register_action(f"{LOGGED}{state}", state.label, state.label)
    actions.register_action(REFUND, _("Money of a gift given back"), _("Money of a gift given back"))
