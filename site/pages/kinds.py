"""The kinds of pages a visitor can look for, by what stands in an address."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.models import (
    CampaignPage,
    EventPage,
    FightsPage,
    FundraiserPage,
    HomePage,
    PetitionPage,
    ResourcePage,
    StandardPage,
    TargetPage,
    UpdatePage,
)

KINDS: Mapping[str, tuple[Promise, tuple[type[Page], ...]]] = {
    "campaigns": (_("Campaign"), (CampaignPage,)),
    "petitions": (_("Petition"), (PetitionPage,)),
    "events": (_("Event"), (EventPage,)),
    "fundraisers": (_("Fundraiser"), (FundraiserPage,)),
    "news": (_("News"), (UpdatePage,)),
    "guides": (_("Guide"), (ResourcePage,)),
    "dossiers": (_("Dossier"), (TargetPage,)),
    "other": (_("Background"), (StandardPage, FightsPage, HomePage)),
}
SOUGHT = tuple(model for _label, models in KINDS.values() for model in models)


def kind_of(page: Page) -> Promise | str:
    """What kind of page it is, in a word; "" for lists, which only lead to others."""
    model = page.cached_content_type.model_class()
    return next((label for label, models in KINDS.values() if model in models), "")
