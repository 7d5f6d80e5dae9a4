"""The forms of the own door, and of the page that asks for its link."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.canonical import canonical_phone
from privacy.days import utc_today
from privacy.exceptions import BadPhone
from privacy.forms import AddressField, LineField, PersonFields, VisitorForm
from privacy.localized import language_name
from supporters.enums import Fingerprint
from supporters.models import List, Organization
from supporters.registries import read_by_others
from supporters.services import LONGEST_PAUSE, Choices, Corrected

ONE_DAY = timedelta(days=1)


class AskForm(VisitorForm):
    """An address, to which the link goes."""

    email = AddressField(
        label=_("Your e-mail address"),
        error_messages={
            "required": _("Write the address that you signed with."),
        },
    )

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if read_by_others(address):
            said = _(
                "Your school or employer may read mail sent to this address, so we send nothing about you "
                "there. Write to %(contact)s from an address of your own."
            )
            raise ValidationError(said, code="read_by_others", params={"contact": _contact()})
        return address


def _contact() -> str:
    organization = Organization.load()
    return organization.privacy_contact or organization.contact_email or str(_("us"))


class DrawnChoices(forms.MultipleChoiceField):
    """What was ticked when the page was drawn: something may be offered no more since."""

    def valid_value(self, value: Any) -> bool:
        return True


class ChoicesForm(VisitorForm):
    """Lists on and off, language, and a pause.

    What was drawn is sent along, and only what differs from it is done: a page that lay open for long must
    not undo what was decided elsewhere meanwhile.
    """

    lists = forms.MultipleChoiceField(label=_("Mail you get"), required=False)
    language = forms.ChoiceField(
        label=_("Language of our mail"),
        error_messages={"invalid_choice": _("Choose a language of the list.")},
    )
    was = DrawnChoices(required=False)
    language_was = forms.CharField(required=False, max_length=10)
    paused_was = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    wording = forms.UUIDField(required=False)
    paused_until = forms.DateField(
        label=_("Pause all mail until"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year, month, day: 2030-05-31.")},
    )

    def __init__(self, data: Any = None, *, offered: Sequence[List], initial: dict[str, Any] | None = None):
        super().__init__(data, auto_id="choices-%s", initial=initial)
        self.offered = {str(one.public_id): one for one in offered}
        for name in ("lists", "was"):
            self.fields[name].choices = [(key, str(one)) for key, one in self.offered.items()]  # type: ignore[attr-defined]
        codes = [code for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = [(code, language_name(code)) for code in codes]  # type: ignore[attr-defined]

    @property
    def earliest(self) -> date:
        return utc_today() + ONE_DAY

    @property
    def latest(self) -> date:
        return utc_today() + LONGEST_PAUSE

    def clean_paused_until(self) -> date | None:
        until: date | None = self.cleaned_data["paused_until"]
        if (
            until is not None
            and until != self.cleaned_data.get("paused_was")
            and not self.earliest <= until <= self.latest
        ):
            raise ValidationError(_("Choose a day from tomorrow on, within a year."))
        return until

    def chosen(self) -> Choices:
        """What differs from what was drawn."""
        said = self.cleaned_data
        ticked, drawn = set(said["lists"]), set(said["was"])
        return Choices(
            joined=[one for key, one in self.offered.items() if key in ticked - drawn],
            left=[one for key, one in self.offered.items() if key in drawn - ticked],
            language=said["language"] if said["language"] != said["language_was"] else "",
            changes_pause=said["paused_until"] != said["paused_was"],
            paused_until=said["paused_until"],
        )


class CorrectForm(PersonFields, VisitorForm):
    """Who they are; the address is not among it: it is what opens this door."""

    phone = LineField(
        label=_("Phone"),
        max_length=40,
        required=False,
        error_messages={"max_length": _("This number is too long.")},
    )

    def __init__(self, data: Any = None, *, country: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="correct-%s", initial=initial)
        self.country = country

    def clean_phone(self) -> str:
        number: str = self.cleaned_data["phone"]
        if number:
            try:
                canonical_phone(number, self.country)
            except BadPhone:
                raise ValidationError(
                    _("Nobody could dial this number. Write it with its area code.")
                ) from None
        return number

    def said(self) -> Corrected:
        return Corrected(**self.cleaned_data)


class EraseForm(VisitorForm):
    """What becomes of the fingerprint."""

    radios = ("fingerprint",)

    fingerprint = forms.ChoiceField(
        label=_("And then?"),
        choices=[
            (
                Fingerprint.KEEP.value,
                _("Forget me and keep only a fingerprint, so that nobody can add me again (recommended)"),
            ),
            (Fingerprint.FORGET.value, _("Forget even that")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the two. Both erase everything else."),
            "invalid_choice": _("Choose one of the two. Both erase everything else."),
        },
    )

    @property
    def keeps_fingerprint(self) -> bool:
        return bool(self.cleaned_data["fingerprint"] == Fingerprint.KEEP)
