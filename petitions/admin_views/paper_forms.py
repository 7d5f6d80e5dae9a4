"""The forms by which staff enter slips of paper: the pile, and one slip after another."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.enums import NewsChoice
from campaigns.forms import LineField
from petitions.models import PaperBatch, Petition, Place
from petitions.models.paper import OLDEST_DAYS
from petitions.selectors import open_places_of
from petitions.services import Slip
from petitions.wordings import NEWS, UPDATES
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.exceptions import BadAddress
from privacy.localized import language_name
from supporters.models import ConsentWording

# So many older versions of the two questions can still be on slips that somebody printed.
VERSIONS = 5


@dataclass(frozen=True, slots=True)
class Versions:
    """Which words of the two questions stand on a slip."""

    news: int
    updates: int

    @property
    def code(self) -> str:
        """As it is printed at the foot of the slip."""
        return f"{self.news}-{self.updates}"


def versions_of(petition: Petition) -> list[Versions]:
    """Those that slips of this petition may have, the newest first; one pair of zeros where none is asked."""
    if not petition.ask_news:
        return [Versions(0, 0)]
    asked = ConsentWording.objects.filter(key__in=(NEWS, UPDATES), partner=None).order_by("-version")
    known: dict[str, list[int]] = {NEWS: [], UPDATES: []}
    for key, version in asked.values_list("key", "version").distinct():
        known[key].append(version)
    return [
        Versions(news, updates) for news in known[NEWS][:VERSIONS] for updates in known[UPDATES][:VERSIONS]
    ]


def offer_places(form: forms.Form, petition: Petition, *, empty: Any) -> None:
    """Add a choice among the open places of a petition, if it has any."""
    places = open_places_of(petition)
    if not places.exists():
        return
    choice = forms.ModelChoiceField(
        places, to_field_name="public_id", label=_("Place"), required=False, empty_label=empty
    )
    choice.label_from_instance = lambda obj: str(obj.where)  # type: ignore[method-assign]
    form.fields["place"] = choice


class PrintForm(forms.Form):
    """For which place slips are printed, and which language comes first on them."""

    language = forms.ChoiceField(label=_("First language"))

    def __init__(self, data: Any = None, *, petition: Petition, spoken: list[str]) -> None:
        super().__init__(data)
        self.fields["language"].choices = [(code, language_name(code)) for code in spoken]  # type: ignore[attr-defined]
        offer_places(self, petition, empty=_("None: for the whole petition"))


class BatchForm(forms.Form):
    """A new pile: when and where its slips were signed, and which words stand on them."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Day on which they were signed"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    code = forms.ChoiceField(
        label=_("Code at the foot of the slips"),
        help_text=_(
            "It tells with which words they ask about news. Slips with different codes are two batches."
        ),
    )

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data, initial={"key": uuid4(), "day": utc_today()})
        self.versions = {one.code: one for one in versions_of(petition)}
        self.fields["code"].choices = [(code, code) for code in self.versions]  # type: ignore[attr-defined]
        if not petition.ask_news:
            self.fields["code"].widget = forms.HiddenInput()
            self.initial["code"] = next(iter(self.versions))
        offer_places(self, petition, empty=_("None, or several"))

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not utc_today() - timedelta(days=OLDEST_DAYS) <= day <= utc_today():
            raise ValidationError(
                _("A day of the last %(number)d, today included.") % {"number": OLDEST_DAYS}
            )
        return day

    @property
    def chosen(self) -> Versions:
        """Call it on a valid form."""
        return self.versions[self.cleaned_data["code"]]

    @property
    def place(self) -> Place | None:
        """Call it on a valid form."""
        return self.cleaned_data.get("place")


class SlipForm(forms.Form):
    """One slip, in the order in which it is written. Enter sends it from any field."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    given_name = LineField(label=_("First name"), max_length=100)
    family_name = LineField(label=_("Last name"), max_length=100, required=False)
    email = LineField(label=_("E-mail"), max_length=254, required=False)
    postal_code = LineField(label=_("Postal code"), max_length=20, required=False)
    news = forms.ChoiceField(
        label=_("News"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (NewsChoice.CAMPAIGN.value, NewsChoice.CAMPAIGN.label),
            (NewsChoice.ONLY_THIS.value, NewsChoice.ONLY_THIS.label),
            (NewsChoice.NO.value, _("No, or nothing ticked")),
        ],
        help_text=_("Only where an address is written."),
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of the letter that asks to confirm the address.")
    )

    def __init__(self, data: Any = None, *, batch: PaperBatch, language: str) -> None:
        super().__init__(data, initial={"key": uuid4(), "language": language})
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, language_name(code)) for code, _name in settings.LANGUAGES
        ]
        if not batch.asks_news:
            del self.fields["news"]
        for field in self.fields.values():
            # Nothing of the last slip is offered for the next one.
            field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        first = next(iter(self.errors), "given_name") if data is not None else "given_name"
        if first in self.fields and first != "news":
            self.fields[first].widget.attrs["autofocus"] = True

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].replace(" ", "")
        if address:
            try:
                canonical_address(address)
            except BadAddress:
                raise ValidationError(_("This is not an e-mail address: look at the slip again.")) from None
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("email"):
            if "news" in self.fields and not cleaned.get("news"):
                self.add_error("news", _("What does the slip say? Nothing ticked is a no."))
        elif "email" not in self.errors:
            for name in ("family_name", "postal_code"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(
                        name, _("Without an address a slip needs last name and postal code, to count once.")
                    )
        return cleaned

    @property
    def slip(self) -> Slip:
        """What was typed. Call it on a valid form."""
        names = ("given_name", "family_name", "email", "postal_code", "language")
        return Slip(
            **{name: self.cleaned_data[name] for name in names}, news=self.cleaned_data.get("news", "")
        )
