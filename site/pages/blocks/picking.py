"""Which campaign, list or partner a block is about."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignState
from campaigns.picking import PickBlock


class CampaignBlock(PickBlock):
    """A campaign that is public: no name of one that is still being prepared.

    Editors are offered their own; one that somebody else chose stays.
    """

    target_model = "countersign_campaigns.Campaign"

    @cached_property
    def widget(self) -> forms.Widget:
        from campaigns.fact_choosers import campaign_chooser  # noqa: PLC0415  (its forms need the loaded models)

        return campaign_chooser.widget_class()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.get_value_data(value)  # type: ignore[attr-defined]

    def offered(self) -> Any:
        return super().offered().exclude(state=CampaignState.DRAFT)

    class Meta:
        icon = "flag"
        label = _("Campaign")


class MailListBlock(PickBlock):
    """A list that anybody can join."""

    target_model = "countersign_supporters.List"

    def offered(self) -> Any:
        return super().offered().filter(is_public=True)

    class Meta:
        icon = "list-ul"
        label = _("List")


class PartnerBlock(PickBlock):
    """An organization of the coalition."""

    target_model = "countersign_supporters.Partner"

    class Meta:
        icon = "group"
        label = _("Partner")
