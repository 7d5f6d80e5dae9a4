"""The form of a fundraiser, with its bars, in any page body, also in a stranger's site."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.blocks import ActionBlock
from donations.kinds import GiveKind
from donations.names import GAVE


class FundraiserBlock(ActionBlock):
    """An action block that offers fundraisers only. Stores ``gave:<public id>``::

    body = StreamField([("fundraiser", FundraiserBlock()), ("text", RichTextBlock())])
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = forms.ChoiceField(
            required=self.field.required, help_text=self.field.help_text, choices=fundraiser_choices
        )

    class Meta:
        icon = "tag"
        label = _("Fundraiser")


def fundraiser_choices() -> list[tuple[str, str]]:
    """Fundraisers that take gifts, by the staff's name for them."""
    return [("", "—"), *((f"{GAVE}:{public_id}", name) for public_id, name in GiveKind().choices())]
