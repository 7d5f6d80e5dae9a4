"""A short public text in several languages, in one JSON column."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def language_name(code: str) -> str:
    """The language's name in the language being read; the code where the site does not speak it."""
    return str(dict(settings.LANGUAGES).get(code, code))


class LocalizedText(dict[str, str]):
    """``{"en": "…", "es": "…"}``. Whoever shows ``best()`` sets ``lang=`` to the language it returns."""

    def best(self, language: str) -> tuple[str, str]:
        """The text for ``language``, else its base language, the site's first, any other; with its language.

        ``("", language)`` if there is no text at all.
        """
        for candidate in (language, language.partition("-")[0], settings.LANGUAGE_CODE, *self):
            if text := self.get(candidate):
                return text, candidate
        return "", language

    def __str__(self) -> str:
        return self.best(settings.LANGUAGE_CODE)[0]


def _checked(value: object) -> LocalizedText:
    if value is None or value == "":
        return LocalizedText()
    if not isinstance(value, dict) or not all(
        isinstance(language, str) and isinstance(text, str) for language, text in value.items()
    ):
        raise ValidationError(_("A text for each language is expected here."))
    return LocalizedText({language: text for language, text in value.items() if text})


class LocalizedTextWidget(forms.MultiWidget):
    """One input per language of the site."""

    template_name = "countersign/forms/localized_text.html"

    def __init__(
        self, widget: type[forms.Widget] = forms.TextInput, attrs: dict[str, Any] | None = None
    ) -> None:
        self.languages = [code for code, _name in settings.LANGUAGES]
        super().__init__({code: widget(attrs={"lang": code}) for code in self.languages}, attrs)

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (_code, language) in zip(context["widget"]["subwidgets"], settings.LANGUAGES, strict=True):
            part["language_name"] = language
        return context


class LocalizedTextFormField(forms.MultiValueField):
    """Required means: one language at least; ``longest`` is in letters, of each language."""

    def __init__(
        self, *, widget: type[forms.Widget] = forms.TextInput, longest: int | None = None, **kwargs: Any
    ) -> None:
        parts = [forms.CharField(required=False, max_length=longest) for _language in settings.LANGUAGES]
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        super().__init__(parts, widget=LocalizedTextWidget(widget), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> LocalizedText:
        codes = (code for code, _name in settings.LANGUAGES)
        return LocalizedText({code: text for code, text in zip(codes, data_list, strict=False) if text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.widget.decompress(initial), data)


class LocalizedTextField(models.JSONField):
    """Column of a LocalizedText: never NULL, ``{}`` when nothing is written yet.

    ``longest``: so many letters at most in each language, for what stands on buttons, in menus and tables. No
    migration knows of it: the column is the same, and what was longer before stays until it is edited.
    """

    def __init__(self, *args: Any, longest: int | None = None, **kwargs: Any) -> None:
        self.longest = longest
        kwargs.setdefault("default", LocalizedText)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LocalizedText:
        return LocalizedText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> LocalizedText:
        return _checked(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> LocalizedText:
        text = LocalizedText(super().clean(_checked(value), model_instance))
        for one in text.values():
            if self.longest is not None:
                MaxLengthValidator(self.longest)(one)
        return text

    def get_prep_value(self, value: Any) -> Any:
        return dict(value) if isinstance(value, dict) else super().get_prep_value(value)

    def formfield(self, **kwargs: Any) -> Any:
        ours = {"form_class": LocalizedTextFormField, "longest": self.longest}
        return models.Field.formfield(self, **{**ours, **kwargs})
