"""The forms by which staff find bad signatures, and put chosen ones aside."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from campaigns.forms import LineField
from petitions import selectors
from petitions.enums import REASONS_BY_HAND
from petitions.models import Conditions, Petition
from petitions.selectors.fraud import NO_REGION
from privacy.canonical import mail_domain
from privacy.exceptions import BadAddress

LONGEST_PATTERN = 80
MOST_ALIKE = 10_000


class RuleForm(forms.Form):
    """What to look for: all that is filled in must hold."""

    domain = LineField(
        label=_("Domain of the address"),
        required=False,
        max_length=253,
        help_text=_("For instance example.org; addresses below it, as at mail.example.org, are meant too."),
    )
    is_disposable = forms.BooleanField(
        label=_("A throw-away address"),
        required=False,
        help_text=_(
            "By a public list of domains. People who would rather not be watched use them too: ask for days "
            "or a region as well."
        ),
    )
    name = LineField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_PATTERN,
        help_text=_(
            "First and last name as a whole; * stands for anything, ? for one letter: “test*”, “*xx*”. "
            "Capitals make no difference."
        ),
    )
    same_name = forms.IntegerField(
        label=_("The same name more often than"),
        required=False,
        min_value=1,
        max_value=MOST_ALIKE,
        help_text=_("Every signature with a first and last name that stands here more often than this."),
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    first_day = forms.DateField(label=_("Signed from"), required=False, widget=AdminDateInput)
    last_day = forms.DateField(label=_("Signed until"), required=False, widget=AdminDateInput)

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data)
        regions = [(region, region) for region in selectors.regions_signed(petition)]
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("every region")),
            (NO_REGION, _("no region known")),
            *regions,
        ]

    def clean_domain(self) -> str:
        typed: str = self.cleaned_data["domain"]
        if not typed:
            return ""
        try:
            return mail_domain(f"x@{typed.removeprefix('@')}")
        except BadAddress:
            raise ValidationError(_("This is not a domain.")) from None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and self.conditions.is_empty:
            raise ValidationError(_("Fill in one condition at least."))
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", ValidationError(_("The last day is before the first.")))
        return said

    @property
    def conditions(self) -> Conditions:
        """What was filled in."""
        said = self.cleaned_data
        return Conditions(
            name=said["name"],
            domain=said["domain"],
            is_disposable=said["is_disposable"],
            same_name=said["same_name"] or 0,
            region=said["region"],
            first_day=said["first_day"].isoformat() if said["first_day"] else "",
            last_day=said["last_day"].isoformat() if said["last_day"] else "",
        )


class NumberForm(forms.Form):
    """The number, typed back."""

    number = forms.IntegerField(label=_("How many are put aside?"), min_value=1, localize=True)


class ReasonByHandForm(forms.Form):
    """Why chosen signatures are put aside: one of a few reasons, nothing typed."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=lambda: [("", "…"), *((one.value, one.label) for one in REASONS_BY_HAND)]
    )
