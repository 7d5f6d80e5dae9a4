"""Forms of the legal register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.choices import DemandKind, DemandOutcome
from privacy.forms import LineField, LinesField
from privacy.holds import scope_choices
from privacy.models.legal import LegalDemand, LegalWords

MOST_LETTERS = 5000


class _DayField(forms.DateField):
    """A day, by the browser's own calendar."""

    def __init__(self, **said: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **said)


class WordsForm(forms.Form):
    """What may name people: kept sealed."""

    words = LinesField(
        label=_("What is asked for, in your words"),
        max_length=MOST_LETTERS,
        required=False,
        help_text=_("Kept encrypted. Leave names of supporters out all the same."),
    )
    counsel = LineField(label=_("Who counsels us"), max_length=200, required=False)

    def sealed(self) -> LegalWords:
        return LegalWords(words=self.cleaned_data["words"], counsel=self.cleaned_data["counsel"])


class DemandForm(WordsForm):
    """One demand of an authority."""

    field_order = ("kind", "authority", "received", "deadline", "words", "counsel", "outcome")

    kind = forms.ChoiceField(label=_("Kind"), choices=DemandKind.choices)
    authority = LineField(
        label=_("Which authority"),
        max_length=200,
        help_text=_("The name of the office or court, never a person's."),
    )
    received = _DayField(label=_("Received on"))
    deadline = _DayField(label=_("To be answered by"), required=False)
    outcome = forms.ChoiceField(label=_("What became of it"), choices=DemandOutcome.choices)
    is_gagged = forms.BooleanField(label=_("We are forbidden to tell of it"), required=False)
    gagged_until = _DayField(
        label=_("Forbidden until"), required=False, help_text=_("Empty: until it is lifted.")
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        received, deadline = said.get("received"), said.get("deadline")
        if received and deadline and deadline < received:
            self.add_error("deadline", _("This day is before the one on which it was received."))
        if said.get("gagged_until") and not said.get("is_gagged"):
            self.add_error(
                "gagged_until", _("Tick that we are forbidden to tell of it, or leave this empty.")
            )
        return said

    def said(self) -> dict[str, Any]:
        """The fields in clear."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"words", "counsel"}}


class HoldForm(WordsForm):
    """What must not be deleted from now on."""

    field_order = ("demand", "scope", "review", "words", "counsel")

    demand = forms.ChoiceField(label=_("Because of"), required=False)
    scope = forms.ChoiceField(label=_("What must not be deleted"))
    review = _DayField(label=_("Counsel looks at it again on"), required=False)

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.demands = {str(one.public_id): one for one in LegalDemand.objects.order_by("-received", "-pk")}
        self.fields["demand"].choices = [  # type: ignore[attr-defined]
            ("", _("No demand yet, we expect one")),
            *((key, f"{one.get_kind_display()}: {one.authority}") for key, one in self.demands.items()),
        ]
        self.fields["scope"].choices = [("", "…"), *scope_choices()]  # type: ignore[attr-defined]
        self.fields["words"].label = _("Why, in your words")
