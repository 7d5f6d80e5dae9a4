"""What is asked of somebody who begins a campaign: title, demand, languages, target."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from campaigns.enums import TargetKind
from campaigns.models import Target
from pages.models import HomePage
from pages.starting import CampaignAsked, CampaignWords

LONGEST_TITLE, LONGEST_DEMAND = 140, 140


class CampaignStartForm(forms.Form):
    """The campaign's first language is the first of ``homes`` with words; words in the others may wait."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    target = forms.ModelChoiceField(
        Target.objects.none(),
        required=False,
        label=_("Who can change it"),
        empty_label=_("Nobody yet, or a new one below"),
        help_text=_("To whom the petition goes: a vendor, a university, an agency, a council."),
    )
    new_target = forms.CharField(
        required=False,
        max_length=200,
        label=_("Or a new one: its name"),
        help_text=_("An office or an institution, such as “City council of Springfield”; never a home."),
    )
    new_kind = forms.ChoiceField(choices=TargetKind.choices, required=False, label=_("What it is"))
    with_fundraiser = forms.BooleanField(required=False, label=_("Also ask for gifts"))

    def __init__(self, data: Any = None, *, homes: Mapping[str, HomePage]) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.homes = homes
        self.fields["target"].queryset = Target.objects.all()  # type: ignore[attr-defined]
        words: dict[str, forms.Field] = {}
        for number, code in enumerate(homes):
            words |= _fields_of(code, is_first=number == 0, is_alone=len(homes) == 1)
        self.fields = {**words, **self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._look_for_words(cleaned)
        name = (cleaned.get("new_target") or "").strip()
        if name and cleaned.get("target") is not None:
            self.add_error("new_target", _("Pick one or write a new one, not both."))
        elif name and not cleaned.get("new_kind"):
            self.add_error("new_kind", _("Say what it is."))
        elif name and Target.objects.filter(name__iexact=name).exists():
            self.add_error("new_target", _("There is one of this name already: pick it above."))
        return cleaned

    def _look_for_words(self, cleaned: Mapping[str, Any]) -> None:
        """One language needs both its title and its demand; none may have a title alone, or a demand."""
        codes = self._codes(cleaned)
        if not codes:
            first = next(iter(self.homes))
            self.add_error(f"in_{first}", _("Choose one language at least."))
        begun = [code for code in codes if cleaned.get(f"title_{code}") or cleaned.get(f"demand_{code}")]
        for code in begun or codes[:1]:
            for name in (f"title_{code}", f"demand_{code}"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])

    def _codes(self, cleaned: Mapping[str, Any]) -> list[str]:
        """The languages that were asked for, those with words first."""
        codes = [code for code in self.homes if cleaned.get(f"in_{code}", True)]
        return sorted(codes, key=lambda code: not cleaned.get(f"title_{code}"))

    def asked(self) -> CampaignAsked:
        """What was asked for. A language without words of its own begins with those of the first."""
        name = self.cleaned_data["new_target"].strip()
        new = Target(name=name, kind=self.cleaned_data["new_kind"]) if name else None
        codes = self._codes(self.cleaned_data)
        first = codes[0]
        words = {
            code: CampaignWords(
                title=self.cleaned_data[f"title_{code}"] or self.cleaned_data[f"title_{first}"],
                demand=self.cleaned_data[f"demand_{code}"] or self.cleaned_data[f"demand_{first}"],
            )
            for code in codes
        }
        return CampaignAsked(
            key=self.cleaned_data["key"],
            homes=self.homes,
            words=words,
            target=new or self.cleaned_data["target"],
            with_fundraiser=self.cleaned_data["with_fundraiser"],
        )


def _fields_of(code: str, *, is_first: bool, is_alone: bool) -> dict[str, forms.Field]:
    language = {"language": get_language_info(code)["name_translated"]}
    title = forms.CharField(
        required=is_alone, max_length=LONGEST_TITLE, label=_("Title in %(language)s") % language
    )
    demand = forms.CharField(
        required=is_alone, max_length=LONGEST_DEMAND, label=_("Demand in %(language)s") % language
    )
    if is_first:
        title.help_text = _("What the campaign is called, for instance “No cameras in our parks”.")
        demand.help_text = _("What shall change, for instance “Drop the contract”. People sign under it.")
    else:
        title.help_text = _("One language is enough: the pages in the other begin with its words.")
    words: dict[str, forms.Field] = {f"title_{code}": title, f"demand_{code}": demand}
    if is_alone:
        return words
    asks = forms.BooleanField(required=False, initial=True, label=_("Pages in %(language)s") % language)
    return {f"in_{code}": asks, **words}
