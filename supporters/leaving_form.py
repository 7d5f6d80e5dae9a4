"""What can be chosen on the page behind the link at the foot of a mail."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.forms import VisitorForm
from supporters.enums import WhyLeft
from supporters.models import List

PAUSES = {"30": _("1 month"), "90": _("3 months"), "180": _("6 months")}


class LeaveSomeForm(VisitorForm):
    """Lists to leave, and a pause. Nothing is ticked: a link that is passed on tells nobody's lists."""

    lists = forms.MultipleChoiceField(label=_("Leave only what you tick"), required=False)
    pause = forms.ChoiceField(
        label=_("Pause all mail for"),
        required=False,
        choices=[("", "—"), *PAUSES.items()],
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )

    def __init__(self, data: Any = None, *, offered: Sequence[List]) -> None:
        super().__init__(data, auto_id="some-%s")
        self.offered = {str(one.public_id): one for one in offered}
        self.fields["lists"].choices = [(key, str(one)) for key, one in self.offered.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["lists"] and not cleaned["pause"]:
            raise ValidationError(_("Tick a list, or choose a pause."))
        return cleaned

    @property
    def chosen(self) -> list[List]:
        """Call it on a valid form."""
        return [self.offered[key] for key in self.cleaned_data["lists"]]

    @property
    def paused_until(self) -> date | None:
        """The first day on which news go out again. Call it on a valid form."""
        days = self.cleaned_data["pause"]
        return utc_today() + timedelta(days=int(days)) if days else None


class WhyForm(VisitorForm):
    """Why they left: asked once, never required."""

    radios = ("why",)

    why = forms.ChoiceField(
        label=_("Would you tell us why?"),
        choices=WhyLeft.choices,
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="why-%s")
