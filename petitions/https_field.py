"""The field for a public address, in forms of visitors and of staff."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField
from petitions.models.updates import SECURE

WHOLE = _("Write the whole address, beginning with https://")


class HttpsField(LineField):
    """A public address of at most 500 characters, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if not address:
            return ""
        if not address.startswith(SECURE):
            raise ValidationError(WHOLE)
        # Nothing that could show one host and lead to another.
        forms.URLField(assume_scheme="https").clean(address)
        if "@" in address.removeprefix(SECURE).partition("/")[0]:
            raise ValidationError(WHOLE)
        return address
