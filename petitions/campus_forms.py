"""The forms behind a campus link: what happened, and a message to those who asked for news. Plain text."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, LinesField, PublicForm
from petitions.https_field import HttpsField
from privacy.days import utc_today
from privacy.localized import LocalizedText, language_name

# How long ago something may have happened that is told now.
OLDEST = timedelta(days=366)


class WordsForm(PublicForm):
    """Texts in each language of the site: that of the page first, and the required ones always in it."""

    # Name of the text, its longest, and whether it has several lines.
    texts: dict[str, tuple[Any, int, bool]] = {}
    required_texts: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, name: str) -> None:
        super().__init__(data, name=name)
        others, self.fields = self.fields, {}
        known = [code for code, _name in settings.LANGUAGES]
        first = self.language if self.language in known else settings.LANGUAGE_CODE
        self.languages = [first, *(code for code in known if code != first)]
        for code in self.languages:
            for text, (label, longest, has_lines) in self.texts.items():
                kind = LinesField if has_lines else LineField
                self.fields[f"{text}_{code}"] = kind(
                    label=label, max_length=longest, required=code == first and text in self.required_texts
                )

        self.fields |= others

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Code, name and fields of each language, the page's own first."""
        return [
            (code, language_name(code), [self[f"{text}_{code}"] for text in self.texts])
            for code in self.languages
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for code in self.languages:
            written = [text for text in self.texts if cleaned.get(f"{text}_{code}")]
            for text in self.required_texts:
                name = f"{text}_{code}"
                if written and text not in written and name not in self.errors:
                    self.add_error(name, _("Write this in the same language, too."))
        return cleaned

    def said(self, text: str) -> LocalizedText:
        """One text in every language it was written in. Call it on a valid form."""
        found = {code: self.cleaned_data.get(f"{text}_{code}", "") for code in self.languages}
        return LocalizedText({code: words for code, words in found.items() if words})


class UpdateForm(WordsForm):
    """What happened at this campus."""

    texts = {"title": (_("What happened"), 120, False), "body": (_("In a few sentences"), 1_500, True)}
    required_texts = ("title",)

    url = HttpsField(label=_("Where one can read more"))
    day = forms.DateField(label=_("On which day"), required=False)

    def clean_day(self) -> date:
        """The day, not ahead and not older than a year; today unless told."""
        today = utc_today()
        day: date = self.cleaned_data["day"] or today
        # Somewhere it is tomorrow already.
        if not today - OLDEST <= day <= today + timedelta(days=1):
            raise ValidationError(_("Choose today or a day of the last year."))
        return day


class NewsForm(WordsForm):
    """One message to those at this campus who asked for news."""

    texts = {
        "subject": (_("Subject"), 120, False),
        "text": (_("Text"), 3_000, True),
        "button_label": (_("What the button says"), 40, False),
    }
    required_texts = ("subject", "text")

    button_url = HttpsField(label=_("Where a button leads"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        labels = [cleaned.get(f"button_label_{code}") for code in self.languages]
        if any(labels) and not cleaned.get("button_url") and "button_url" not in self.errors:
            self.add_error("button_url", _("Write where the button leads, or leave its words empty."))
        if cleaned.get("button_url") and not any(labels):
            self.add_error(f"button_label_{self.languages[0]}", _("Write what the button says."))
        return cleaned
