"""The form on the page of a public list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.forms import AddressField, PersonFields, VisitorForm
from supporters.models import ConsentWording, TypedJoin
from supporters.registries import read_by_others


class JoinForm(PersonFields, VisitorForm):
    """Who joins. The id of the words under the button travels along: a yes names those on the page."""

    email = AddressField(
        label=_("E-mail"),
        error_messages={
            "required": _("Write your e-mail address: the link that confirms goes there."),
        },
    )
    wording = forms.UUIDField(required=False)

    def __init__(self, data: Any = None, *, asked: ConsentWording) -> None:
        super().__init__(data, auto_id="join-%s")
        self.asked = asked

    def clean_email(self) -> str:
        """Refused where others read what is written."""
        address: str = self.cleaned_data["email"]
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
