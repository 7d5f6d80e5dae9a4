"""The form by which a visitor says what is wrong with a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ReportReason
from campaigns.forms import LinesField, PublicForm

REPORT_LENGTH = 500


class ReportForm(PublicForm):
    """Asks what is wrong, and nothing of who asks; drawn by ``countersign/form/report.html``.

    ``name`` keeps its inputs apart, ``action_url`` is where it is sent, ``page_id`` the page it stands on.
    """

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportReason.choices,
        error_messages={
            "required": _("Choose what is wrong."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    text = LinesField(
        label=_("Where on the page, and what?"),
        max_length=REPORT_LENGTH,
        required=False,
        error_messages={"max_length": _("This is too long: 500 characters fit here.")},
    )

    def __init__(self, data: Any = None, *, name: str, action_url: str, page_id: int | None = None) -> None:
        super().__init__(data, name=name, page_id=page_id)
        self.action_url = action_url
