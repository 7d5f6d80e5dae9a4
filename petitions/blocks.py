"""The sign form in any page body, also in a stranger's site."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.blocks import ActionBlock
from petitions.kinds import PetitionKind
from petitions.names import SIGNED


class PetitionBlock(ActionBlock):
    """An action block that offers petitions only. Stores ``petition:<public id>``::

    body = StreamField([("petition", PetitionBlock()), ("text", RichTextBlock())])
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = forms.ChoiceField(
            required=self.field.required, help_text=self.field.help_text, choices=petition_choices
        )

    class Meta:
        icon = "form"
        label = _("Petition")


def petition_choices() -> list[tuple[str, str]]:
    """Petitions that are open, by the staff's name for them."""
    return [("", "—"), *((f"{SIGNED}:{public_id}", name) for public_id, name in PetitionKind().choices())]
