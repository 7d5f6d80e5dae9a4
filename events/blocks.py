"""The form of an event in any page body, also in a stranger's site."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.blocks import ActionBlock
from events.kinds import EventActionKind
from events.names import ATTENDS


class EventBlock(ActionBlock):
    """An action block that offers events only. Stores ``event:<public id>``::

    body = StreamField([("event", EventBlock()), ("text", RichTextBlock())])
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = forms.ChoiceField(
            required=self.field.required, help_text=self.field.help_text, choices=event_choices
        )

    class Meta:
        icon = "date"
        label = _("Event")


def event_choices() -> list[tuple[str, str]]:
    """Events that can be found, by the staff's name for them."""
    return [("", "—"), *((f"{ATTENDS}:{public_id}", name) for public_id, name in EventActionKind().choices())]
