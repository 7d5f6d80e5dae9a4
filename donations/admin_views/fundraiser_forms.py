"""Staff's form of a fundraiser. Amounts are typed as people write them, and kept as minor units."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.form_fields import AmountField
from campaigns.money import Money
from campaigns.selectors import visible_campaigns
from campaigns.typed_amounts import read_amount
from donations.models import Fundraiser
from privacy.exceptions import NoSuchTime
from privacy.local_time import to_utc
from privacy.zones import zone_choices

# What is one amount, and what it is where nothing is typed.
EMPTY: dict[str, int | None] = {
    "marked_once": None,
    "marked_monthly": None,
    "least": None,
    "most": None,
    "fee_fixed": 0,
    "goal_money": None,
    "start_money": 0,
    "stretch": None,
}
LISTS = ("amounts_once", "amounts_monthly")
WRONG = _("Write an amount like 25 or 12.50.")
WRONG_LIST = _("Write amounts with a space between them, for instance 25 50 100.")


class FundraiserForm(WagtailAdminModelForm):
    """What is asked for, in which amounts, until when, and what becomes of it after."""

    amounts_once = forms.CharField(
        label=_("Suggested amounts, once"), required=False, max_length=120, help_text=WRONG_LIST
    )
    amounts_monthly = forms.CharField(
        label=_("Suggested amounts, monthly"), required=False, max_length=120, help_text=WRONG_LIST
    )
    marked_once = AmountField(label=_("Marked amount, once"), required=False)
    marked_monthly = AmountField(label=_("Marked amount, monthly"), required=False)
    least = AmountField(label=_("Smallest gift"))
    most = AmountField(label=_("Largest gift"))
    fee_fixed = AmountField(label=_("Fee for each gift"), required=False)
    goal_money = AmountField(label=_("Goal of money"), required=False)
    start_money = AmountField(label=_("Money at the start"), required=False)
    stretch = AmountField(label=_("Second goal of money"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "campaign" in self.fields and self.for_user is not None:
            campaign: Any = self.fields["campaign"]
            campaign.queryset = visible_campaigns(self.for_user)
        fundraiser: Fundraiser = self.instance
        for name in EMPTY:
            minor = getattr(fundraiser, name)
            self.initial[name] = "" if minor is None else _typed(minor, fundraiser.currency)
        for name in LISTS:
            typed = [_typed(minor, fundraiser.currency) for minor in getattr(fundraiser, name)]
            self.initial[name] = " ".join(typed)
        if not fundraiser._state.adding and "currency" in self.fields and fundraiser.donations.exists():
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _("It stays: gifts were made in it.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        currency = cleaned.get("currency") or self.instance.currency
        for name, empty in EMPTY.items():
            if name in cleaned:
                self._read(cleaned, name, currency, empty)
        for name in LISTS:
            if name in cleaned:
                self._read_list(cleaned, name, currency)
        self._clean_deadline(cleaned)
        return cleaned

    def _read(self, cleaned: dict[str, Any], name: str, currency: str, empty: int | None) -> None:
        typed = cleaned[name]
        try:
            cleaned[name] = read_amount(typed, currency) if typed else empty
        except ValueError:
            self.add_error(name, ValidationError(WRONG))

    def _read_list(self, cleaned: dict[str, Any], name: str, currency: str) -> None:
        try:
            cleaned[name] = [read_amount(typed, currency) for typed in cleaned[name].split()]
        except ValueError:
            self.add_error(name, ValidationError(WRONG_LIST))

    def _clean_deadline(self, cleaned: dict[str, Any]) -> None:
        local, zone = cleaned.get("deadline_local"), cleaned.get("zone")
        if local is None or not zone:
            return
        try:
            to_utc(local, zone)
        except NoSuchTime:
            message = _("Clocks go forward that night and skip this time. Choose another.")
            self.add_error("deadline_local", ValidationError(message))


class FundraiserChooserForm(FundraiserForm):
    """What the create tab asks: enough for a fundraiser that works; the rest has good defaults."""

    LATER = (*LISTS, *(name for name in EMPTY if name != "goal_money"))

    class Meta:
        model = Fundraiser
        fields = ["name", "campaign", "currency", "goal_money", "goal_donors", "deadline_local", "zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LATER:
            del self.fields[name]


def _typed(minor: int, currency: str) -> str:
    """As it is typed: without sign, and without a point where nothing stands behind it."""
    amount = Money(minor, currency).amount
    return f"{amount:f}" if amount != amount.to_integral_value() else f"{amount.to_integral_value():f}"
