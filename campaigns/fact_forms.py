"""Staff's forms of targets, contracts and local fights."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.enums import Technology
from campaigns.form_fields import AmountField, DomainsField, WordsField
from campaigns.money import Money
from campaigns.typed_amounts import read_amount
from privacy.exceptions import NoSuchTime
from privacy.local_time import to_utc
from privacy.zones import zone_choices


class TargetForm(WagtailAdminModelForm):
    """Offices and what they do; no field is for a person or a home."""

    about = WordsField(
        label=_("What it does"),
        longest=1000,
        rows=3,
        required=False,
        help_text=_("In three sentences, for people who never heard of it."),
    )
    office_hours = WordsField(
        label=_("Office hours"),
        longest=200,
        required=False,
        help_text=_("For instance: Monday to Friday, 9 am to 5 pm."),
    )
    mail_domains = DomainsField()


class ContractForm(WagtailAdminModelForm):
    """The amount is typed as people write it, and kept as minor units."""

    amount = AmountField(
        label=_("Amount"), required=False, help_text=_("For instance 1,250,000. Empty: not known.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minor = self.instance.amount
        if minor is not None:
            self.initial["amount"] = f"{Money(minor, self.instance.currency).amount:,f}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = cleaned.get("amount")
        # A form that did not arrive whole names no currency, and says so.
        currency = cleaned.get("currency") or self.instance.currency
        if "amount" not in cleaned:
            return cleaned
        try:
            cleaned["amount"] = read_amount(typed, currency) if typed else None
        except ValueError:
            self.add_error("amount", ValidationError(_("Write an amount like 25 or 12.50.")))
        return cleaned


class MeasureForm(WagtailAdminModelForm):
    """A local fight. Where it stands is said by its steps."""

    title = WordsField(
        label=_("Title"), longest=200, help_text=_("For instance: Ban on facial recognition by the city.")
    )
    technologies = forms.MultipleChoiceField(
        label=_("Against what"), choices=Technology.choices, widget=forms.CheckboxSelectMultiple
    )
    summary = WordsField(
        label=_("What it does"),
        longest=600,
        rows=2,
        required=False,
        help_text=_("In two sentences, without the law’s words."),
    )
    carve_outs = WordsField(
        label=_("Exceptions"),
        longest=600,
        rows=2,
        required=False,
        help_text=_("Who or what it leaves out, for instance the airport."),
    )
    how_to_speak = WordsField(
        label=_("How to speak there"),
        longest=600,
        rows=2,
        required=False,
        help_text=_("How to sign up, until when, and for how long."),
    )
    hearing_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        local, zone = cleaned.get("hearing_local"), cleaned.get("hearing_zone")
        if local is not None and zone:
            try:
                to_utc(local, zone)
            except NoSuchTime:
                message = _("Clocks go forward that night and skip this time. Choose another.")
                self.add_error("hearing_local", ValidationError(message))
        return cleaned
