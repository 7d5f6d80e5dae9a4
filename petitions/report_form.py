"""The form by which a visitor says what is wrong with a page."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LinesField, PublicForm
from petitions.enums import ReportReason
from petitions.models import Petition
from petitions.selectors import OfferedPlace

REPORT_LENGTH = 500


class ReportForm(PublicForm):
    """Asks what is wrong, and nothing of who asks; drawn by ``petitions/report.html``."""

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

    def __init__(
        self,
        data: Any = None,
        *,
        petition: Petition,
        at: OfferedPlace | None = None,
        page_id: int | None = None,
    ) -> None:
        super().__init__(data, name=f"report-{at.key if at else petition.public_id}", page_id=page_id)
        self.petition = petition
        self.at = at
        ids = [petition.public_id, *([at.slug] if at else [])]
        self.action_url = reverse("countersign_report_place" if at else "countersign_report", args=ids)
