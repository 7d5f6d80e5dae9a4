"""The form on the page of a public list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.canonical import canonical_address
from privacy.exceptions import BadAddress
from privacy.forms import LineField, VisitorForm
from supporters.models import ConsentWording, TypedJoin
from supporters.registries import read_by_others


class JoinForm(VisitorForm):
    """Who joins. The id of the words under the button travels along: a yes names those on the page."""

    given_name = LineField(
        label=_("First name"),
        max_length=100,
        error_messages={
            "required": _("Write your first name, or the name you go by."),
            "max_length": _("This name is too long: 100 characters fit here."),
        },
    )
    family_name = LineField(
        label=_("Last name"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("This name is too long: 100 characters fit here.")},
    )
    email = LineField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address: the link that confirms goes there."),
            "max_length": _("This address is too long: 254 characters fit here."),
        },
    )
    postal_code = LineField(
        label=_("Postal code"),
        max_length=20,
        required=False,
        error_messages={"max_length": _("This postal code is too long: 20 characters fit here.")},
    )
    wording = forms.UUIDField(required=False)

    def __init__(self, data: Any = None, *, asked: ConsentWording) -> None:
        super().__init__(data, auto_id="join-%s")
        self.asked = asked

    def clean_email(self) -> str:
        """The address as typed; refused where nobody could be written to, or others read what is written."""
        address: str = self.cleaned_data["email"].replace(" ", "")
        try:
            canonical_address(address)
        except BadAddress:
            raise ValidationError(
                _("This is not an e-mail address. It looks like name@example.org.")
            ) from None
        if read_by_others(address):
            raise ValidationError(
                _(
                    "Your school or employer may read mail sent to this address, so we send no news there. "
                    "Use an address of your own."
                ),
                code="read_by_others",
            )
        return address

    def typed(self) -> TypedJoin:
        said = self.cleaned_data
        return TypedJoin(
            given_name=said["given_name"],
            family_name=said["family_name"],
            email=said["email"],
            postal_code=said["postal_code"],
            wording=str(said["wording"] or self.asked.public_id),
        )
