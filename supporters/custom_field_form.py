"""Staff's form of a custom field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from privacy.cleaning import clean_lines
from supporters.models import CustomField
from supporters.models.fields import LONGEST_CHOICE, MOST_CHOICES

# Answers are read by them.
FINAL = ("key", "kind")


class ChoicesField(forms.CharField):
    """One choice on a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else clean_lines(super().to_python(value) or "").split("\n")
        # In the order typed, each once.
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        if len(value) > MOST_CHOICES:
            raise ValidationError(_("%(most)s choices at most."), params={"most": MOST_CHOICES})
        if any(len(line) > LONGEST_CHOICE for line in value):
            raise ValidationError(_("%(most)s letters a choice at most."), params={"most": LONGEST_CHOICE})

    def run_validators(self, value: Any) -> None:
        """Each choice is looked at by the model."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial or []) != self.to_python(data or ""))


class CustomFieldForm(WagtailAdminModelForm):
    """What never changes is shown and cannot be typed into once it is saved."""

    choices = ChoicesField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One on a line, for “One of some choices” alone. Answers that were given stay as they are."
        ),
    )

    class Meta:
        model = CustomField
        fields = ["key", "label", "kind", "choices"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in FINAL:
                self.fields[name].disabled = True
