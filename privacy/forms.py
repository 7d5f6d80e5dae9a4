"""What forms for visitors share on every floor: cleaned text, and the summary of what is wrong."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.canonical import canonical_address
from privacy.cleaning import clean_line, clean_lines
from privacy.exceptions import BadAddress


class LineField(forms.CharField):
    """One line of text, freed of control and direction marks before its length is looked at."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Several lines of text, freed of the same."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


class AddressField(LineField):
    """An address as typed, for mail goes to it; refused where nobody could be written to."""

    default_error_messages: ClassVar = {
        "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        "max_length": _("This address is too long: 254 characters fit here."),
    }

    def __init__(self, **said: Any) -> None:
        super().__init__(max_length=254, **said)

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value).replace(" ", "")
        try:
            canonical_address(typed)
        except BadAddress:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return typed


class OptionalAddressField(AddressField):
    """An address, or none."""

    def __init__(self, **said: Any) -> None:
        super().__init__(required=False, **said)

    def clean(self, value: Any) -> str:
        return super().clean(value) if str(value or "").strip() else ""


class PersonFields(forms.Form):
    """Who somebody is, as every form for visitors asks: a name one goes by, and what nobody has to say."""

    # A form's own e-mail and phone stand between.
    field_order: tuple[str, ...] = ("given_name", "family_name", "email", "phone", "postal_code")

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
    postal_code = LineField(
        label=_("Postal code"),
        max_length=20,
        required=False,
        error_messages={"max_length": _("This postal code is too long: 20 characters fit here.")},
    )


class VisitorForm(forms.Form):
    """A form whose inputs are written by hand in ``countersign/form/``."""

    # Fields drawn as a group of radios: no input of those has the plain id, the first has it with "_0".
    radios: ClassVar[tuple[str, ...]] = ()

    def error_links(self) -> list[tuple[str, str]]:
        """Id of the input and message of each error, in the order of the form, for the summary."""
        found = [("", str(message)) for message in self.non_field_errors()]
        for bound in self:
            anchor = f"{bound.auto_id}_0" if bound.name in self.radios else bound.auto_id
            found += [(anchor, str(message)) for message in bound.errors]
        return found
