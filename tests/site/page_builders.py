"""Pages of the ready-made site for tests, published as an editor publishes them."""

import itertools

from wagtail.models import Locale, Page, Site

from pages.models import (
    CampaignPage,
    EventPage,
    FundraiserPage,
    HomePage,
    PetitionPage,
    ResourcePage,
    UpdatePage,
)
from tests.campaigns.factories import make_campaign
from tests.donations.factories import make_fundraiser
from tests.events.factories import make_event, make_occurrence
from tests.petitions.factories import make_petition

_numbers = itertools.count(1)


def publish(parent, page):
    """Put ``page`` below ``parent`` and publish it, through its revision as the editor does."""
    page.locale = getattr(page, "locale", None) or parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_home(ground, language="en", *, translation_of=None):
    """The front page in one language; the first one is the site's."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    home = HomePage(title=f"Front {language}", slug=f"front-{language}", demand="Drop it", locale=locale)
    if translation_of is not None:
        home.translation_key = translation_of.translation_key
    home = publish(Page.get_first_root_node(), home)
    if translation_of is None:
        Site.objects.filter(is_default_site=True).update(root_page=home)
        Site.clear_site_root_paths_cache()
    return home


def make_campaign_page(home, *, title="Drop the contract", campaign=None, **words):
    """A campaign page below ``home``."""
    campaign = campaign or make_campaign(title=title)
    return publish(home, CampaignPage(title=title, campaign=campaign, **words))


def make_petition_page(parent, *, title="Sign against it", petition=None, **words):
    """A petition page; its petition is in the campaign of the page above, if that is one."""
    campaign = getattr(parent, "campaign", None)
    petition = petition or make_petition(campaign=campaign)
    return publish(parent, PetitionPage(title=title, petition=petition, **words))


def make_event_page(parent, *, title="A training", event=None, dates=1, **words):
    """An event page with a date in a week."""
    event = event or make_event(campaign=getattr(parent, "campaign", None))
    for _number in range(dates):
        make_occurrence(event)
    return publish(parent, EventPage(title=title, event=event, **words))


def make_fundraiser_page(parent, *, title="Pay for the bus", fundraiser=None, **words):
    """A fundraiser's page."""
    fundraiser = fundraiser or make_fundraiser(campaign=getattr(parent, "campaign", None))
    return publish(parent, FundraiserPage(title=title, fundraiser=fundraiser, **words))


def make_update(parent, *, title=None, **words):
    """An update."""
    return publish(parent, UpdatePage(title=title or f"Update {next(_numbers)}", **words))


def make_guide(parent, *, title="Know your rights", **words):
    """A guide."""
    return publish(parent, ResourcePage(title=title, **words))
