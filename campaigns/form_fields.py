"""Fields of staff's forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.validators import clean_domains
from privacy.canonical import PROVIDERS
from privacy.cleaning import clean_line, clean_lines
from privacy.localized import LocalizedText, LocalizedTextFormField


class DomainsField(forms.CharField):
    """A list of mail domains, typed one on a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Mail domains"))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}))
        kwargs.setdefault(
            "help_text",
            _(
                "One on a line, for instance example.edu. "
                "Who signs with such an address is asked for a personal one."
            ),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        words = str(super().to_python(value)).lower().replace(",", " ").split()
        # In the order typed, each once, and without the "@" people put before a domain.
        return list(dict.fromkeys(word.lstrip("@") for word in words))

    def validate(self, value: Any) -> None:
        super().validate(value)
        clean_domains(value)
        for domain in value:
            if domain in PROVIDERS:
                raise ValidationError(
                    _("%(domain)s is where anybody has a mailbox: everybody who has would be turned away."),
                    params={"domain": domain},
                )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or []) != self.to_python(data or "")


class WordsField(LocalizedTextFormField):
    """Plain text in each language of the site, cleaned of marks nobody sees."""

    def __init__(self, *, longest: int, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea if rows else forms.TextInput, **kwargs)
        self.longest, self.is_line = longest, not rows
        if rows:
            for part in self.widget.widgets:
                part.attrs["rows"] = rows

    def compress(self, data_list: list[str]) -> LocalizedText:
        cleaned = super().compress(
            [(clean_line if self.is_line else clean_lines)(text) for text in data_list]
        )
        if any(len(text) > self.longest for text in cleaned.values()):
            raise ValidationError(_("At most %(number)d characters."), params={"number": self.longest})
        return cleaned


class AmountField(forms.CharField):
    """An amount as people write it; the form knows its currency."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=20, widget=widget, **kwargs)
