"""The form under a fundraiser: how often, how much, and whatever else a donor wants to say."""

from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from campaigns.domains import read_by_others
from campaigns.forms import LineField, PublicForm
from campaigns.money import Money
from campaigns.typed_amounts import read_amount
from donations.enums import Frequency
from donations.models import Designation, DonationDetails, Fundraiser, RecurringDonation
from donations.selectors.rules import GiveRules
from privacy.forms import AddressField, OptionalAddressField

# The choice under which an amount is typed.
OTHER = "other"
AMOUNTS = {Frequency.ONCE: "amount_once", Frequency.MONTHLY: "amount_monthly"}
OTHERS = {Frequency.ONCE: "other_once", Frequency.MONTHLY: "other_monthly"}
DEDICATION_LENGTH = 140
NEEDS_AMOUNT = _("Write the amount that you would like to give.")
NEEDS_ADDRESS = _("Write your e-mail address: from our mail you change or end your monthly gift.")
OTHERS_READ = _(
    "Your school or employer may read mail sent to this address, so we send no receipt there. "
    "Use an address of your own, or give once and leave this line empty."
)


class GiveForm(PublicForm):
    """What a fundraiser asks, drawn by ``donations/give_form.html``. The same for every visitor.

    ``data`` is what was posted; ``page_id`` the page it stands on; ``initial`` what a donor said who comes
    back from the payment (such a page is kept by no cache). An amount is asked once for each frequency, so
    that the form works without a script: only that of the chosen frequency counts.
    """

    radios = ("frequency", *AMOUNTS.values())
    # Who tries stolen cards begins many gifts: each costs a machine a second.
    asks_work = True

    frequency = forms.ChoiceField(
        label=_("How often would you like to give?"),
        choices=[(Frequency.ONCE.value, _("Once")), (Frequency.MONTHLY.value, _("Monthly"))],
        error_messages={
            "required": _("Choose whether you give once or monthly."),
            "invalid_choice": _("Choose whether you give once or monthly."),
        },
    )
    amount_once = forms.ChoiceField(
        label=_("How much, once?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the amounts.")},
    )
    other_once = LineField(label=_("Other amount"), max_length=20, required=False)
    amount_monthly = forms.ChoiceField(
        label=_("How much each month?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the amounts.")},
    )
    other_monthly = LineField(label=_("Other amount each month"), max_length=20, required=False)
    designation = forms.ChoiceField(
        label=_("What is it for?"),
        required=False,
        error_messages={"invalid_choice": _("This is not offered any more. Choose another, or none.")},
    )
    covers_fee = forms.BooleanField(label=_("I also pay the fee, so that all of it arrives"), required=False)
    given_name = LineField(
        label=_("First name"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("This name is too long: 100 characters fit here.")},
    )
    family_name = LineField(
        label=_("Last name"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("This name is too long: 100 characters fit here.")},
    )
    email = OptionalAddressField(label=_("E-mail"))
    dedication = LineField(
        label=_("In honor or memory of"),
        max_length=DEDICATION_LENGTH,
        required=False,
        error_messages={"max_length": _("This is too long: 140 characters fit here.")},
    )
    news = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        rules: GiveRules,
        page_id: int | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        fundraiser = rules.fundraiser
        self.rules = rules
        marked = {
            "amount_once": _marked(fundraiser.marked_once, fundraiser.amounts_once),
            "amount_monthly": _marked(fundraiser.marked_monthly, fundraiser.amounts_monthly),
        }
        super().__init__(
            data,
            name=f"give-{fundraiser.public_id}",
            page_id=page_id,
            initial={**marked, **(initial or {})},
        )
        taken = self.frequencies
        self._offer_amounts(Frequency.ONCE, fundraiser.amounts_once)
        self._offer_amounts(Frequency.MONTHLY, fundraiser.amounts_monthly)
        if len(taken) == 1:
            del self.fields["frequency"]
        if taken == [Frequency.MONTHLY]:
            self.fields["email"] = AddressField(label=_("E-mail"), error_messages={"required": NEEDS_ADDRESS})
        if not rules.designations:
            del self.fields["designation"]
        else:
            self._replace("designation", [("", _("Where it is needed most")), *self._designations()])
        self.news_wording = rules.news_wordings.get(self.language) if fundraiser.ask_news else None
        unasked = {
            "covers_fee": not fundraiser.asks_fee,
            "dedication": not fundraiser.takes_dedication,
            "news": self.news_wording is None,
        }
        for name, is_unasked in unasked.items():
            if is_unasked:
                del self.fields[name]

    @property
    def frequencies(self) -> list[Frequency]:
        """How often one may give here."""
        fundraiser = self.rules.fundraiser
        taken = {Frequency.ONCE: fundraiser.takes_once, Frequency.MONTHLY: fundraiser.takes_monthly}
        return [frequency for frequency, is_taken in taken.items() if is_taken]

    def _offer_amounts(self, frequency: Frequency, amounts: Sequence[int]) -> None:
        name, other = AMOUNTS[frequency], OTHERS[frequency]
        if frequency not in self.frequencies:
            del self.fields[name], self.fields[other]
            return
        takes_other = self.rules.fundraiser.takes_other
        choices = [(str(minor), self.rules.fundraiser.money(minor).brief) for minor in amounts]
        self._replace(name, [*choices, *([(OTHER, _("Other amount"))] if takes_other else [])])
        if not takes_other:
            del self.fields[other]

    def _replace(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        # All forms share their fields.
        field = self.fields[name] = deepcopy(self.fields[name])
        field.choices = choices  # type: ignore[attr-defined]

    def _designations(self) -> list[tuple[str, str]]:
        language = get_language() or ""
        return [(key, one.name_in(language)) for key, one in self.rules.designations.items()]

    # --- cleaning --------------------------------------------------------------------------

    def clean_email(self) -> str:
        """Refused where others read what is written: a receipt says who gives, and for what."""
        return refuse_read_by_others(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Find the amount of the chosen frequency; ask for an address where one is needed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        frequency = self.chosen_frequency
        if frequency is not None:
            self._find_amount(frequency)
        if not cleaned.get("email") and "email" not in self.errors:
            if frequency == Frequency.MONTHLY:
                self.add_error("email", ValidationError(NEEDS_ADDRESS))
            elif cleaned.get("news"):
                self.add_error(
                    "email", ValidationError(_("Write the e-mail address to which we may send news."))
                )
        return cleaned

    @property
    def chosen_frequency(self) -> Frequency | None:
        """How often, as chosen or as the only way there is; None where it is still to be chosen."""
        if "frequency" not in self.fields:
            return self.frequencies[0]
        chosen = self.cleaned_data.get("frequency")
        return Frequency(chosen) if chosen else None

    def _find_amount(self, frequency: Frequency) -> None:
        name, other = AMOUNTS[frequency], OTHERS[frequency]
        if name in self.errors:
            return
        chosen = self.cleaned_data.get(name, "")
        typed = self.cleaned_data.get(other, "")
        if chosen == OTHER or (not chosen and typed):
            self._read_other(other, typed)
        elif not chosen:
            self.add_error(name, ValidationError(_("Choose an amount.")))
        elif typed and self._differs(typed, int(chosen)):
            # Nobody is charged what they may not have meant.
            said = {"chosen": self.rules.fundraiser.money(int(chosen)).brief}
            self.add_error(
                other,
                ValidationError(
                    _(
                        "You chose %(chosen)s above and wrote another amount here. "
                        "Choose “Other amount”, or empty this line."
                    ),
                    params=said,
                ),
            )
        else:
            self.cleaned_data["amount"] = int(chosen)

    def _differs(self, typed: str, chosen: int) -> bool:
        try:
            return read_amount(typed, self.rules.fundraiser.currency) != chosen
        except ValueError:
            return True

    def _read_other(self, name: str, typed: str) -> None:
        if not typed:
            self.add_error(name, ValidationError(NEEDS_AMOUNT))
            return
        try:
            self.cleaned_data["amount"] = amount_within(typed, self.rules.fundraiser, example=self.example)
        except ValidationError as error:
            self.add_error(name, error)

    @property
    def fee_help(self) -> str:
        """What the payment service keeps: “About 2.9 % and $0.30 of each gift.”."""
        fundraiser = self.rules.fundraiser
        rate = number_format((Decimal(fundraiser.fee_rate) / 100).normalize())
        fixed = fundraiser.money(fundraiser.fee_fixed)
        said = {"rate": rate, "fixed": fixed}
        return gettext("The payment service keeps about %(rate)s%% and %(fixed)s of each gift.") % said

    @property
    def example(self) -> str:
        """An amount as it may be written, in figures alone."""
        fundraiser = self.rules.fundraiser
        return str(fundraiser.money(fundraiser.marked_once or fundraiser.least * 10).amount)

    # --- what was said ---------------------------------------------------------------------

    @property
    def amount(self) -> int:
        """In minor units of the fundraiser's currency. Call it on a valid form."""
        found: int = self.cleaned_data["amount"]
        return found

    @property
    def chosen_designation(self) -> Designation | None:
        """What it is for; None: where it is needed most. Call it on a valid form."""
        return self.rules.designations.get(self.cleaned_data.get("designation", ""))

    def typed(self) -> DonationDetails:
        """What was typed, as it is sealed. Call it on a valid form."""
        said = self.cleaned_data
        return DonationDetails(
            email=said.get("email", ""),
            given_name=said.get("given_name", ""),
            family_name=said.get("family_name", ""),
            dedication=said.get("dedication", ""),
            news=said.get("news", False),
            consents=self._consents(),
        )

    def _consents(self) -> list[list[Any]]:
        """The tick with the wording that stood on the page, which may be an older, kept one.

        A box left empty is no answer: nothing was refused.
        """
        if self.news_wording is None or not self.cleaned_data.get("news"):
            return []
        shown = self.shown_wording()
        wording = self.rules.known_wordings.get(shown) if shown is not None else None
        list_id = str(self.rules.fundraiser.campaign.news_list.public_id)
        return [[str((wording or self.news_wording).public_id), True, list_id]]


def refuse_read_by_others(address: str) -> str:
    """The address itself. Raises ValidationError by its domain alone, which tells nobody who gave."""
    if read_by_others(address):
        raise ValidationError(OTHERS_READ, code="read_by_others")
    return address


class OwnAmountForm(forms.Form):
    """Another amount for one's own monthly gift, all in all: of ``recurring``'s currency, in its limits."""

    amount = LineField(
        label=_("How much each month?"), max_length=20, error_messages={"required": NEEDS_AMOUNT}
    )

    def __init__(self, data: Any = None, *, recurring: RecurringDonation) -> None:
        charged = str(Money(recurring.charged, recurring.currency).amount)
        super().__init__(data, initial={"amount": charged})
        self.fundraiser, self.example = recurring.fundraiser, charged

    def clean_amount(self) -> int:
        """Minor units."""
        return amount_within(self.cleaned_data["amount"], self.fundraiser, example=self.example)


def amount_within(typed: str, fundraiser: Fundraiser, *, example: str) -> int:
    """Minor units of what was typed. Raises ValidationError for what is no amount, too little or too much."""
    try:
        amount = read_amount(typed, fundraiser.currency)
    except ValueError:
        message = _("Write the amount in figures, for instance %(example)s.")
        raise ValidationError(message, params={"example": example}) from None
    if amount < fundraiser.least:
        message = _("The smallest gift we can take here is %(least)s.")
        raise ValidationError(message, params={"least": fundraiser.money(fundraiser.least).brief})
    if amount > fundraiser.most:
        message = _("The largest gift we can take here is %(most)s. To give more, write to us.")
        raise ValidationError(message, params={"most": fundraiser.money(fundraiser.most).brief})
    return amount


def _marked(minor: int | None, amounts: Sequence[int]) -> str:
    """The choice that is made beforehand: where nothing is suggested, the line to write in."""
    if minor is not None:
        return str(minor)
    return "" if amounts else OTHER
