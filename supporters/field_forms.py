"""One answer to a question of the organization's own: how it is typed, checked and read out."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.denylist import EXPLANATION, refuse_status_words
from privacy.forms import LineField
from supporters.enums import FieldKind
from supporters.models import CustomField

LONGEST_ANSWER = 200
# Of a number: six digits before the point. Longer ones are no counts but papers, or somebody's phone.
MOST_DIGITS, MOST_PLACES = 8, 2

type Answer = str | int | float | bool


def answer_field(field: CustomField) -> forms.Field:
    """What an answer to this question is typed into; empty says nothing."""
    label = str(field)
    if field.kind == FieldKind.CHOICE:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "…"), *((one, one) for one in field.choices)]
        )
    if field.kind == FieldKind.NUMBER:
        return forms.DecimalField(
            label=label, required=False, max_digits=MOST_DIGITS, decimal_places=MOST_PLACES
        )
    if field.kind == FieldKind.YES_NO:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "…"), ("yes", _("yes")), ("no", _("no"))]
        )
    return LineField(
        label=label,
        required=False,
        max_length=LONGEST_ANSWER,
        validators=[refuse_status_words],
        help_text=EXPLANATION,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def stored(field: CustomField, cleaned: Any) -> Answer | None:
    """What is sealed of a cleaned answer; None for none."""
    if cleaned in (None, ""):
        return None
    if field.kind == FieldKind.YES_NO:
        return bool(cleaned == "yes")
    if isinstance(cleaned, Decimal):
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)
    return str(cleaned)
