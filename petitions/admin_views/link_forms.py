"""One address for each of many campuses: the form that is drawn below their flyers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from petitions import selectors
from petitions.models import CampusOrganizer, Petition, Place
from petitions.place_names import name_and_city
from privacy.localized import language_name

# Fields on one page; the next campuses come up once these have their links.
MOST_LINKS = 50
PREFIX = "address-"


class LinksForm(forms.Form):
    """One address for each campus, none of them required, and the language of the mail."""

    def __init__(self, data: Any = None, *, places: Sequence[Place]) -> None:
        super().__init__(data)
        self.places = {f"{PREFIX}{place.public_id.hex}": place for place in places}
        for name, place in self.places.items():
            widget = forms.EmailInput(attrs={"autocomplete": "off"})
            self.fields[name] = forms.EmailField(
                label=name_and_city(place.where), required=False, max_length=254, widget=widget
            )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the mail"),
            choices=[(code, language_name(code)) for code, _name in settings.LANGUAGES],
        )

    def addresses(self) -> dict[Place, str]:
        """What was typed, by campus; empty fields are left out."""
        return {place: said for name, place in self.places.items() if (said := self.cleaned_data[name])}

    def refuse(self, refusals: dict[int, str]) -> None:
        """Name each refusal beside its field; ``refusals`` are sentences, by the campus's key."""
        for name, place in self.places.items():
            if place.pk in refusals:
                self.add_error(name, refusals[place.pk])


def places_without_links(petition: Petition, chosen: Iterable[str]) -> QuerySet[Place]:
    """The open campuses that nobody has a link to: of the chosen ones, of all where none is chosen."""
    links = CampusOrganizer.objects.live().filter(place=OuterRef("pk"))
    places = selectors.open_places_of(petition).filter(~Exists(links))
    chosen = list(chosen)
    return places.filter(public_id__in=chosen) if chosen else places
