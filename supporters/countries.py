"""Names of the countries a form may ask, in the language of the page."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from privacy.conf import current

# Only where people of this movement sign in numbers; any other code shows as itself.
NAMES = {
    "AR": _("Argentina"),
    "AU": _("Australia"),
    "BO": _("Bolivia"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CL": _("Chile"),
    "CO": _("Colombia"),
    "CR": _("Costa Rica"),
    "CU": _("Cuba"),
    "DE": _("Germany"),
    "DO": _("Dominican Republic"),
    "EC": _("Ecuador"),
    "ES": _("Spain"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GT": _("Guatemala"),
    "HN": _("Honduras"),
    "HT": _("Haiti"),
    "IE": _("Ireland"),
    "IN": _("India"),
    "IT": _("Italy"),
    "MX": _("Mexico"),
    "NI": _("Nicaragua"),
    "NL": _("Netherlands"),
    "NZ": _("New Zealand"),
    "PA": _("Panama"),
    "PE": _("Peru"),
    "PH": _("Philippines"),
    "PR": _("Puerto Rico"),
    "SV": _("El Salvador"),
    "US": _("United States"),
    "UY": _("Uruguay"),
    "VE": _("Venezuela"),
}


def country_name(code: str) -> str:
    """The name; the code itself where we have none."""
    return str(NAMES.get(code, code))


def country_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name, in the order given."""
    return [(code, country_name(code)) for code in codes]


def choices_of_default() -> list[tuple[str, Any]]:
    """What an organization may choose; first what holds as long as it chooses nothing, in words."""
    fallback = current().default_country
    unchosen = format_lazy(_("As the site was set up: {country}"), country=NAMES.get(fallback, fallback))
    return [("", unchosen), *NAMES.items()]
